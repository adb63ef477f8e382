import { Context } from '../../context/store.ts';
import { asJsonSym, formattersSym, type Internals, serializersSym, stateSym, streamSym } from '../../logger/state.ts';
import { writeJson } from '../../logger/write.ts';
import { quote } from '../../record/index.ts';
import type { Ending } from '../exchange/ending.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { EndFacts, HttpSettings, KnownText, RequestFacts } from '../settings.ts';

/**
 * A context at the end of its request: behind the ids stand those members of the line that are known to be clean, as
 * text. They are not searched once more, which takes a tenth to a sixth off the processor time of a request in the
 * middleware (bench/http-line.mjs, 2026-11).
 */
export class EndedContext extends Context {
  override readonly idText: string;

  constructor(context: Context, known: string) {
    super(context);
    this.idText = context.idText + known;
  }
}

// One of each kind: a redactor that finds anything here, by whatever rule of the user's, gets whole lines.
const sample = {
  http_request_method: 'GET',
  http_route: '/orders/:id',
  http_response_status_code: 200,
  duration_ms: 12.345,
  http_response_size: 1234,
  user_agent_original: 'curl/8.5.0',
  client_address: '203.0.113.0',
  sample_rate: 0.25,
};

/**
 * Made once for a middleware; `undefined` when something in the logger or the options would see, change or name those
 * members: a formatter, a mixin, a hook, a serializer, a binding, a configured path, a stream that asks for records.
 */
export function createKnownText(settings: HttpSettings): KnownText | undefined {
  // A cast that holds: options were refused unless the logger is one of createLogger's.
  const log = settings.logger as Internals;
  const { shared, engine, bound } = log[stateSym];
  const names = Object.keys(sample);
  const { options } = settings;
  const isPlain =
    settings.isOtel &&
    !settings.isWide &&
    settings.bodyBytes + settings.requestHeaders.length + settings.responseHeaders.length === 0 &&
    typeof options.remoteAddress !== 'function' &&
    options.customProps === undefined &&
    options.customSuccessObject === undefined &&
    shared.mixin === undefined &&
    shared.streamWrite === undefined &&
    shared.nestedKey === undefined &&
    engine.cleanPaths === undefined &&
    log[formattersSym].log === undefined &&
    log[asJsonSym] === writeJson &&
    log[streamSym][Symbol.for('pino.metadata')] !== true &&
    !names.some(
      (name) => bound.entries.has(name) || log[serializersSym][name] !== undefined || name === shared.messageKey,
    );
  const text = JSON.stringify(sample);
  if (!isPlain || engine.line(text) !== text) return undefined;
  const method = knownMember(engine, 'http_request_method');
  const route = knownMember(engine, 'http_route');
  const agent = knownMember(engine, 'user_agent_original');
  const address = knownMember(engine, 'client_address');
  const rate = settings.rate < 1 ? `,"sample_rate":${settings.rate}` : '';
  return (seen, end) => {
    // Somebody has bound something to the logger since.
    if (log[stateSym].bound !== bound || seen.rejected.length > 0) return undefined;
    const what = method(seen.method);
    const where = route(seen.route);
    const who = agent(agentOf(seen, end));
    const from = address(settings.showAddress(end.remoteAddress, seen.request));
    if (what === undefined || where === undefined || who === undefined || from === undefined) return undefined;
    return what + where + numbersOf(end) + who + from + rate;
  };
}

/** With a query there may be a token in it that the agent repeats, and only a whole line shows that. */
function agentOf({ url }: RequestFacts, { userAgent }: EndFacts): string | undefined {
  return url.includes('?') ? undefined : userAgent;
}

function numbersOf({ status, durationMs, size }: EndFacts): string {
  const statusText = status === undefined ? '' : `,"http_response_status_code":${status}`;
  const sizeText = size === undefined ? '' : `,"http_response_size":${size}`;
  return `${statusText},"duration_ms":${Math.round(durationMs * 1_000) / 1_000}${sizeText}`;
}

// Methods and routes are few; agents and addresses are a client's, so that what is kept of them is bounded and short.
const maxKept = 256;
const maxLength = 256;

/**
 * A member as text, empty when there is no value, `undefined` when the redactor finds something in it. Only what it left
 * alone is remembered, so that no secret is kept.
 */
function knownMember(engine: HttpSettings['engine'], name: string): (value: string | undefined) => string | undefined {
  const kept = new Map<string, string>();
  return (value) => {
    if (value === undefined) return '';
    const known = kept.get(value);
    if (known !== undefined) return known;
    const member = `"${name}":${quote(value)}`;
    if (value.length > maxLength || engine.line(`{${member}}`) !== `{${member}}`) return undefined;
    if (kept.size >= maxKept) kept.clear();
    kept.set(value, `,${member}`);
    return `,${member}`;
  };
}

/** What is left to be searched: what the client sent. */
export function unknownMembers(exchange: Exchange, { userAgent, bodySize }: Ending): Record<string, unknown> {
  const { url, route, settings } = exchange;
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  const record: Record<string, unknown> = { url_path: route === undefined ? path : settings.cleanPath(path, route) };
  if (bodySize !== undefined) record['http_response_body_size'] = bodySize;
  if (query === -1) return record;
  record['url_query'] = url.slice(query + 1);
  if (userAgent !== undefined) record['user_agent_original'] = userAgent;
  return record;
}
