export { getContext, getCorrelationId, runWithContext } from './context/index.ts';
export { type ErrorCode, errorCodes, OptionsError, type Problem } from './errors/index.ts';
export {
  createLogger,
  createLoggerFromEnv,
  type EnvironmentType,
  type EnvironmentValues,
  type EnvironmentVariable,
  type EnvironmentWishes,
  type FlushOptions,
  type FlushResult,
  installProcessHandlers,
  type LoggerHealth,
  type LoggerOptions,
  type LoggerStats,
  type LogveilLogger,
  loggerStats,
  type ProcessHandlerOptions,
  requireEnv,
} from './logger/index.ts';
export { createRedactor, type RedactOptions, type Redactor, type Secret, secret } from './redact/index.ts';
