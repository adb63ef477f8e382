export type {
  FlushOptions,
  FlushResult,
  FullLoggerStats,
  LoggerControls,
  LoggerHealth,
  LogveilLogger,
} from './controls.ts';
export { createLogger, loggerStats } from './create-logger.ts';
export { createLoggerFromEnv, type Environment } from './create-logger-from-env.ts';
export type {
  LoggerDestination,
  LoggerOptions,
  OwnLoggerOptions,
  PinoRedactOptions,
  PrettyOptions,
} from './options.ts';
export { installProcessHandlers, type ProcessHandlerOptions } from './process-handlers.ts';
export {
  type EnvironmentType,
  type EnvironmentValues,
  type EnvironmentVariable,
  type EnvironmentWishes,
  requireEnv,
} from './require-env.ts';
export type { LoggerStats } from './state.ts';
