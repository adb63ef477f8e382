import { defaultPacks } from '../rules/index.ts';
import type { BenignLog } from './corpus/corpus.ts';
import type { Pace } from './pace.ts';
import type { BenignScore, Damage } from './report.ts';
import type { Subject } from './subject.ts';
import { packOf } from './tally.ts';

/** More than anybody reads; the rest is only counted. */
const MAX_DAMAGES = 1000;

/** Sends harmless lines through the logger, as a message, and through the redactor, as they are. */
export async function proveBenign(logs: readonly BenignLog[], subject: Subject, pace: Pace): Promise<BenignScore> {
  const damages: Damage[] = [];
  let lines = 0;
  let damaged = 0;
  let asked = 0;
  for (const { kind, lines: texts } of logs) {
    for (const [index, text] of texts.entries()) {
      const going = pace.advance(1);
      if (going !== true && !(await going)) return { lines, damaged, asked, damages };
      lines++;
      if (comesOutWhole(text, subject)) continue;
      const rules = rulesIn(text, subject);
      if (rules.length > 0 && rules.every(isOptIn)) {
        asked++;
        continue;
      }
      damaged++;
      if (damages.length < MAX_DAMAGES) damages.push({ place: `${kind}.log:${index + 1}`, rules });
    }
  }
  return { lines, damaged, asked, damages };
}

function comesOutWhole(text: string, subject: Subject): boolean {
  if (subject.engine.line(text) !== text) return false;
  const line = subject.written((logger) => logger.info({}, '%s', text));
  return line.includes(JSON.stringify(text).slice(1, -1));
}

/** The rules that find something in the line, as it is or as a message. */
export function rulesIn(text: string, { engine }: Subject): string[] {
  const findings = [...engine.find(text), ...engine.find(JSON.stringify({ msg: text }))];
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}

/** A pack that is off by default hides what many logs must have; whoever turns it on asks for that. */
function isOptIn(rule: string): boolean {
  const pack = packOf(rule);
  return pack !== 'yours' && !optOut.has(pack);
}

const optOut: ReadonlySet<string> = new Set(defaultPacks);
