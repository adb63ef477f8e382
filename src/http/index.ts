export type { ErrorHandlerOptions } from './boundary/boundary.ts';
export { errorRules } from './boundary/classify.ts';
export type { ErrorFacts } from './boundary/facts.ts';
export type { FieldError } from './boundary/field-errors.ts';
export type { ErrorAnswer, ErrorRule } from './boundary/rule.ts';
export { asyncHandler, type ErrorHandler, errorHandler, notFoundHandler } from './error-handler.ts';
export { type HttpLogger, httpLogger, type UpgradeListener } from './http-logger.ts';
export type { HeaderOptions, HttpLoggerOptions, OwnHttpOptions, SamplingOptions } from './options.ts';
export type { HttpStats } from './settings.ts';
