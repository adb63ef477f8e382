import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { OptionsError } from '../../errors/index.ts';

/** One line of a rule's fixture: a text, and where the secret in it stands if it holds one. */
export interface RuleFixture {
  readonly rule: string;
  readonly label: 'positive' | 'negative';
  readonly text: string;
  /** Offsets of the exact secret in `text`; positives only. */
  readonly secret?: { readonly start: number; readonly end: number };
  /** The line as it stands in the file, joints and brackets included. */
  readonly raw: string;
  /** 1-based line in the file. */
  readonly line: number;
}

/**
 * Reads every `<rule-id>.txt` of a folder. A line is `+` or `-`, a space, and the text. `⟦` and `⟧` stand round the
 * secret. `~` is a joint: it is removed, so that no file holds a literal that a push protection would stop. `~~` is one
 * real tilde.
 */
export function readRuleFixtures(folder: string): readonly RuleFixture[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => parseRuleFixtures(basename(name, '.txt'), readFileSync(join(folder, name), 'utf8')));
}

/** The fixtures in one file's text. Throws `OptionsError` at a line that is none, with its number. */
export function parseRuleFixtures(rule: string, file: string): readonly RuleFixture[] {
  const fixtures: RuleFixture[] = [];
  for (const [index, raw] of file.split(/\r?\n/).entries()) {
    if (raw === '') continue;
    const sign = raw.slice(0, 2);
    if (sign === '- ') fixtures.push(negative(rule, raw, index + 1));
    else if (sign === '+ ') fixtures.push(positive(rule, raw, index + 1));
    else throw refusedFixture(`${rule}.txt:${index + 1}`, 'begins with neither "+ " nor "- "');
  }
  return fixtures;
}

/** What is wrong with a fixture: the place and the reason, never the text. */
export function refusedFixture(place: string, reason: string): OptionsError {
  return new OptionsError('a fixture was refused', [{ option: place, message: reason }]);
}

/** The text of a fixture file without its joints. */
export function withoutJoints(text: string): string {
  return text.replace(/~~|~/g, (joint) => (joint === '~~' ? '~' : ''));
}

function negative(rule: string, raw: string, line: number): RuleFixture {
  return { rule, label: 'negative', text: withoutJoints(raw.slice(2)), raw, line };
}

function positive(rule: string, raw: string, line: number): RuleFixture {
  const marked = withoutJoints(raw.slice(2));
  const start = marked.indexOf('⟦');
  const end = marked.indexOf('⟧') - 1;
  if (start < 0 || end <= start) throw refusedFixture(`${rule}.txt:${line}`, 'has no ⟦secret⟧');
  return { rule, label: 'positive', text: marked.replace('⟦', '').replace('⟧', ''), secret: { start, end }, raw, line };
}
