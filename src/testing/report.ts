/** How something fared in one place: how many crossings, and what became of them. */
export interface Score {
  /** The secret was not to be read from the line the logger wrote. */
  readonly covered: number;
  /** It was. */
  readonly leaked: number;
  /** It was, and `fixtures/known-leaks.json` says why. */
  readonly known: number;
  /** The logger covered it, but lint did not show all of it in bare pino's line. */
  readonly missed: number;
}

/** A secret that came through. Rule, carrier and fixture are enough to do it again; the secret is in none of them. */
export interface Leak {
  /** `logger`: it was written. `lint`: it would not have been reported. */
  readonly door: 'logger' | 'lint';
  readonly rule: string;
  readonly pack: string;
  readonly carrier: string;
  /** `value`: told by its own form. `named`: under a sensitive name. */
  readonly kind: 'value' | 'named';
  /** File and line of the fixture: `github-pat.txt:3`. */
  readonly fixture: string;
  /** How it can be read: `as it is`, `in base64`. */
  readonly how: string;
}

/** How the fixtures of one rule fared. */
export interface RuleScore extends Score {
  readonly rule: string;
  readonly pack: string;
  readonly positives: number;
  /** Positives whose secret is found whole in the bare text. */
  readonly found: number;
  readonly negatives: number;
  /** Negatives in which the rule finds something. */
  readonly flagged: number;
}

/** One row of the table. */
export interface PackScore extends Score {
  readonly pack: string;
  readonly rules: number;
  readonly positives: number;
  /** By group of carriers, in the order of {@link ProveReport.groups}. */
  readonly cells: readonly Score[];
}

/** A harmless text that did not come out as it went in. */
export interface Damage {
  /** `nginx.log:17`, or the carrier in which a harmless value was lost. */
  readonly place: string;
  /** The rules that found something in it. */
  readonly rules: readonly string[];
}

/** How harmless lines fared. */
export interface BenignScore {
  readonly lines: number;
  readonly damaged: number;
  /** Changed by packs that are off by default and hide what such lines have: addresses, names. */
  readonly asked: number;
  /** At most the first 1,000. */
  readonly damages: readonly Damage[];
}

/** How the user's own lines fared. */
export interface SampleScore {
  readonly lines: number;
  /** Secrets marked with `⟦⟧`. */
  readonly marked: number;
  /** Marked secrets that can be read from the cleaned line, by place: `orders.log:12`. */
  readonly leaks: readonly string[];
  /** Lines of which something else changed. */
  readonly damages: readonly Damage[];
}

/** A rule whose fixtures were not run, because the configuration takes it out. */
export interface NotRun {
  readonly rule: string;
  readonly pack: string;
  readonly positives: number;
  readonly reason: 'its pack is off' | 'it is allowed';
}

/** A leak that is known: logveil says where it is, and why it is there still. */
export interface KnownLeakScore {
  /** A rule, or a kind of secret. */
  readonly of: string;
  readonly carriers: readonly string[];
  readonly why: string;
  readonly crossings: number;
}

/** What {@link prove} found. Holds no secret, so it may be stored and shown. */
export interface ProveReport extends Score {
  /** True when nothing leaked, lint missed nothing and nothing harmless was damaged. */
  readonly ok: boolean;
  /** False when the run was stopped half-way. */
  readonly complete: boolean;
  readonly crossings: number;
  /** Crossings for which the logger wrote no line: not proven. */
  readonly unwritten: number;
  readonly carriers: readonly CarrierScore[];
  readonly groups: readonly string[];
  readonly packs: readonly PackScore[];
  readonly rules: readonly RuleScore[];
  readonly notRun: readonly NotRun[];
  /** At most the first 1,000; `leaked` and `missed` count all. */
  readonly leaks: readonly Leak[];
  readonly knownLeaks: readonly KnownLeakScore[];
  readonly benign: BenignScore;
  /** Present when samples were given. */
  readonly samples?: SampleScore;
  readonly elapsedMs: number;
}

/** How everything fared in one carrier. */
export interface CarrierScore extends Score {
  readonly carrier: string;
  readonly title: string;
  readonly group: string;
}
