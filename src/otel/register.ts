import { isMainThread } from 'node:worker_threads';
import { startTelemetry } from './start-telemetry.ts';

// Worker threads inherit --import, those of logveil's own delivery, too; a second SDK there is asked for by nobody.
if (isMainThread) startTelemetry();
