import type { Rule } from '../rules/index.ts';
import type { Hit } from '../scan/index.ts';
import { readValue } from './allow.ts';
import { MAX_OUTPUT } from './collect.ts';
import type { WarningHandler } from './options.ts';
import { spellingsOf } from './quoting.ts';
import type { HiddenValue } from './search-values.ts';

/** What a redactor and the children made from it share: counters, warnings, and what was hidden a moment ago. */
export interface Family {
  lines: number;
  findings: number;
  failures: number;
  /** By rule id. */
  readonly byRule: Map<string, { count: number }>;
  /** Values hidden in a record whose line has not been seen yet. */
  readonly hidden: HiddenValue[];
  readonly warn: WarningHandler;
  count(hits: readonly Hit[]): void;
  onFailure(error: unknown): void;
  onThrow(): void;
  addHidden(value: unknown, rule: Rule): void;
  /** A fixed text that a censor writes. */
  addText(text: string): void;
  /** What a censor function gave for a value. */
  addOutput(value: unknown, output: unknown): void;
  /** True for what a function gave, and for any part of a fixed text that a censor wrote there. */
  isWritten(text: string, start: number, end: number): boolean;
}

// A record hides few values; a record that is never serialised must not let them pile up.
const MAX_HIDDEN = 64;
// Enough for the lines in flight between a record and its line, and for a second pass over recent lines.
const MAX_OUTPUTS = 512;

export function createFamily(onWarning: WarningHandler): Family {
  const warned = new Set<string>();
  const texts = new Set<string>();
  const outputs = new Set<string>();
  const warn: WarningHandler = (warning) => {
    if (warned.has(warning.message)) return;
    warned.add(warning.message);
    tell(onWarning, warning);
  };
  const family: Family = {
    lines: 0,
    findings: 0,
    failures: 0,
    byRule: new Map(),
    hidden: [],
    warn,
    count: (hits) => countHits(family, hits),
    onFailure: (error) => {
      family.failures++;
      const message = `the redactor failed (${nameOf(error)}), so a line's content was withheld`;
      warn({ code: 'LOGVEIL_REDACTION_FAILED', message });
    },
    onThrow: () =>
      warn({ code: 'LOGVEIL_CENSOR_FAILED', message: 'a censor function threw; the marker was written instead' }),
    addHidden: (value, rule) => {
      if (typeof value !== 'string' && typeof value !== 'number') return;
      if (family.hidden.length < MAX_HIDDEN) family.hidden.push({ value: String(value), rule });
    },
    addText: (text) => {
      for (const spelling of spellingsOf(text)) texts.add(spelling);
    },
    addOutput: (value, output) => {
      // A function that gives back what it got has hidden nothing.
      if (typeof output !== 'string' || output === value || output.length > MAX_OUTPUT) return;
      if (outputs.size >= MAX_OUTPUTS) outputs.clear();
      outputs.add(output);
    },
    isWritten: (text, start, end) => {
      if (texts.size > 0 && isPartOf(texts, text, { start, end })) return true;
      return outputs.size > 0 && outputs.has(String(readValue(text.slice(start, end))));
    },
  };
  return family;
}

/** A text of several words after a name: a reader takes its first word for the value. */
function isPartOf(written: ReadonlySet<string>, text: string, { start, end }: { start: number; end: number }): boolean {
  const part = text.slice(start, end);
  for (const one of written) {
    const at = one.indexOf(part);
    if (at !== -1 && text.startsWith(one, start - at)) return true;
  }
  return false;
}

function countHits(family: Family, hits: readonly Hit[]): void {
  family.findings += hits.length;
  for (const { rule } of hits) {
    // One look-up a hit: the number itself is changed in place.
    const known = family.byRule.get(rule.id);
    if (known === undefined) family.byRule.set(rule.id, { count: 1 });
    else known.count++;
  }
}

/** A warning handler may fail; a log call may not. */
function tell(onWarning: WarningHandler, warning: Parameters<WarningHandler>[0]): void {
  try {
    onWarning(warning);
  } catch {
    // Nobody is left to tell.
  }
}

/** The kind of an error; its message may quote the line. */
function nameOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  return /^[A-Za-z]{1,40}$/.test(name) ? name : 'an error';
}
