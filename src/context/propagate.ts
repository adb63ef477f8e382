import { OptionsError } from '../errors/index.ts';
import { outboundIds } from './carrier.ts';
import { checkOptions, isBoolean, type OptionRule } from './check-options.ts';
import { defaultHeader, isHeaderName } from './header-names.ts';
import { type AllowsHost, allowHosts, checkHosts } from './hosts.ts';
import type { Outgoing } from './outgoing.ts';
import { watchRequests } from './request-channels.ts';
import { spanRegistration } from './span.ts';
import { formatTraceparent } from './traceparent.ts';

/** Where ids go along with outgoing requests. */
export interface PropagateOptions {
  /**
   * Hosts that get the ids: `api.example.com`, `orders:8080`, `*.example.com`, an address; `private` for names and
   * addresses that are not public, `*` for all. @defaultValue ['private']
   */
  readonly hosts?: readonly string[];
  /** Header for the correlation id. @defaultValue x-request-id */
  readonly header?: string;
  /** Whether `traceparent`, and `tracestate` if it came with one, goes along, where OpenTelemetry has not put it there. @defaultValue true */
  readonly traceparent?: boolean;
}

/** How many requests went out since it began. */
export interface PropagationStats {
  /** With ids. */
  readonly sent: number;
  /** Without, because their host is not on the list. */
  readonly withheld: number;
}

/** A propagation that runs. */
export interface Propagation {
  /** Ends it; requests that are out keep their headers. */
  stop(): void;
  stats(): PropagationStats;
}

/**
 * From now on requests made in a context take its ids along: those of fetch, undici and `node:http`, and so of axios,
 * got and node-fetch. Only to hosts on the list, each redirect anew; a header that the caller set stays. Call it once,
 * at start, after OpenTelemetry has started.
 *
 * @throws OptionsError when an option is wrong
 *
 * @example
 * ```ts
 * import { propagateContext } from 'logveil/context';
 * const propagation = propagateContext({ hosts: ['private', '*.example.com'] });
 * process.once('beforeExit', () => propagation.stop());
 * ```
 */
export function propagateContext(options: PropagateOptions = {}): Propagation {
  const problems = checkOptions(options, rules);
  if (Array.isArray(options?.hosts)) problems.push(...checkHosts(options.hosts));
  if (problems.length > 0) throw new OptionsError('propagateContext was refused', problems);
  const { hosts = ['private'], header = defaultHeader, traceparent = true } = options;
  const settings: Settings = { allows: allowHosts(hosts), header: header.toLowerCase(), traceparent };
  const counts = { sent: 0, withheld: 0 };
  const turn = createTurn(() => watch.moveLast());
  const watch = watchRequests((request, client) => {
    const outcome = addIds(request, settings, client === 'http' || turn.isLast());
    if (outcome !== undefined) counts[outcome]++;
  });
  const running: Running = { hosts, stats: () => ({ ...counts }) };
  propagations.add(running);
  return {
    stop() {
      watch.stop();
      propagations.delete(running);
    },
    stats: running.stats,
  };
}

/** A propagation as the doctor sees it. */
export interface Running {
  readonly hosts: readonly string[];
  readonly stats: () => PropagationStats;
}

const propagations = new Set<Running>();

/** Those that run now. */
export function runningPropagations(): readonly Running[] {
  return [...propagations];
}

interface Settings {
  readonly allows: AllowsHost;
  readonly header: string;
  readonly traceparent: boolean;
}

function addIds(request: Outgoing, settings: Settings, isLast: boolean): keyof PropagationStats | undefined {
  const { correlationId, trace } = outboundIds();
  if (correlationId === undefined) return undefined;
  const target = request.target();
  if (target === undefined || !settings.allows(target)) return 'withheld';
  if (!request.has(settings.header)) request.set(settings.header, correlationId);
  const isOurs = settings.traceparent && isLast && trace !== undefined && !request.has('traceparent');
  if (isOurs) {
    request.set('traceparent', formatTraceparent(trace));
    if (trace.trace_state !== undefined && !request.has('tracestate')) request.set('tracestate', trace.trace_state);
  }
  return 'sent';
}

/**
 * OpenTelemetry's instrumentation of undici listens on the same channel and does not look whether a `traceparent` is
 * there already; of two, a server takes neither. So ours must come after. When an SDK has registered since we
 * subscribed, its listener may stand behind us: we move to the end, and leave this one request to it.
 */
function createTurn(moveLast: () => void): { isLast(): boolean } {
  let registration = spanRegistration();
  return {
    isLast() {
      const now = spanRegistration();
      if (now === registration) return true;
      registration = now;
      // Not at once: the channel is going through its subscribers.
      queueMicrotask(moveLast);
      return false;
    },
  };
}

const rules: Readonly<Record<keyof PropagateOptions, OptionRule>> = {
  hosts: ['an array of hosts', Array.isArray],
  header: ['the name of a header', isHeaderName],
  traceparent: ['true or false', isBoolean],
};
