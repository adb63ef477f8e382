/** A span and what is written in its place. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/**
 * Applies edits in one pass from left to right; everything outside the spans stays as it was. Edits come sorted and
 * without overlaps; one that overlaps the one before loses the part already replaced.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  let result = '';
  let from = 0;
  for (const { start, end, replacement } of edits) {
    if (end <= from && start < from) continue;
    // Concatenation, never a replace(): `$&` in a censor is only text.
    result += text.slice(from, Math.max(from, start)) + replacement;
    from = Math.max(from, end);
  }
  return result + text.slice(from);
}
