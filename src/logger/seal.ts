import { cutRecord, maxLineBytes, reservedKeys } from '../record/index.ts';
import { fail, type Shared, type State } from './state.ts';

/**
 * The choke point: makes the body safe and puts it behind its head as one line, cut to 256 KB, newline included.
 * Everything that reaches a destination has come through here.
 */
export function seal(state: State, head: string, body: string): string {
  const { shared } = state;
  const clean = cleanRecord(state, body) ?? withheld(state);
  const start = withTrouble(shared, head);
  const line = clean.length === 2 ? `${start}}` : `${start},${clean.slice(1)}`;
  return (isTooLong(line) ? cutBody(state, start, clean) : line) + shared.end;
}

/** The same for members that are clean, each with a comma before it: nothing has to be cut out of them, nor copied. */
export function sealClean(state: State, head: string, members: string): string {
  const { shared } = state;
  const start = withTrouble(shared, head);
  const line = `${start}${members}}`;
  return (isTooLong(line) ? cutBody(state, start, `{${members.slice(1)}}`) : line) + shared.end;
}

/**
 * The same for a finished line of {@link writeJson} that other hands may have changed, and that the user's own
 * `hooks.streamWrite` may change now. While the head is as it was written it is kept apart as ever.
 */
export function sealForeign(state: State, line: string): string {
  const { shared } = state;
  const { head } = shared.line;
  const shown = rewritten(shared, line);
  if (shown.startsWith(`${head},`)) return seal(state, head, `{${shown.slice(head.length + 1)}`);
  const clean = cleanRecord(state, shown);
  if (clean === undefined) return seal(state, head, withheld(state));
  const noted = withTrouble(shared, clean.slice(0, -1));
  return (isTooLong(noted) ? cutWhole(state, `${noted}}`) : `${noted}}`) + shared.end;
}

/** What the user's streamWrite makes of a line, without its newline; one that is no record counts as failed. */
function rewritten(shared: Shared, line: string): string {
  const original = line.trimEnd();
  if (shared.streamWrite === undefined) return original;
  try {
    const shown = shared.streamWrite(line).trimEnd();
    if (isOneRecord(shown)) return shown;
  } catch {
    // Reported below, like an answer that is no record.
  }
  fail(shared, 'LOGVEIL_HOOK_FAILED', 'hooks.streamWrite');
  return original;
}

function withTrouble({ line }: Shared, open: string): string {
  return line.trouble === undefined ? open : `${open},"log_error":"${line.trouble}"`;
}

function cleanRecord({ engine }: State, text: string): string | undefined {
  try {
    const clean = engine.line(text);
    // The same text needs no second look: it was one record before.
    return clean === text || isOneRecord(clean) ? clean : undefined;
  } catch {
    return undefined;
  }
}

function isOneRecord(text: unknown): boolean {
  // Two searches at memory speed; one expression over the line would cost more than the rest of this function.
  return (
    typeof text === 'string' &&
    text.startsWith('{') &&
    text.endsWith('}') &&
    !text.includes('\n') &&
    !text.includes('\r')
  );
}

function withheld({ shared }: State): string {
  shared.stats.withheld++;
  shared.report('LOGVEIL_REDACTION_FAILED', 'redact');
  return '{"redaction_error":"LOGVEIL_REDACTION_FAILED"}';
}

function isTooLong(line: string): boolean {
  // UTF-8 takes at most three bytes for a UTF-16 unit, so most lines need not be measured.
  return line.length * 3 > maxLineBytes && Buffer.byteLength(line) > maxLineBytes;
}

// Room for `,"truncated_bytes":` and its number.
const roomForNote = 40;

function cutBody(state: State, head: string, body: string): string {
  const { shared } = state;
  const room = maxLineBytes - Buffer.byteLength(head) - roomForNote;
  const cut = cutRecord(body, room, [shared.errorKey, shared.messageKey]);
  if (cut === undefined) return `${head},${withheld(state).slice(1)}`;
  shared.stats.cut++;
  const rest = cut.text.length === 2 ? '}' : `,${cut.text.slice(1)}`;
  return `${head},"truncated_bytes":${cut.bytesGone}${rest}`;
}

function cutWhole(state: State, line: string): string {
  const { shared } = state;
  const cut = cutRecord(line, maxLineBytes - roomForNote, [...reservedKeys, shared.errorKey, shared.messageKey]);
  if (cut === undefined) return `${shared.line.head},${withheld(state).slice(1)}`;
  shared.stats.cut++;
  return `${cut.text.slice(0, -1)},"truncated_bytes":${cut.bytesGone}}`;
}
