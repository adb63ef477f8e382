/** A service of ES modules. */
import * as api from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import express from 'express';
import { createLogger } from '../../../dist/index.js';
import { serve } from './serve.mjs';

await serve({ express, logger: createLogger({ service: 'checkout' }), api, logs });
