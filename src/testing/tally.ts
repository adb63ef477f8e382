import { packs } from '../rules/index.ts';
import type { Cargo } from './corpus/cargo.ts';
import type { Carrier, CarrierKind } from './corpus/carriers.ts';
import type { KnownLeak } from './corpus/corpus.ts';
import type { CarrierScore, KnownLeakScore, Leak, PackScore, Score } from './report.ts';

/** One positive in one case of one carrier. */
export interface Crossing {
  readonly cargo: Cargo;
  readonly carrier: Carrier;
  readonly kind: CarrierKind;
}

/** Counts crossings in every way the report shows them. */
export interface Tally {
  crossed(crossing: Crossing, leak: string | undefined): void;
  missed(crossing: Crossing, how: string): void;
  unwritten(crossing: Crossing): void;
  readonly total: Score;
  readonly unwrittenCount: () => number;
  readonly leaks: readonly Leak[];
  knownLeaks(): readonly KnownLeakScore[];
  rule(id: string): Score;
  /** A row of the table, without what is no crossing. */
  pack(name: string): Pick<PackScore, 'cells' | keyof Score>;
  carrier(carrier: Carrier): CarrierScore;
}

/** More leaks than anybody reads; the rest is only counted. */
const MAX_LEAKS = 1000;

type MutableScore = { -readonly [Name in keyof Score]: number };

export function createTally(groups: readonly string[], knownLeaks: readonly KnownLeak[]): Tally {
  const scores = new Map<string, MutableScore>();
  const leaks: Leak[] = [];
  let unwritten = 0;
  const score = (...name: readonly string[]): MutableScore => {
    const key = name.join(' ');
    const known = scores.get(key) ?? { covered: 0, leaked: 0, known: 0, missed: 0 };
    scores.set(key, known);
    return known;
  };
  const count = ({ cargo, carrier }: Crossing, outcome: keyof Score): void => {
    const pack = packOf(cargo.rule);
    score('all')[outcome]++;
    score('rule', cargo.rule)[outcome]++;
    score('pack', pack)[outcome]++;
    score('cell', pack, carrier.group)[outcome]++;
    score('carrier', carrier.name)[outcome]++;
  };
  const knownLeak = ({ cargo, carrier }: Crossing): KnownLeak | undefined =>
    knownLeaks.find(
      ({ rule, trait, carriers }) =>
        carriers.includes(carrier.name) &&
        (rule === cargo.rule || (trait !== undefined && cargo.traits.includes(trait))),
    );
  const knownCounts = new Map<KnownLeak, number>();
  const addLeak = (door: Leak['door'], { cargo, carrier, kind }: Crossing, how: string): void => {
    if (leaks.length >= MAX_LEAKS) return;
    const { rule, fixture } = cargo;
    leaks.push({ door, rule, pack: packOf(rule), carrier: carrier.name, kind, fixture, how });
  };
  return {
    crossed(crossing, leak) {
      if (leak === undefined) return count(crossing, 'covered');
      const known = knownLeak(crossing);
      if (known !== undefined) {
        knownCounts.set(known, (knownCounts.get(known) ?? 0) + 1);
        return count(crossing, 'known');
      }
      count(crossing, 'leaked');
      addLeak('logger', crossing, leak);
    },
    missed(crossing, how) {
      if (knownLeak(crossing) !== undefined) return;
      count(crossing, 'missed');
      addLeak('lint', crossing, how);
    },
    unwritten() {
      unwritten++;
    },
    total: score('all'),
    unwrittenCount: () => unwritten,
    leaks,
    knownLeaks: () =>
      knownLeaks.map((known) => {
        const { rule, trait, carriers, why } = known;
        return { of: rule ?? `secrets told by their ${trait}`, carriers, why, crossings: knownCounts.get(known) ?? 0 };
      }),
    rule: (id) => score('rule', id),
    pack: (name) => ({ ...score('pack', name), cells: groups.map((group) => score('cell', name, group)) }),
    carrier: ({ name, title, group }) => ({ carrier: name, title, group, ...score('carrier', name) }),
  };
}

/** The pack of a shipped rule; a rule of the user's own is of no pack that could be known here. */
export function packOf(rule: string): string {
  return packByRule.get(rule) ?? 'yours';
}

const packByRule: ReadonlyMap<string, string> = new Map(
  Object.entries(packs).flatMap(([name, rules]) => rules.map(({ id }): [string, string] => [id, name])),
);
