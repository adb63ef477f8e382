import type { CensorName, Rule } from '../rules/index.ts';
import { MARKER } from '../scan/marker.ts';
import { kindOfValue } from './kinds.ts';
import { maskValue } from './masks.ts';
import type { Censor, CensorFunction } from './options.ts';
import { type PseudonymSettings, pseudonymOf } from './pseudonym.ts';

/** A value to be hidden, with what a censor may want to know. */
export interface Censored {
  readonly rule: Rule;
  /** The value: its text without escapes for a finding in a line, the value itself for a record. The marker asks not. */
  readonly value: () => unknown;
  /** Worked out only when a function asks. */
  readonly path: () => readonly string[];
}

/** What stands for a value: a text, another JSON value (functions only), or undefined for its removal. */
export type Censorer = (censored: Censored) => unknown;

/** The censors of one redactor. */
export interface Censors {
  readonly censor: Censorer;
  /** The text that stands for every value of a rule, when it is always the same and needs no escaping anywhere. */
  readonly fixed: (rule: Rule) => string | undefined;
}

/** Surroundings of all censors of one redactor. */
export interface CensorSettings {
  readonly censors: ReadonlyMap<Rule, Censor>;
  readonly pseudonym: PseudonymSettings | undefined;
  /** A censor function threw; the marker was written. */
  readonly onThrow: () => void;
  /** What a censor function gave, so that it is not hidden a second time. */
  readonly onOutput: (value: unknown, output: unknown) => void;
}

/** The text that says which rule hid something. No rule matches it. */
export function markerOf(rule: Rule): string {
  return `${MARKER}${rule.id}]`;
}

/** True for a censor that is a text to be written, not one of the built-in names. */
export function isFixedText(censor: Censor): censor is string {
  return typeof censor === 'string' && !BUILT_IN.has(censor);
}

const BUILT_IN: ReadonlySet<string> = new Set(['marker', 'mask', 'pseudonym', 'remove'] satisfies CensorName[]);

/** One function for all rules; each rule's censor is looked up once and kept. */
export function createCensors(settings: CensorSettings): Censors {
  const byRule = new Map<Rule, Censorer>();
  const fixedByRule = new Map<Rule, string | undefined>();
  const fixed = (rule: Rule): string | undefined => {
    const known = fixedByRule.get(rule);
    if (known !== undefined || fixedByRule.has(rule)) return known;
    const text = (settings.censors.get(rule) ?? rule.censor ?? 'marker') === 'marker' ? markerOf(rule) : undefined;
    fixedByRule.set(rule, text !== undefined && INERT.test(text) ? text : undefined);
    return fixed(rule);
  };
  const censor: Censorer = (censored) => {
    let censorer = byRule.get(censored.rule);
    if (censorer === undefined) {
      censorer = censorerFor(censored.rule, settings);
      byRule.set(censored.rule, censorer);
    }
    return censorer(censored);
  };
  return { censor, fixed };
}

const INERT = /^[\w:[\].-]+$/;

function censorerFor(rule: Rule, settings: CensorSettings): Censorer {
  const censor = settings.censors.get(rule) ?? rule.censor ?? 'marker';
  const marker = markerOf(rule);
  if (typeof censor === 'function') return guarded(censor, marker, settings);
  switch (censor) {
    case 'marker':
      return () => marker;
    case 'remove':
      return () => undefined;
    case 'mask':
      return ({ value }) => maskRule(rule, textOf(value()));
    case 'pseudonym':
      return pseudonymizer(rule, marker, settings.pseudonym);
    default:
      return () => censor;
  }
}

function pseudonymizer(rule: Rule, marker: string, settings: PseudonymSettings | undefined): Censorer {
  if (settings === undefined) return () => marker;
  return ({ value }) => {
    const text = textOf(value());
    return pseudonymOf({ value: text, kind: kindOfValue(rule, text), ruleId: rule.id }, settings);
  };
}

function maskRule(rule: Rule, value: string): string {
  return maskValue(value, kindOfValue(rule, value));
}

/** As in pino, a function may give back what it got: that is its owner's decision. */
function guarded(censor: CensorFunction, marker: string, settings: CensorSettings): Censorer {
  return ({ value, path }) => {
    try {
      const input = value();
      const output = censor(input, path());
      settings.onOutput(input, output);
      return output;
    } catch {
      settings.onThrow();
      return marker;
    }
  };
}

/** Numbers and structures as JSON writes them, so that a pseudonym is the same wherever the value was found. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return '';
  }
}
