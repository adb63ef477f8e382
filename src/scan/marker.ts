/** What every marker begins with that stands for a hidden value: `[REDACTED:password]`. */
export const MARKER = '[REDACTED:';
