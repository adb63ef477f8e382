export { createRedactor } from './create-redactor.ts';
export type { AllowOptions, Censor, CensorFunction, RedactOptions, WarningHandler } from './options.ts';
export type { Redactor, RedactorStats } from './redactor.ts';
export { type Secret, secret } from './secret.ts';
