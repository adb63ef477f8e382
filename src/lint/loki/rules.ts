import type { PathRule, Reference, Severity } from '../../rules/index.ts';
import type { RuleText } from '../report/rule-text.ts';

/** Pack of the checks that `--loki` adds; they are no rules of the redactor, which never sees them. */
const LOKI_PACK = 'loki';

interface Check {
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
  readonly remedy: string;
}

/** A line longer than this is refused by Loki's default `max_line_size` (256 KB; pkg/validation/limits.go, 2026-11). */
export const MAX_LINE_BYTES = 262_144;

/** Values a label may have before its streams get too many: labels are for tens of values (Loki's label practices). */
export const MAX_LABEL_VALUES = 50;

/** The checks by the names reports give them. */
export type LokiRule =
  | 'loki-line-too-long'
  | 'loki-not-json'
  | 'loki-level-missing'
  | 'loki-level-not-text'
  | 'loki-level-unknown'
  | 'loki-level-not-first'
  | 'loki-level-nested'
  | 'loki-time-missing'
  | 'loki-time-unreadable'
  | 'loki-duplicate-key'
  | 'loki-colliding-keys'
  | 'loki-reserved-key'
  | 'loki-lone-surrogate'
  | 'loki-label-cardinality';

const CHECKS: Readonly<Record<LokiRule, Check>> = {
  'loki-line-too-long': {
    title: 'Line of more than 256 KB',
    why: 'Loki refuses it and keeps the others, so it is lost without a trace.',
    severity: 'high',
    remedy: 'Log less at once; createLogger() cuts a line at 262,144 bytes and says so in truncated_bytes.',
  },
  'loki-not-json': {
    title: 'Line that is no JSON object',
    why: 'It has no fields to query, and its level is guessed from its words, so "no error" is shown as an error.',
    severity: 'low',
    remedy: 'Log records as JSON, one object a line, as createLogger() does.',
  },
  'loki-level-missing': {
    title: 'Record without a level',
    why: 'Loki guesses it from the words of the line, so a message about errors becomes one.',
    severity: 'medium',
    remedy: 'Write level as the first key, with one of trace, debug, info, warn, error, fatal.',
  },
  'loki-level-not-text': {
    title: 'Level that is no string',
    why: 'Loki reads a level from strings only: a number such as 30 is passed over and the level guessed.',
    severity: 'medium',
    remedy: 'With pino alone: formatters: { level: (label) => ({ level: label }) }. createLogger() does it.',
  },
  'loki-level-unknown': {
    title: 'Level that Loki does not know',
    why: 'It is shown as unknown, without colour and outside the volume chart.',
    severity: 'low',
    remedy: 'Use one of trace, debug, info, warn, error, fatal or critical.',
  },
  'loki-level-not-first': {
    title: 'Level that is not the first key',
    why: 'Loki takes the first level it meets in the line; anything logged before it can be taken for it.',
    severity: 'info',
    remedy: 'Write level as the first key, as createLogger() does.',
  },
  'loki-level-nested': {
    title: "Nested level ahead of the record's own",
    why: 'Loki looks two levels deep and takes the first it meets, so this one decides how the line is shown.',
    severity: 'medium',
    remedy: 'Write level as the first key, or rename the nested one.',
  },
  'loki-time-missing': {
    title: 'Record without a time',
    why: 'The line gets the time of its arrival, which after an outage is hours off.',
    severity: 'low',
    remedy: 'Write time in RFC 3339, as createLogger() does.',
  },
  'loki-time-unreadable': {
    title: 'Time that cannot be read',
    why: 'Whoever takes the time from the line fails, or puts the line where nobody looks.',
    severity: 'medium',
    remedy: 'Write time in RFC 3339, or as milliseconds since 1970.',
  },
  'loki-duplicate-key': {
    title: 'Key that is there twice',
    why: 'Which of the two a query sees depends on the parser, and with level or time a line can be forged.',
    severity: 'medium',
    remedy: 'Log each key once; createLogger() keeps the later one of a caller under fields.',
  },
  'loki-colliding-keys': {
    title: 'Keys that become one label',
    why: 'The parser json turns dots and nesting into underscores, so one of the two cannot be queried.',
    severity: 'low',
    remedy: 'Rename one of them.',
  },
  'loki-reserved-key': {
    title: 'Key that Loki uses itself',
    why: 'A query that parses the line takes it for a result of its own, such as a parse error.',
    severity: 'medium',
    remedy: "Rename it; names that begin and end with two underscores are Loki's.",
  },
  'loki-lone-surrogate': {
    title: 'Half of a surrogate pair',
    why: 'Loki reads the whole field as empty, and some senders have their whole batch refused.',
    severity: 'medium',
    remedy: 'Make texts well-formed before they are logged (String.prototype.toWellFormed), as createLogger() does.',
  },
  'loki-label-cardinality': {
    title: 'Label with too many values',
    why: 'Each value is a stream of its own; with too many Loki is slow, then refuses new ones.',
    severity: 'medium',
    remedy: 'Keep it in the line or send it as structured metadata; labels are for tens of values.',
  },
};

/** Not a finding to show: says that a label has a value, so that the values can be counted over files and machines. */
export const LABEL_VALUE = 'loki-label-value';

const PREVENTION = 'docs/guides/lint.md says what Loki does with such a line; lint --loki --only RULE lists them.';

const reference: Reference = { url: 'https://grafana.com/docs/loki/latest/', seen: '2026-11-21' };

/** The texts of the checks for reports, as any rule has them. */
export const lokiRuleTexts: readonly RuleText[] = Object.entries<Check>(CHECKS).map(([id, check]) => ({
  id,
  ...check,
  pack: LOKI_PACK,
  isNamed: false,
  prevention: PREVENTION,
  helpUrl: reference.url,
}));

/** The checks in the shape of rules, for what asks a finding's rule for its pack and confidence. */
export const lokiRules: readonly PathRule[] = [
  ...Object.entries<Check>(CHECKS).map(([id, { title, why, severity }]) => ruleOf(id, { title, why, severity })),
  ruleOf(LABEL_VALUE, { title: 'Value of a label', why: 'Counted, never shown.', severity: 'info' }),
];

function ruleOf(id: string, texts: Pick<Check, 'title' | 'why' | 'severity'>): PathRule {
  return { kind: 'path', path: '', id, ...texts, pack: LOKI_PACK, confidence: 'high', references: [reference] };
}

export function lokiSeverity(rule: LokiRule): Severity {
  return CHECKS[rule].severity;
}
