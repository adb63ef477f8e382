import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeLokiFault, FaultRunner } from './faults.ts';
import type { FakeLokiSettings } from './options.ts';
import { parsePush } from './push-request.ts';
import { decodeBody, receiveBody } from './read-body.ts';
import { Refusal } from './refusal.ts';
import type { StoreOutcome, TenantStore } from './tenant-store.ts';

/** A push as the fake saw it. */
export interface FakeLokiRequest {
  /** When it was received in full, by the fake's clock, in milliseconds. */
  readonly at: number;
  readonly tenant: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Bytes of the body as they came over the wire. */
  readonly bodyBytes: number;
  /** What was answered; undefined when there was no answer. */
  readonly status: number | undefined;
  readonly answer: string;
  /** Lines that were new and are stored. */
  readonly stored: number;
  /** Lines that were stored before: same stream, time and text. */
  readonly duplicates: number;
  /** Lines that were refused one by one. Where a push is refused as a whole, this is 0 and the status tells. */
  readonly refused: number;
  /** The fault that held. */
  readonly fault: FakeLokiFault['kind'];
}

/** What the endpoint works with. */
export interface PushDoor {
  readonly settings: FakeLokiSettings;
  readonly faults: FaultRunner;
  store(tenant: string): TenantStore;
  note(request: FakeLokiRequest): void;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly outcome?: StoreOutcome;
}

const success: Answer = { status: 204, text: '', headers: {} };

export async function answerPush(door: PushDoor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers } = request;
  const body = await receiveBody(request, door.settings.limits.bodyBytes).catch((error: unknown) => error);
  if (body instanceof Refusal) {
    const answer = refused(body);
    door.note(requestOf(door, { headers, bodyBytes: Number(headers['content-length'] ?? 0), fault: none, answer }));
    send(response, answer);
    // A client that is still sending does not listen.
    request.resume();
  }
  // A client that gives up in the middle is not answered.
  if (!Buffer.isBuffer(body)) return;
  const fault = door.faults.next({ bodyBytes: body.length, headers });
  if (fault.kind === 'slow') await sleep(fault.delayMs);
  const answer = await answerTo(door, fault, { headers, body });
  door.note(requestOf(door, { headers, bodyBytes: body.length, fault, answer }));
  if (fault.kind === 'reset') request.socket.resetAndDestroy();
  if (isSilent(fault)) door.faults.settled();
  else send(response, answer, () => door.faults.settled());
}

const none: FakeLokiFault = { kind: 'none' };

function isSilent({ kind }: FakeLokiFault): boolean {
  return kind === 'hang' || kind === 'reset';
}

interface Exchange {
  readonly headers: IncomingMessage['headers'];
  readonly bodyBytes: number;
  readonly fault: FakeLokiFault;
  readonly answer: Answer;
}

function requestOf({ settings }: PushDoor, { headers, bodyBytes, fault, answer }: Exchange): FakeLokiRequest {
  const { stored = 0, duplicates = 0, refused: single = 0 } = answer.outcome ?? {};
  const said = isSilent(fault) ? { status: undefined, answer: '' } : { status: answer.status, answer: answer.text };
  return {
    at: settings.clock(),
    tenant: tenantOf(headers),
    headers,
    bodyBytes,
    ...said,
    stored,
    duplicates,
    refused: single,
    fault: fault.kind,
  };
}

interface Push {
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function answerTo(door: PushDoor, fault: FakeLokiFault, push: Push): Promise<Answer> {
  if (fault.kind === 'status') {
    const retry = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
    return { status: fault.status, text: fault.body ?? faultTexts.get(fault.status) ?? '', headers: retry };
  }
  const isLost = (fault.kind === 'hang' || fault.kind === 'reset') && fault.stored !== true;
  if (isLost) return success;
  try {
    return await store(door, push);
  } catch (error) {
    if (error instanceof Refusal) return refused(error);
    return { status: 500, text: String(error), headers: {} };
  }
}

const faultTexts: ReadonlyMap<number, string> = new Map([
  [429, 'Ingestion rate limit exceeded for user fake'],
  [500, 'internal error'],
  [502, 'bad gateway'],
  [503, 'service unavailable: too many requests in flight'],
  [504, 'context deadline exceeded'],
]);

async function store(door: PushDoor, { headers, body }: Push): Promise<Answer> {
  const { settings } = door;
  if (settings.authorization !== undefined && headers.authorization !== settings.authorization) {
    throw new Refusal(401, 'Unauthorized');
  }
  const tenant = tenantOf(headers);
  if (settings.tenantRequired && headers['x-scope-orgid'] === undefined) throw new Refusal(401, 'no org id');
  const decoded = await decodeBody(body, headers['content-encoding'], settings.limits.bodyBytes);
  if (!isJson(headers['content-type'])) throw new Refusal(400, 'snappy: corrupt input');
  const streams = parsePush(decoded);
  if (streams.length === 0) throw new Refusal(422, 'error at least one valid stream is required for ingestion');
  // 260 is a success to whoever asks for 2xx, and Loki has stored nothing.
  if (settings.blockedTenants.has(tenant)) throw new Refusal(260, `ingestion blocked for user ${tenant}`);
  const outcome = door.store(tenant).push(streams, settings.clock());
  return { ...(outcome.refusal === undefined ? success : refused(outcome.refusal)), outcome };
}

/** Without `auth_enabled` Loki files everything under this name. */
function tenantOf(headers: IncomingMessage['headers']): string {
  const tenant = headers['x-scope-orgid'];
  return typeof tenant === 'string' ? tenant : 'fake';
}

/** Anything else is taken for protocol buffers in snappy, which a client that means JSON does not send. */
function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}

function refused({ status, message, headers }: Refusal): Answer {
  return { status, text: message, headers };
}

function send(response: ServerResponse, { status, text, headers }: Answer, onDone: () => void = () => {}): void {
  response.on('close', onDone);
  const type = text === '' ? {} : { 'content-type': 'text/plain; charset=utf-8' };
  response.writeHead(status, { ...type, ...headers }).end(text === '' ? undefined : `${text}\n`);
}
