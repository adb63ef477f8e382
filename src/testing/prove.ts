import { didYouMean, OptionsError } from '../errors/index.ts';
import { packs } from '../rules/index.ts';
import { proveBenign } from './benign.ts';
import { createLoader } from './corpus/cargo.ts';
import { loadCorpus } from './corpus/corpus.ts';
import type { RuleFixture } from './corpus/rule-fixtures.ts';
import { crossAll, type Passenger } from './cross.ts';
import { createJudges } from './judge.ts';
import { createPace } from './pace.ts';
import { checkProve, type ProveOptions } from './prove-options.ts';
import { createReference } from './reference.ts';
import type { NotRun, PackScore, ProveReport, RuleScore } from './report.ts';
import { proveSamples } from './samples.ts';
import { createSubject, type Subject } from './subject.ts';
import { createTally, packOf, type Tally } from './tally.ts';

/**
 * Proves a configuration: sends every known secret through every way to travel, to a logger of your options and to lint,
 * and harmless lines after them. The report says what came through, by rule, carrier and fixture, and holds no secret.
 *
 * Takes some seconds. Throws `OptionsError` for bad options, the logger's included, and for fixtures that are none.
 *
 * @example
 * ```ts
 * import { prove } from 'logveil/testing';
 * const report = await prove({ logger: { redact: { keys: ['loyalty number'] } } });
 * if (!report.ok) console.error(report.leaks);
 * ```
 */
export async function prove(options: ProveOptions = {}): Promise<ProveReport> {
  checkProve(options);
  const startedAt = performance.now();
  const subject = createSubject(options.logger ?? {});
  const corpus = loadCorpus(options.fixtures);
  const { run, notRun } = chooseFixtures(onlySome(corpus.fixtures, options.only), subject);
  const groups = [...new Set(corpus.carriers.map(({ group }) => group))].sort(byGroup);
  const tally = createTally(groups, corpus.knownLeaks);
  const passengers = passengersOf(run);
  const { every = 1 } = options;
  const harmless = options.only === undefined ? corpus.benign : [];
  const all =
    Math.ceil(passengers.length / every) * corpus.carriers.length * 2 + harmless.flatMap(({ lines }) => lines).length;
  const pace = createPace(all, options);
  const complete = await crossAll(corpus.carriers, { subject, passengers, tally, pace, every });
  const benign = await proveBenign(complete ? harmless : [], subject, pace);
  const samples = options.samples === undefined ? undefined : await proveSamples(options.samples, subject);
  const rules = rulesOf(run, subject, tally);
  const unwritten = tally.unwrittenCount();
  const sound = unwritten === 0 && tally.total.leaked === 0 && tally.total.missed === 0 && benign.damaged === 0;
  return {
    ok: sound && complete && (samples === undefined || samples.leaks.length + samples.damages.length === 0),
    complete: complete && options.signal?.aborted !== true,
    ...tally.total,
    crossings: tally.total.covered + tally.total.leaked + tally.total.known,
    unwritten,
    groups,
    carriers: corpus.carriers.map(tally.carrier),
    packs: packsOf(rules, tally),
    rules,
    notRun,
    leaks: tally.leaks,
    knownLeaks: tally.knownLeaks(),
    benign,
    ...(samples === undefined ? {} : { samples }),
    elapsedMs: performance.now() - startedAt,
  };
}

/** The order a reader expects; groups of a user's own come last. */
const GROUPS = ['message', 'text', 'fields', 'objects', 'bindings', 'errors', 'http', 'encoded'];

function byGroup(a: string, b: string): number {
  const [first, second] = [GROUPS.indexOf(a), GROUPS.indexOf(b)];
  return (first < 0 ? GROUPS.length : first) - (second < 0 ? GROUPS.length : second) || (a < b ? -1 : 1);
}

function onlySome(fixtures: readonly RuleFixture[], only: readonly string[] | undefined): readonly RuleFixture[] {
  if (only === undefined) return fixtures;
  const names = new Set(fixtures.flatMap(({ rule }) => [rule, packOf(rule)]));
  const problems = only
    .filter((name) => !names.has(name))
    .map((name) => ({ option: 'only', message: `has no fixtures for ${name}${didYouMean(name, names)}` }));
  if (problems.length > 0) throw new OptionsError('prove() was given bad options', problems);
  return fixtures.filter(({ rule }) => only.includes(rule) || only.includes(packOf(rule)));
}

/** Takes out the fixtures of rules that the configuration takes out; whoever reads the report is told. */
function chooseFixtures(fixtures: readonly RuleFixture[], { engine, redact }: Subject) {
  const shipped = new Set(
    Object.values(packs)
      .flat()
      .map(({ id }) => id),
  );
  const active = new Set(engine.rules.map(({ id }) => id));
  const isOff = ({ rule }: RuleFixture): boolean => shipped.has(rule) && !active.has(rule);
  const off = new Set(fixtures.filter(isOff).map(({ rule }) => rule));
  const notRun = [...off].map(
    (rule): NotRun => ({
      rule,
      pack: packOf(rule),
      positives: fixtures.filter((each) => each.rule === rule && each.label === 'positive').length,
      reason: redact.allow?.rules?.includes(rule) === true ? 'it is allowed' : 'its pack is off',
    }),
  );
  return { run: fixtures.filter((fixture) => !isOff(fixture)), notRun };
}

function passengersOf(fixtures: readonly RuleFixture[]): Passenger[] {
  const reference = createReference();
  const load = createLoader(reference);
  const judge = createJudges(reference);
  return fixtures
    .filter(({ label }) => label === 'positive')
    .map((fixture) => {
      const cargo = load(fixture);
      return { cargo, judge: judge(cargo) };
    });
}

function rulesOf(fixtures: readonly RuleFixture[], { engine }: Subject, tally: Tally): RuleScore[] {
  return inGroups(fixtures, ({ rule }) => rule).map(([rule, own]) => {
    const positives = own.filter(({ label }) => label === 'positive');
    const negatives = own.filter(({ label }) => label === 'negative');
    const found = positives.filter(({ text, secret = { start: 0, end: text.length } }) =>
      engine.find(text).some(({ start, end }) => start <= secret.start && end >= secret.end),
    );
    const flagged = negatives.filter(({ text }) => engine.find(text).some((finding) => finding.rule === rule));
    return {
      rule,
      pack: packOf(rule),
      positives: positives.length,
      found: found.length,
      negatives: negatives.length,
      flagged: flagged.length,
      ...tally.rule(rule),
    };
  });
}

function packsOf(rules: readonly RuleScore[], tally: Tally): PackScore[] {
  return inGroups(rules, ({ pack }) => pack).map(([pack, own]) => ({
    pack,
    rules: own.length,
    positives: own.reduce((sum, { positives }) => sum + positives, 0),
    ...tally.pack(pack),
  }));
}

/** In the order in which the groups are met. Map.groupBy needs Node 21. */
function inGroups<T>(items: readonly T[], groupOf: (item: T) => string): [group: string, items: T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(groupOf(item)) ?? [];
    group.push(item);
    groups.set(groupOf(item), group);
  }
  return [...groups];
}
