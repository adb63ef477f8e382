import columnsOf from 'fast-string-truncated-width';

/** Columns that a terminal needs for a text: two for most CJK characters, none for combining marks. */
function columns(text: string): number {
  return PLAIN.test(text) ? text.length : columnsOf(text).width;
}

/** A column each; the others' widths are in tables that take 2 ms of a short run to make. */
const PLAIN = /^[ -~…]*$/;

/** Cuts a text to a number of columns, with `…` where something is missing. */
export function clip(text: string, limit: number): string {
  if (PLAIN.test(text)) return text.length > limit ? `${text.slice(0, Math.max(0, limit - 1))}…` : text;
  const { index, ellipsed } = columnsOf(text, { limit, ellipsis: '…', ellipsisWidth: 1 });
  return ellipsed ? `${text.slice(0, index)}…` : text;
}

/** Fills a text up to the widest of its column. */
export function padEnd(text: string, column: readonly string[]): string {
  return text + ' '.repeat(Math.max(0, ...column.map(columns)) - columns(text));
}

/** Breaks a text at blanks into lines of at most so many columns; a longer word has a line of its own. */
export function wrap(text: string, limit: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && columns(longer) > limit) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
