import type { RedactorEngine } from '../redact/redactor.ts';
import type { Finding } from '../scan/index.ts';
import type { Cargo } from './corpus/cargo.ts';
import { createLeakFinder, isShort, type LeakFinder } from './leaks.ts';

/** Says whether one secret can be read. */
export interface Judge {
  /** How the secret can be read from a line that was cleaned, or undefined. */
  leak(line: string): string | undefined;
  /** How it can be read from a line once the findings are taken out of it. */
  rest(line: string, findings: readonly Finding[]): string | undefined;
  /** Whether it can be read from a line as it is. */
  isIn(line: string): boolean;
  /** It can be told wherever it is; a very short one only where it is a word of its own. */
  readonly isSure: boolean;
}

const MARKERS = /\[REDACTED:[a-z0-9.-]+\]/g;
const GAP = '…';

/** Makes judges. The built-in mask leaves a part on purpose (four digits, a mail's domain), which is no leak. */
export function createJudges(reference: RedactorEngine): (cargo: Cargo) => Judge {
  return (cargo) => {
    const find = createLeakFinder(cargo.secret);
    const masked = masksOf(cargo, reference.text);
    return {
      leak: (line) => find(without(line, masked)),
      rest: (line, findings) => restLeak(find, line, findings),
      isIn: (line) => find(line) !== undefined,
      isSure: !isShort(cargo.secret),
    };
  };
}

/** What the mask makes of the secret, alone and under its name. */
function masksOf({ secret, name = 'password' }: Cargo, mask: (text: string) => string): string[] {
  const under = `${name.split(' ').join('_')}=`;
  const alone = [mask(secret), mask(`${under}${secret}`).replace(under, '')];
  return alone.filter((text) => text !== '' && !text.includes(secret));
}

/** Markers hold the names of rules, which may begin as their secrets do. */
function without(line: string, masked: readonly string[]): string {
  return masked.reduce((text, mask) => text.replaceAll(mask, GAP), line.replaceAll(MARKERS, GAP));
}

function restLeak(find: LeakFinder, line: string, findings: readonly Finding[]): string | undefined {
  if (findings.length === 0) return 'nothing was found';
  let rest = '';
  let from = 0;
  for (const { start, end } of findings) {
    rest += line.slice(from, Math.max(from, start)) + GAP;
    from = Math.max(from, end);
  }
  return find(rest + line.slice(from));
}
