import { sendsToOpenTelemetry } from './sent-twice.ts';
import { type Internals, stateSym, streamSym } from './state.ts';

/** What `logveil doctor` tells of a logger. */
export interface LoggerFacts {
  readonly level: string;
  readonly hasService: boolean;
  /** Names of the packs whose rules are in force, and how many rules these are. */
  readonly packs: readonly string[];
  readonly rules: number;
  /** In plain words: `standard output`, `a worker thread (pino.transport)`. */
  readonly destination: string;
  /** Whether instrumentation-pino sends its lines as log records, and whether it delivers them itself. */
  readonly sentBy: { readonly instrumentation: boolean; readonly delivery: boolean };
}

/** Looks into a logger; `undefined` for one that is not ours. */
export function inspectLogger(logger: object): LoggerFacts | undefined {
  // A cast that holds: the key is logveil's own, so what stands there is a state or nothing.
  const log = logger as Partial<Internals>;
  const state = log[stateSym];
  if (state === undefined) return undefined;
  const { rules } = state.engine;
  return {
    level: log.level ?? 'unknown',
    hasService: state.shared.serviceText.includes('"service_name"'),
    packs: [...new Set(rules.map(({ pack }) => pack))],
    rules: rules.length,
    destination: describeStream(log[streamSym]),
    sentBy: { instrumentation: sendsToOpenTelemetry(log[streamSym]), delivery: state.shared.spool !== undefined },
  };
}

function describeStream(stream: unknown): string {
  if (typeof stream !== 'object' || stream === null) return 'unknown';
  const { fd, file, sync, streams, worker }: { [member: string]: unknown } = { ...membersOf(stream) };
  if (Array.isArray(streams)) return `${streams.length} streams (pino.multistream)`;
  if (worker !== undefined) return 'a worker thread (pino.transport)';
  const how = sync === false ? ', buffered: flush it before the process ends' : '';
  if (typeof file === 'string') return `the file ${file}${how}`;
  if (fd === 1) return `standard output${how}`;
  if (fd === 2) return `standard error${how}`;
  return typeof fd === 'number' ? `file descriptor ${fd}${how}` : 'a stream of your own';
}

function membersOf(stream: object): Readonly<Record<string, unknown>> {
  const names = ['fd', 'file', 'sync', 'streams', 'worker'];
  return Object.fromEntries(names.map((name) => [name, Reflect.get(stream, name)]));
}
