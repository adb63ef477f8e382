import type { Action } from './compile.ts';
import { readKey } from './key-reader.ts';
import { hideMember, isWhole } from './member.ts';
import type { MemberName } from './member-name.ts';
import { SOFT_HYPHEN } from './probes.ts';
import { type Engine, find, type Run, visitCandidate } from './scan-text.ts';
import { staysInString } from './stays-in-string.ts';

/** A member of which the value is loaded, with as much of its name as is needed. */
export interface Member {
  readonly name: MemberName;
  readonly json: string;
}

/** False when a reader might look beyond the value. */
export function readAlone(engine: Engine, run: Run, { name, json }: Member): boolean {
  const { source, hits, candidates } = run;
  const from = name.lead.length;
  const end = from + json.length - 1;
  if (name.decision !== undefined) {
    if (FOLDED.test(json)) return false;
    source.text = source.bytes.latin1Slice(0, source.length);
    hideMember(run, name.decision, { start: from + 1, end });
  }
  // What a name hides to the end of its value leaves nothing to be found behind it.
  const last = hits.at(-1);
  const { length } = source;
  if (last?.end === end) source.length = last.start;
  if (candidates.count === 0) find(engine, run);
  source.length = length;
  if (candidates.count === 0) return true;
  if (name.decision === undefined) source.text = source.bytes.latin1Slice(0, source.length);
  if (!visitValue(engine, run, from)) return false;
  // With a backslash it may be that a part of the value is a document of its own, whose end only the line shows.
  return (
    hits.length === 0 ||
    (!json.includes('\\') && hits.every((hit) => hit.start > from && hit.end <= end && hit.quoting === -1))
  );
}

/** Escapes, and the soft hyphen, which no reader sees. */
const FOLDED = /[\\\u00ad]/;

/** False at the first candidate whose reader might look beyond the value. */
function visitValue(engine: Engine, run: Run, from: number): boolean {
  const { candidates } = run;
  for (let index = 0; index < candidates.count; index++) {
    const at = candidates.at[index] ?? 0;
    if (at < from) continue;
    const id = candidates.ids[index] ?? 0;
    if (id === SOFT_HYPHEN) return false;
    const action = id < 0 ? undefined : engine.rules.actions[id];
    if (action?.kind === 'name') {
      if (!readName(run, at)) return false;
    } else if (action !== undefined && !staysInside(action)) return false;
    else visitCandidate(engine, run, id, at);
  }
  return true;
}

/** False when the name means something that its own value in the same text does not settle: `token=x` does. */
function readName(run: Run, at: number): boolean {
  const before = run.hits.length;
  if (!readKey(run, at)) return true;
  const { place, value, hits } = run;
  const rule = hits.length > before ? hits.at(-1)?.rule : undefined;
  return (
    rule?.kind === 'key' &&
    isWhole(rule) &&
    place.nameQuote === -1 &&
    (place.notation === 'equals' || place.notation === 'colon') &&
    (value.kind === 'bare' || value.kind === 'number')
  );
}

function staysInside(action: Action): boolean {
  if (action.kind === 'values') return action.rules.every(staysInString);
  return action.kind === 'user-info' || action.kind === 'base64';
}
