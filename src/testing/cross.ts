import type { Logger } from 'pino';
import { lint } from '../lint/index.ts';
import type { Cargo } from './corpus/cargo.ts';
import { type Carrier, type CarrierKind, createSender, refusal } from './corpus/carriers.ts';
import type { Judge } from './judge.ts';
import type { Pace } from './pace.ts';
import type { Subject } from './subject.ts';
import type { Crossing, Tally } from './tally.ts';

/** A positive and who judges it. */
export interface Passenger {
  readonly cargo: Cargo;
  readonly judge: Judge;
}

/** What a whole run shares. */
export interface CrossingRun {
  readonly subject: Subject;
  readonly passengers: readonly Passenger[];
  readonly tally: Tally;
  readonly pace: Pace;
  /** Each secret goes through one carrier in so many. */
  readonly every: number;
}

const KINDS = ['value', 'named'] as const;
/** lint compiles its rules for each run, so lines are shown to it in large batches: some 10 MB. */
const BATCH_LINES = 20_000;

/** Sends every positive through every carrier, to the logger and to lint. False: it was stopped half-way. */
export async function crossAll(carriers: readonly Carrier[], run: CrossingRun): Promise<boolean> {
  const bareLines: BareLine[] = [];
  for (const [index, carrier] of carriers.entries()) {
    // Each carrier takes other secrets, and each secret other carriers.
    const passengers = run.passengers.filter((_, seat) => (seat + index) % run.every === 0);
    for (const kind of KINDS) {
      if (!(await crossCarrier(carrier, kind, { run: { ...run, passengers }, bareLines }))) return false;
      if (bareLines.length > BATCH_LINES) await showToLint(bareLines.splice(0), run);
    }
  }
  await showToLint(bareLines, run);
  return true;
}

interface BareLine {
  readonly crossing: Crossing;
  readonly judge: Judge;
  readonly line: string;
}

async function crossCarrier(
  carrier: Carrier,
  kind: CarrierKind,
  { run, bareLines }: { readonly run: CrossingRun; readonly bareLines: BareLine[] },
): Promise<boolean> {
  if ('impossible' in carrier[kind]) return await run.pace.advance(run.passengers.length);
  const send = createSender(carrier, kind);
  for (const { cargo, judge } of run.passengers) {
    if (refusal(carrier, kind, cargo) === undefined) {
      const crossing = { cargo, carrier, kind };
      const log = (logger: Logger): void => send(logger, cargo);
      const isCovered = crossLogger(log, { crossing, judge, run });
      // What the logger lets through, lint cannot know either: one leak is told once.
      if (isCovered && carrier.lint === undefined) bareLines.push({ crossing, judge, line: run.subject.bare(log) });
    }
    const going = run.pace.advance(1);
    if (going !== true && !(await going)) return false;
  }
  return true;
}

function crossLogger(
  log: (logger: Logger) => void,
  { crossing, judge, run }: { readonly crossing: Crossing; readonly judge: Judge; readonly run: CrossingRun },
): boolean {
  const line = run.subject.written(log);
  const how = judge.leak(line);
  if (line === '') run.tally.unwritten(crossing);
  else run.tally.crossed(crossing, how);
  return how === undefined;
}

/** lint must name every line, and what it finds there must take the whole secret out. */
async function showToLint(lines: readonly BareLine[], { subject, tally }: CrossingRun): Promise<void> {
  if (lines.length === 0) return;
  const named = await linesNamedByLint(lines, subject);
  for (const [index, bare] of lines.entries()) {
    const how = missIn(bare, named.has(index + 1), subject);
    if (how !== undefined) tally.missed(bare.crossing, how);
  }
}

function missIn({ judge, line }: BareLine, isNamed: boolean, { engine }: Subject): string | undefined {
  if (!judge.isIn(line)) return judge.isSure ? 'the carrier loses it, so that nothing is proven' : undefined;
  return isNamed ? judge.rest(line, engine.find(line)) : 'lint does not name the line';
}

async function linesNamedByLint(lines: readonly BareLine[], { redact }: Subject): Promise<ReadonlySet<number>> {
  const named = new Set<number>();
  const chunk = Buffer.from(lines.map(({ line }) => line).join(''));
  const bytes = (async function* () {
    yield chunk;
  })();
  for await (const { line } of lint([{ name: 'bare lines', bytes }], { redact })) named.add(line);
  return named;
}
