import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerPush, type FakeLokiRequest, type PushDoor } from './answer-push.ts';
import { checkSchedule } from './check-schedule.ts';
import { createFaultRunner, type FakeLokiSchedule } from './faults.ts';
import { createListener, type Listener } from './listener.ts';
import { type FakeLokiOptions, resolveFakeLoki } from './options.ts';
import { compileQuery } from './query.ts';
import { createTenantStore, type FakeLokiEntry, type FakeLokiStream, type TenantStore } from './tenant-store.ts';

/** A server on 127.0.0.1 that answers pushes as strictly as Grafana Loki does, and tells what it has stored. */
export interface FakeLoki {
  /** `http://127.0.0.1:PORT`, without a slash at the end. Stays the same while the port is closed. */
  readonly url: string;
  /** What is stored, oldest first; with a query only what matches it, see the guide on testing for what it may say. */
  entries(query?: string): FakeLokiEntry[];
  /** How many lines are stored; with a query how many match it. */
  count(query?: string): number;
  /** What is stored, by stream. */
  streams(): FakeLokiStream[];
  /** Every push since the start, those that were refused or had no answer included. */
  requests(): readonly FakeLokiRequest[];
  /** Starts a schedule of faults in the place of the one before. Resolves when its first phase holds; rejects with an OptionsError. */
  fail(schedule: FakeLokiSchedule): Promise<void>;
  /** Resolves when no phase of the schedule is left. */
  recovered(): Promise<void>;
  /** Ends the schedule. Resolves when pushes are answered again. */
  heal(): Promise<void>;
  /** Forgets what is stored and the list of requests, not the schedule. */
  clear(): void;
  /** Ends the server and every connection to it. */
  close(): Promise<void>;
}

/**
 * Stands in for Loki in tests: real HTTP, Loki's limits and refusals, faults on a schedule.
 *
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { createFakeLoki } from 'logveil/testing';
 * const loki = await createFakeLoki();
 * await loki.fail([{ kind: 'down', forMs: 200 }, { kind: 'status', status: 429, requests: 3 }]);
 * loki.entries('{service_name="checkout"} | detected_level="error"'); // []
 * await loki.close();
 * ```
 */
export async function createFakeLoki(options: FakeLokiOptions = {}): Promise<FakeLoki> {
  const settings = resolveFakeLoki(options);
  const tenants = new Map<string, TenantStore>();
  let requests: FakeLokiRequest[] = [];
  let listener: Listener | undefined;
  const faults = createFaultRunner(async (isDown) => {
    if (isDown) await listener?.close();
    else await listener?.open();
  });
  const door: PushDoor = {
    settings,
    faults,
    store: (tenant) => {
      const store = tenants.get(tenant) ?? createTenantStore(tenant, settings.limits);
      tenants.set(tenant, store);
      return store;
    },
    note: (request) => requests.push(request),
  };
  const opened = await createListener((request, response) => void route(door, request, response), settings.tls);
  listener = opened;
  const allStreams = (): FakeLokiStream[] => [...tenants.values()].flatMap((tenant) => tenant.streams());

  return {
    url: `${settings.tls === undefined ? 'http' : 'https'}://127.0.0.1:${opened.port}`,
    entries: (query) => selected(allStreams(), query).sort(byTime),
    count: (query) => {
      if (query !== undefined) return selected(allStreams(), query).length;
      return [...tenants.values()].reduce((sum, tenant) => sum + tenant.count(), 0);
    },
    streams: allStreams,
    requests: () => requests,
    async fail(schedule) {
      checkSchedule(schedule);
      await faults.start(schedule);
    },
    recovered: () => faults.over(),
    heal: () => faults.stop(),
    clear() {
      for (const tenant of tenants.values()) tenant.clear();
      requests = [];
    },
    async close() {
      await faults.stop();
      await opened.close();
    },
  };
}

function selected(streams: readonly FakeLokiStream[], query: string | undefined): FakeLokiEntry[] {
  const all = streams.flatMap(({ entries }) => entries);
  return query === undefined ? all : all.filter(compileQuery(query));
}

/** Digits of the same length compare as text, which costs far less than as numbers. */
function byTime({ timestamp: a }: FakeLokiEntry, { timestamp: b }: FakeLokiEntry): number {
  if (a.length !== b.length || a.startsWith('-')) return Number(BigInt(a) - BigInt(b));
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

async function route(door: PushDoor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname === '/ready') response.end('ready\n');
  else if (pathname !== '/loki/api/v1/push') response.writeHead(404).end('404 page not found\n');
  else if (request.method !== 'POST') response.writeHead(405).end();
  else await answerPush(door, request, response);
}
