import { describe, OptionsError } from '../errors/index.ts';
import { defaultPacks, type PathRule, packs, type Rule } from '../rules/index.ts';
import { isAuthenticationData, kindOf } from './kinds.ts';
import { type KnownSecrets, knownSecretRules } from './known-secrets.ts';
import type { AllowOptions, Censor, RedactOptions, WarningHandler } from './options.ts';
import { keyRule, pathRule } from './own-rules.ts';
import type { PseudonymSettings } from './pseudonym.ts';
import type { HiddenValue } from './search-values.ts';

/** What `redact` may be given as: the options, or pino's short form, the paths alone. */
export type RedactInput = RedactOptions | readonly string[];

/** Options with every default filled in and every child's additions joined to its parent's. */
export interface RedactSettings {
  /** Packs that are on, and the rules they brought that were not allowed. */
  readonly packs: ReadonlySet<string>;
  /** For the scanner. */
  readonly rules: readonly Rule[];
  /** Texts to be searched for as they are. */
  readonly literals: readonly HiddenValue[];
  /** For the paths; in order of preference. */
  readonly paths: readonly PathRule[];
  /** The censor of every rule above. */
  readonly censors: ReadonlyMap<Rule, Censor>;
  readonly allow: Required<AllowOptions>;
  readonly pseudonym: PseudonymSettings | undefined;
}

/** Resolves checked options. With a parent, everything the parent hides stays hidden, in the parent's way. */
export function resolveSettings(input: RedactInput, warn: WarningHandler, parent?: RedactSettings): RedactSettings {
  // Own members alone: what a polluted Object.prototype holds is no option.
  const options: RedactOptions = Object.assign(Object.create(null), isPaths(input) ? { paths: input } : input);
  const allow = parent?.allow ?? { paths: [], keys: [], rules: [], hashes: [], ...options.allow };
  const isAllowed = (rule: Rule): boolean => allow.rules.includes(rule.id);
  const names = (options.packs ?? (parent === undefined ? defaultPacks : [])).filter(
    (name) => !parent?.packs.has(name),
  );
  const known = knownValues(options, warn);
  const added = [...names.flatMap((name) => packs[name]), ...ownRules(options), ...known.rules].map(withoutHeirlooms);
  const paths = [
    ...(options.paths ?? []).map(pathRule).map(withoutHeirlooms),
    ...added.filter((rule) => rule.kind === 'path'),
  ];
  const rules = added.filter((rule) => rule.kind !== 'path' && !isAllowed(rule));
  const pseudonym = parent?.pseudonym ?? pseudonymSettings(options);
  const censors = new Map(parent?.censors);
  for (const rule of [...rules, ...paths]) censors.set(rule, censorFor(rule, options));
  keepCardsApart(censors);
  if (pseudonym === undefined && [...censors.values()].includes('pseudonym')) warnAboutKey(warn);
  return {
    packs: new Set([...(parent?.packs ?? []), ...names]),
    // The parent's own array when nothing is added: its scanner is compiled already.
    rules: parent !== undefined && rules.length === 0 ? parent.rules : [...(parent?.rules ?? []), ...rules],
    literals: [...(parent?.literals ?? []), ...known.literals],
    paths: [...(parent?.paths ?? []), ...paths.filter((rule) => !isAllowed(rule))],
    censors,
    allow,
    pseudonym,
  };
}

/**
 * A rule whose missing members are missing although somebody polluted Object.prototype. The prototype is an empty object
 * rather than null, for V8 reads objects without any several times slower, and rules are read for every finding.
 */
function withoutHeirlooms<R extends Rule>(rule: R): R {
  // A cast that holds: setPrototypeOf gives back what it was given, typed as any.
  return Object.setPrototypeOf({ ...rule }, nothing) as R;
}

const nothing: object = Object.freeze(Object.create(null));

/** Array.isArray does not narrow readonly arrays out of a union (TypeScript issue 17002). */
function isPaths(input: RedactInput): input is readonly string[] {
  return Array.isArray(input);
}

function ownRules(options: RedactOptions): Rule[] {
  const rules = (options.rules ?? []).map(ownRule);
  return options.keys === undefined || options.keys.length === 0 ? rules : [...rules, keyRule(options.keys)];
}

/**
 * A copy of a caller's rule. An expression remembers where it was, so it is compiled afresh: sticky, because the scanner
 * tries it at the place of an anchor and nowhere else.
 */
function ownRule(rule: Rule): Rule {
  if (rule.kind !== 'value') return { ...rule };
  const { validate } = rule;
  const pattern = new RegExp(rule.pattern.source, `${rule.pattern.flags.replace(/[gy]/g, '')}y`);
  return validate === undefined
    ? { ...rule, pattern }
    : { ...rule, pattern, validate: (text) => isValid(validate, text) };
}

/** A validator that fails has proved nothing, so the value stays hidden. */
function isValid(validate: (text: string) => boolean, text: string): boolean {
  try {
    return validate(text);
  } catch {
    return true;
  }
}

/** A function is called once, here: a logger's line may wait for nobody. */
function knownValues({ knownSecrets }: RedactOptions, warn: WarningHandler): KnownSecrets {
  const known = knownSecretRules(typeof knownSecrets === 'function' ? ask(knownSecrets) : (knownSecrets ?? []));
  for (const { index, reason } of known.refused) {
    warn({
      code: 'LOGVEIL_KNOWN_SECRET_REFUSED',
      message: `knownSecrets[${index}] ${reason}, so it is not looked for`,
    });
  }
  return known;
}

/** The function's own error may quote a secret, so only its failure is told. */
function ask(knownSecrets: () => unknown): readonly unknown[] {
  let message = 'must give an array of strings, and threw';
  try {
    const values = knownSecrets();
    if (Array.isArray(values)) return values;
    message = `must give an array of strings, got ${describe(values)}`;
  } catch {
    // Told below.
  }
  throw new OptionsError('redact options', [{ option: 'redact.knownSecrets', message }]);
}

function censorFor(rule: Rule, options: RedactOptions): Censor {
  const isConfiguredPath = rule.kind === 'path' && options.remove === true;
  const own = options.censors ?? {};
  const named = ownEntry(own, rule.id) ?? ownEntry(own, rule.pack);
  const censor = named ?? (isConfiguredPath ? 'remove' : options.censor) ?? rule.censor ?? 'marker';
  return isAuthenticationData(rule) ? withoutTrace(censor) : censor;
}

function ownEntry(censors: Readonly<Record<string, Censor>>, name: string): Censor | undefined {
  return Object.hasOwn(censors, name) ? censors[name] : undefined;
}

/** PCI DSS 4.0.1, 3.3.1: no part, hash or function of these. Asked for in general, those become the marker. */
function withoutTrace(censor: Censor): Censor {
  return typeof censor === 'function' || censor === 'mask' || censor === 'pseudonym' ? 'marker' : censor;
}

/**
 * The last four digits and a hash of one card number must not stand side by side (PCI DSS 4.0.1, 3.5.1): as soon as
 * one card rule writes pseudonyms, the others write the marker where they would have kept digits.
 */
function keepCardsApart(censors: Map<Rule, Censor>): void {
  const cards = [...censors].filter(([rule]) => kindOf(rule) === 'card');
  if (!cards.some(([, censor]) => censor === 'pseudonym')) return;
  for (const [rule, censor] of cards) if (censor === 'mask') censors.set(rule, 'marker');
}

function pseudonymSettings({ pseudonym }: RedactOptions): PseudonymSettings | undefined {
  if (pseudonym === undefined) return undefined;
  // A copy, so that the caller may wipe the buffer it gave.
  return { key: Uint8Array.from(Buffer.from(pseudonym.key)), keyId: pseudonym.keyId ?? 'k1' };
}

function warnAboutKey(warn: WarningHandler): void {
  warn({
    code: 'LOGVEIL_NO_PSEUDONYM_KEY',
    message: 'the censor pseudonym needs redact.pseudonym.key; the marker is written instead',
  });
}
