import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { addContext } from '../../src/context/index.ts';
import { type HttpLoggerOptions, httpLogger } from '../../src/http/index.ts';
import type { LoggerOptions } from '../../src/logger/index.ts';
import * as fake from '../support/fake-values.ts';
import { close, listen, memoryLogger, send, until } from './support.ts';

/** Most members of an ordinary line are not searched again: it must not be seen from outside which lines those are. */

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Asked {
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly options?: HttpLoggerOptions;
  readonly inside?: () => void;
}

async function lineOf(logger: LoggerOptions, { path = '/orders/17', headers = {}, options = {}, inside }: Asked = {}) {
  const memory = memoryLogger(logger);
  const log = httpLogger({ logger: memory.logger, route: () => '/orders/:id', monotonic: () => 5, ...options });
  const server = createServer((req, res) => {
    log(req, res, () => {
      inside?.();
      res.end('ok');
    });
  });
  stops.push(() => close(server));
  const origin = await listen(server);
  await send(origin + path, { headers: { 'x-request-id': 'r-1', 'user-agent': 'test/1.0', ...headers } });
  await until(() => memory.lines.lines.length > 0);
  const text = memory.lines.lines[0] ?? '';
  const { time: _, ...fields }: Record<string, unknown> = JSON.parse(text);
  return { text, fields };
}

// Serialises a member as it is, but makes the line go the long way.
const whole: LoggerOptions = { serializers: { http_route: (value: unknown) => value } };

describe('a completion line', () => {
  it.each<[string, Asked]>([
    ['an ordinary request', {}],
    ['a query', { path: '/orders/17?page=2' }],
    ['a secret in the query', { path: `/orders/17?access_token=${fake.opaque}` }],
    [
      'a secret in the query that the agent repeats',
      { path: `/orders/17?access_token=${fake.opaque}`, headers: { 'user-agent': fake.opaque } },
    ],
    ['a secret in the agent', { headers: { 'user-agent': `bot ${fake.githubToken}` } }],
    ['an agent that must be escaped', { headers: { 'user-agent': 'a "quoted" \\ agent' } }],
    ['a very long agent', { headers: { 'user-agent': 'x'.repeat(2_000) } }],
    ['a refused id', { headers: { 'x-request-id': 'no id' } }],
    ['sampling', { options: { sampling: { rate: 0.9999 } } }],
    ['fields of the context', { inside: () => void addContext({ http_route: '/mine', order: 17 }) }],
    ['a masked address', { options: { remoteAddress: 'masked' } }],
    ['the whole address', { options: { remoteAddress: 'full' } }],
    ['props of one’s own', { options: { customProps: () => ({ http_route: '/props' }) } }],
    ['an object of one’s own', { options: { customSuccessObject: (_req, _res, val) => ({ ...val, mine: true }) } }],
    ['a message of one’s own', { options: { customSuccessMessage: () => `mail ${fake.email}` } }],
  ])('of %s is the same when it is searched whole', async (_, asked) => {
    const [quick, searched] = [await lineOf({}, asked), await lineOf(whole, asked)];
    // A new id for each of the two, where the one that came was refused.
    if (asked.headers?.['x-request-id'] !== undefined) delete quick.fields['correlation_id'];
    if (asked.headers?.['x-request-id'] !== undefined) delete searched.fields['correlation_id'];
    expect(quick.fields).toEqual(searched.fields);
    for (const secret of [fake.opaque, fake.githubToken, fake.email]) expect(quick.text).not.toContain(secret);
  });

  it.each<[string, LoggerOptions, object]>([
    ['a rule for the key', { redact: { keys: ['http route'] } }, { http_route: expect.stringMatching(/^\[REDACTED/) }],
    ['a path', { redact: { paths: ['http_route'] } }, { http_route: expect.stringMatching(/^\[REDACTED/) }],
    [
      'a known secret that is the agent',
      { redact: { knownSecrets: ['test-Agent-9-secret'] } },
      { user_agent_original: expect.stringMatching(/^\[REDACTED/) },
    ],
    [
      'a formatter',
      { formatters: { log: (record) => ({ ...record, http_route: 'formatted' }) } },
      { http_route: 'formatted' },
    ],
    ['a mixin', { mixin: () => ({ mixed: 1 }) }, { mixed: 1, http_route: '/orders/:id' }],
    ['a serializer', { serializers: { http_route: () => 'serialised' } }, { http_route: 'serialised' }],
    [
      'a hook on the line',
      { hooks: { streamWrite: (line: string) => line.replace('/orders/:id', '/hooked') } },
      { http_route: '/hooked' },
    ],
    ['nested keys', { nestedKey: 'data' }, { data: { http_route: '/orders/:id' } }],
    ['a binding of the same name', { base: { http_route: 'bound' } }, { http_route: '/orders/:id' }],
  ])('obeys %s', async (_, logger, expected) => {
    const headers = { 'user-agent': 'test-Agent-9-secret' };
    const { fields, text } = await lineOf(logger, { headers });
    expect(fields).toMatchObject(expected);
    expect(text.split('"http_route"')).toHaveLength(2);
  });

  it('keeps no agent that had a secret', async () => {
    const headers = { 'user-agent': `bot ${fake.githubToken}` };
    const memory = memoryLogger();
    const log = httpLogger({ logger: memory.logger });
    const server = createServer((req, res) => log(req, res, () => res.end()));
    stops.push(() => close(server));
    const origin = await listen(server);
    for (let turn = 1; turn <= 3; turn++) {
      await send(origin, { headers });
      await until(() => memory.lines.lines.length === turn);
    }
    expect(memory.lines.lines.join('')).not.toContain(fake.githubToken);
  });
});
