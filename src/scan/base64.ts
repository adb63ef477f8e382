import type { Rule } from '../rules/rule.ts';
import type { Hit } from './finding.ts';
import { readJwt } from './jwt.ts';
import { startsWord } from './source.ts';
import { hideValue, type ScanState } from './state.ts';
import { decodeBase64 } from './views.ts';

const RUN = /[A-Za-z0-9+/_-]{12,65536}={0,2}/y;

/** At the head of base64 of JSON: a JWT, or a text whose decoded form holds something; then the whole run goes. */
export function readBase64(
  state: ScanState,
  jwt: Rule | undefined,
  at: number,
  scan: (text: string) => readonly Hit[],
): void {
  const { source } = state;
  if (at < state.base64End || !startsWord(source, at)) return;
  if (jwt !== undefined && source.bytes[at] === 101 && readJwt(state, jwt, at)) return;
  RUN.lastIndex = at;
  const run = RUN.exec(source.text)?.[0];
  if (run === undefined) return;
  state.base64End = at + run.length;
  state.steps += run.length;
  const decoded = decodeBase64(run);
  const first = decoded === undefined ? undefined : scan(decoded)[0];
  if (first === undefined) return;
  hideValue(state, first.rule, at, at + run.length);
}
