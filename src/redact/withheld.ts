/** What is written instead of a line that could not be cleaned: its head, if logveil wrote it, and a code. */
export function withheldLine(text: string): string {
  const newline = text.endsWith('\n') ? '\n' : '';
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return withheldText() + newline;
  const head = HEAD.exec(text)?.[0] ?? '{';
  return `${head}"redaction_error":"LOGVEIL_REDACTION_FAILED","msg":"${withheldText()}"}${newline}`;
}

/** What is written instead of a text that could not be cleaned. */
export function withheldText(): string {
  return '[REDACTED:redaction-failed]';
}

// The first keys of a line as the logger writes them. So narrow that no secret can pass for them.
const HEAD = /^\{(?:"level":(?:"[a-z]{1,12}"|\d{1,3}),)?(?:"time":(?:"\d{4}-\d\d-\d\dT[\d:.]{8,15}Z"|\d{13}),)?/;
