import type { Logger } from 'pino';
import { lint } from '../lint/index.ts';
import type { Cargo } from './corpus/cargo.ts';
import { type Carrier, type CarrierKind, createSender, refusal } from './corpus/carriers.ts';
import type { Judge } from './judge.ts';
import type { Pace } from './pace.ts';
import type { Subject } from './subject.ts';
import type { Tally } from './tally.ts';

/** A positive and who judges it. */
export interface Passenger {
  readonly cargo: Cargo;
  readonly judge: Judge;
}

/** What a whole run shares. */
export interface Crossings {
  readonly subject: Subject;
  readonly passengers: readonly Passenger[];
  readonly tally: Tally;
  readonly pace: Pace;
}

/** Sends every positive through one case of one carrier, to the logger and to lint. False: the run is to stop. */
export async function crossCarrier(carrier: Carrier, kind: CarrierKind, run: Crossings): Promise<boolean> {
  if ('impossible' in carrier[kind]) return await run.pace.advance(run.passengers.length);
  const send = createSender(carrier, kind);
  const bareLines: BareLine[] = [];
  for (const passenger of run.passengers) {
    if (refusal(carrier, kind, passenger.cargo) === undefined) {
      const log = (logger: Logger): void => send(logger, passenger.cargo);
      const isCovered = crossLogger(log, passenger, { carrier, kind, run });
      // What the logger lets through, lint cannot know either: one leak is told once.
      if (isCovered && carrier.lint === undefined) bareLines.push({ passenger, line: run.subject.bare(log) });
    }
    const going = run.pace.advance(1);
    if (going !== true && !(await going)) return false;
  }
  await showToLint(bareLines, { carrier, kind, run });
  return true;
}

interface Place {
  readonly carrier: Carrier;
  readonly kind: CarrierKind;
  readonly run: Crossings;
}

interface BareLine {
  readonly passenger: Passenger;
  readonly line: string;
}

function crossLogger(
  log: (logger: Logger) => void,
  { cargo, judge }: Passenger,
  { carrier, kind, run }: Place,
): boolean {
  const line = run.subject.written(log);
  const how = judge.leak(line);
  if (line === '') run.tally.unwritten({ cargo, carrier, kind });
  else run.tally.crossed({ cargo, carrier, kind }, how);
  return how === undefined;
}

/** lint must name every line, and what it finds there must take the whole secret out. */
async function showToLint(lines: readonly BareLine[], { carrier, kind, run }: Place): Promise<void> {
  const named = await linesNamedByLint(lines, run.subject);
  for (const [index, bare] of lines.entries()) {
    const how = missIn(bare, named.has(index + 1), run.subject);
    if (how !== undefined) run.tally.missed({ cargo: bare.passenger.cargo, carrier, kind }, how);
  }
}

function missIn({ passenger: { judge }, line }: BareLine, isNamed: boolean, { engine }: Subject): string | undefined {
  if (!judge.isIn(line)) return 'the carrier loses it, so that nothing is proven';
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
