#!/usr/bin/env node
import { loadJoined } from '../joined/load.ts';

loadJoined('main', true);
