/**
 * What is sensitive, as data. Every rule has this one shape: learn one, know all.
 * Nothing here looks at text; `scan/` compiles rules once and runs them.
 */

/** How bad it is when somebody reads the value in a log; reports are sorted by it. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';
/** How sure a finding of the rule is to be what the title says. */
export type Confidence = 'high' | 'medium' | 'low';

/** How a finding's text is replaced when nobody says otherwise. */
export type CensorName = 'marker' | 'mask' | 'pseudonym' | 'remove';

/** The packs logveil ships. A user's own rules may name any other pack. */
export type PackName =
  | 'credentials'
  | 'secrets'
  | 'payment'
  | 'contact'
  | 'network'
  | 'network.internal'
  | 'connection-strings'
  | 'person'
  | NationalPackName
  | 'pii.crypto'
  | 'pii.device';

/** Numbers that one state issues: identity, tax, health, licences. */
export type NationalPackName = `pii.${Country}`;

/** ISO 3166-1 alpha-2 in lower case; `uk` for GB, as people write it. */
type Country =
  | 'us'
  | 'uk'
  | 'ca'
  | 'au'
  | 'fr'
  | 'de'
  | 'es'
  | 'it'
  | 'nl'
  | 'be'
  | 'pl'
  | 'se'
  | 'fi'
  | 'br'
  | 'in'
  | 'cn'
  | 'kr'
  | 'jp'
  | 'sg'
  | 'th'
  | 'tr'
  | 'za'
  | 'ng'
  | 'ph';

/** Several packs under one name: `pii` is everything about people. */
export type PackGroup = 'pii';

/** Where a rule's facts come from, and the day somebody last looked. */
export interface Reference {
  readonly url: string;
  /** ISO date, for example `2026-11-20`. */
  readonly seen: string;
}

interface RuleBase {
  /** Stable kebab-case id, shown in markers and findings. */
  readonly id: string;
  /** A short noun phrase: "GitHub personal access token". */
  readonly title: string;
  /** One sentence: what somebody can do who reads this in a log. */
  readonly why: string;
  readonly pack: PackName | (string & {});
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly censor?: CensorName;
  readonly references: readonly Reference[];
}

/**
 * The form a weak name's value must have before it is hidden.
 * `tokenish`: a dozen or more characters that mix letters and digits and are no UUID, date, path or host.
 * `keyish`: the same, and no id made of words, numbers and UUIDs, as the keys of caches and partitions are.
 * `mixed`: the same, or eight or more characters among which are a letter, a digit and a sign that only passwords have.
 * `secretish`: any single word that is no ordinary lower-case word and no plain number.
 * `cvv`: three or four digits. `pin`: three to eight. `digits`: eight or more digits, separators allowed.
 * `person`: words without digits, slashes and other signs of machines. `any`: whatever stands there.
 */
export type ValueForm = 'tokenish' | 'keyish' | 'mixed' | 'secretish' | 'cvv' | 'pin' | 'digits' | 'person' | 'any';

/**
 * How the value of a name is written, when it is more than one opaque word.
 * `authorization` keeps the scheme word, `cookie` and `set-cookie` keep the cookies' names,
 * `url` hides only user info and query values, which other rules do. `words` takes the capital words and numbers that follow a
 * word without quotes: names, addresses, dates.
 */
export type ValueShape = 'plain' | 'words' | 'authorization' | 'cookie' | 'set-cookie' | 'url';

/** A sensitive name: the value that stands under it is hidden, in every notation the readers know. */
export interface KeyRule extends RuleBase {
  readonly kind: 'key';
  /**
   * Names as lower-case words separated by one space: `client secret` matches `clientSecret`,
   * `CLIENT_SECRET`, `client-secret`, `app.client.secret` and `clientsecret`.
   */
  readonly names: readonly string[];
  /** A strong name hides whatever it holds; a weak one only a value of the given {@link ValueForm}. */
  readonly form?: ValueForm;
  readonly shape?: ValueShape;
  /** False where a short number or flag under the name is a count: `tokens: 512`. @defaultValue true */
  readonly numbers?: boolean;
}

/** A value that can be told by its own form, wherever it stands. */
export interface ValueRule extends RuleBase {
  readonly kind: 'value';
  /**
   * Literals of three or more characters, one of which must be present. ASCII only.
   * Matched in exact case unless `caseless`. Empty: the pattern is searched for in every text, which costs more.
   */
  readonly anchors: readonly string[];
  readonly caseless?: boolean;
  /**
   * How far the match may begin before the anchor. The pattern is tried at the leftmost place reached by walking
   * back over characters of this class, at most `max` of them. Absent: the pattern starts at the anchor.
   * `word` is letters, digits, `_` and `-`; `base64` adds `+` and `/`; `host` is letters, digits, `.` and `-`;
   * `visible` is anything in ASCII but blanks, quotes and backslashes.
   */
  readonly lead?: { readonly chars: 'digit' | 'hex' | 'word' | 'base64' | 'host' | 'visible'; readonly max: number };
  /**
   * Tried once, sticky, at that place. Bounded and linear (checked by `recheck` in the tests).
   * A group named `secret` narrows the finding; without one the whole match is hidden.
   */
  readonly pattern: RegExp;
  /** The character before the match must not be a letter, digit or underscore. @defaultValue true */
  readonly bounded?: boolean;
  /** A last proof (check digits, decoded content). Gets the secret's text; a false drops the match. */
  readonly validate?: (secret: string) => boolean;
  /** The issuer's own check digits. They say how sure a finding is, and never drop one; undefined where it has none. */
  readonly checksum?: (secret: string) => boolean | undefined;
}

/**
 * A number or code that a state, a maker or a network gives out: told by the ways it is written and by its check digits.
 * It costs a look at every word with a digit in it, so such rules stand in packs that are off by default.
 */
export interface CodeRule extends RuleBase {
  readonly kind: 'code';
  /**
   * Ways to write it that prove it, with {@link CodeRule.validate}: `9` is a digit, `A` a letter, every other sign
   * itself. Found wherever it stands in capitals. At most 32 characters.
   */
  readonly forms: readonly string[];
  /**
   * Ways to write it that other numbers share: found next to one of its `words`. `*` for every sign stands for letters
   * and digits in any order.
   */
  readonly namedForms: readonly string[];
  /**
   * True where check digits or letters tell it from most numbers: it then needs no word where it is the whole message,
   * since nothing beside it says that it is something else.
   */
  readonly alone: boolean;
  /** Its check digits, dates and ranges. Gets letters and digits alone, in upper case. */
  readonly validate?: (compact: string) => boolean;
  /** Lower-case words that name it, under a key or in prose: `tax id` is `taxId`, `TAX_ID` and `Tax id`. */
  readonly words: readonly string[];
}

/** The value kinds that need a small grammar of their own rather than one expression. */
export type ReaderName =
  | 'email'
  | 'card'
  | 'iban'
  | 'ssn'
  | 'phone'
  | 'url-userinfo'
  | 'connection-string'
  | 'jwt'
  | 'pem';

/** A value kind found by one of the scanner's own readers. */
export interface ReaderRule extends RuleBase {
  readonly kind: 'reader';
  readonly reader: ReaderName;
}

/** A place only the team knows, in pino's path syntax; `**` stands for any depth. */
export interface PathRule extends RuleBase {
  readonly kind: 'path';
  readonly path: string;
}

/** Any rule, told apart by its `kind`. */
export type Rule = KeyRule | ValueRule | CodeRule | ReaderRule | PathRule;
