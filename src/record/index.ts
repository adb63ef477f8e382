export { copyValue, serializeError } from './copy.ts';
export { cutRecord } from './cut-line.ts';
export { isError } from './error-fields.ts';
export { createIsoTime } from './iso-time.ts';
export { type CopyLimits, defaultLimits, maxLineBytes } from './limits.ts';
export { hasPlainMembers, isBytes, isPlainDate } from './plain.ts';
export { quote } from './quote.ts';
export { movedKey, reservedKeys } from './reserved.ts';
export { plainJson, toJson } from './to-json.ts';
