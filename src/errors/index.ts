export { type ErrorCode, errorCodes } from './codes.ts';
export { describe, didYouMean } from './describe.ts';
export { isOptionsError, OptionsError, type Problem } from './options-error.ts';
