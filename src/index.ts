export { getContext, getCorrelationId, runWithContext } from './context/index.ts';
export { type ErrorCode, errorCodes, OptionsError, type Problem } from './errors/index.ts';
export {
  createLogger,
  createLoggerFromEnv,
  type LoggerOptions,
  type LoggerStats,
  loggerStats,
} from './logger/index.ts';
export { createRedactor, type RedactOptions, type Redactor, type Secret, secret } from './redact/index.ts';
