import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { OptionsError, type Problem } from '../errors/index.ts';
import type { DeliverySettings } from '../transport/delivery-options.ts';
import { type LokiOptions, resolveLoki } from '../transport/loki/loki-options.ts';
import { resolveOtlp } from '../transport/otlp/otlp-options.ts';
import { systemClock } from '../transport/ship/clock.ts';
import { createCounters, type DeliveryCounters, describeDrop } from '../transport/ship/counters.ts';
import { createSender, type SenderSpec } from '../transport/ship/senders.ts';
import { Shipper, type ShipperState } from '../transport/ship/shipper.ts';
import { createHolder } from '../transport/spool/owner.ts';
import { type CliIo, exitCodes, printable } from './io.ts';

/** What the command line may say. */
export interface ShipFlags {
  readonly spool: string;
  readonly url: string;
  readonly otlp?: true;
  readonly tenant?: string;
  readonly user?: string;
  readonly header?: readonly string[];
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly proxy?: string;
  readonly once?: true;
  readonly timeout?: number;
  readonly json?: true;
  readonly quiet?: true;
}

/** `logveil ship`: delivers a spool until it is stopped, or with `--once` until nothing is left. */
export async function shipCommand(flags: ShipFlags, io: CliIo): Promise<number> {
  const settings = resolve(flags, io.env);
  if (!existsSync(flags.spool)) say(io, flags, `waiting for ${printable(flags.spool)} to appear`);
  const counters = createCounters();
  let told: string | undefined;
  const shipper = new Shipper(
    shipperSettings(settings, flags.spool),
    await createSender(settings.spec, () => systemClock.now()),
    {
      onCount: (counter, lines) => {
        counters[counter] += lines;
      },
      onDrop: (drop) => io.stderr.write(`logveil: ${describeDrop(drop)}\n`),
      onResumed: () => undefined,
      onProgress: () => undefined,
      onState: ({ trouble }: ShipperState) => {
        if (trouble === told) return;
        io.stderr.write(
          `logveil: ${trouble === undefined ? 'delivering' : `not delivered, trying again: ${trouble}`}\n`,
        );
        told = trouble;
      },
    },
    systemClock,
  );
  const isComplete = await runUntilStopped(shipper, flags);
  if (flags.json) io.stdout.write(`${JSON.stringify(counters)}\n`);
  say(io, flags, `${counters.delivered} lines delivered`);
  if (!isComplete) io.stderr.write('logveil: time is up, and lines are left in the spool\n');
  return exitCodeFor(flags, counters, isComplete);
}

function exitCodeFor({ once }: ShipFlags, counters: DeliveryCounters, isComplete: boolean): number {
  if (once !== true) return exitCodes.clean;
  if (!isComplete) return exitCodes.failed;
  const { delivered: _, retried: __, ...lost } = counters;
  return Object.values(lost).some((lines) => lines > 0) ? exitCodes.findings : exitCodes.clean;
}

/** Resolves when the shipper has let go of everything; false when `--once` ran out of time. */
async function runUntilStopped(shipper: Shipper, { once, timeout }: ShipFlags): Promise<boolean> {
  let isComplete = true;
  const stop = (): void => shipper.stop();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const deadline = timeout === undefined ? undefined : performance.now() + timeout * 1000;
  const looking = setInterval(() => {
    if (once !== true) return;
    isComplete = shipper.isIdle;
    const isLate = deadline !== undefined && performance.now() > deadline;
    if (isComplete || isLate) stop();
    else shipper.hurry();
  }, lookEveryMs);
  await shipper.run();
  clearInterval(looking);
  process.off('SIGTERM', stop);
  process.off('SIGINT', stop);
  return isComplete;
}

const lookEveryMs = 100;

/** Where the spool goes. */
interface ShipSettings extends DeliverySettings {
  readonly spec: SenderSpec;
  readonly target: string;
}

function shipperSettings(settings: ShipSettings, directory: string): ConstructorParameters<typeof Shipper>[0] {
  const { maxBytes, maxAgeMs, lingerMs, backoff, maxBodyBytes, target } = settings;
  return {
    directory,
    holder: createHolder(randomBytes(8).toString('hex'), target, 'other'),
    writer: undefined,
    staleAfterMs: 30_000,
    maxBytes,
    maxAgeMs,
    batchBytes: maxBodyBytes >> 1,
    lingerMs,
    pollMs: 250,
    backoff,
  };
}

function resolve(flags: ShipFlags, env: CliIo['env']): ShipSettings {
  const problems: Problem[] = [];
  const { url, tenant, proxy, spool } = flags;
  const given = { tenant, proxy, auth: authOf(flags, env, problems), headers: headersOf(flags, problems) };
  const tls = tlsOf(flags, problems);
  const options: LokiOptions = { url, tls, spool: { directory: spool }, ...withoutUndefined(given) };
  const settings = endpointOf(flags, options, problems);
  const { timeout } = flags;
  if (timeout !== undefined && !(timeout > 0))
    problems.push({ option: '--timeout', message: 'must be a number of seconds' });
  if (problems.length > 0) throw new OptionsError('logveil ship was refused', problems);
  return settings;
}

function endpointOf(flags: ShipFlags, options: LokiOptions, problems: Problem[]): ShipSettings {
  const place = { option: '', own: {} };
  if (flags.otlp !== true) {
    const settings = resolveLoki(options, place, problems);
    return { ...settings, spec: { kind: 'loki', settings: settings.sender } };
  }
  const { tenant, headers, ...others } = options;
  const tenantHeader = tenant === undefined ? {} : { 'X-Scope-OrgID': tenant };
  const settings = resolveOtlp({ ...others, headers: { ...headers, ...tenantHeader } }, place, problems);
  return { ...settings, spec: { kind: 'otlp', settings: settings.sender } };
}

function authOf({ user }: ShipFlags, env: CliIo['env'], problems: Problem[]): LokiOptions['auth'] {
  const [token, password] = [env['LOGVEIL_LOKI_TOKEN'], env['LOGVEIL_LOKI_PASSWORD']];
  if (user === undefined) return token === undefined || token === '' ? undefined : { token };
  if (password !== undefined && password !== '') return { username: user, password };
  problems.push({ option: '--user', message: 'needs the password in the environment variable LOGVEIL_LOKI_PASSWORD' });
  return undefined;
}

function headersOf({ header = [] }: ShipFlags, problems: Problem[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    header.map((text) => {
      const colon = text.indexOf(':');
      if (colon < 1) problems.push({ option: '--header', message: 'must have the form name:value' });
      return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
    }),
  );
}

function tlsOf(flags: ShipFlags, problems: Problem[]): NonNullable<LokiOptions['tls']> {
  const files = (['ca', 'cert', 'key'] as const).flatMap((name) => {
    const path = flags[name];
    if (path === undefined) return [];
    try {
      return [[name, readFileSync(path, 'utf8')] as const];
    } catch {
      problems.push({ option: `--${name}`, message: `names a file that cannot be read: ${printable(path)}` });
      return [];
    }
  });
  return Object.fromEntries(files);
}

function withoutUndefined(given: object): Partial<LokiOptions> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function say(io: CliIo, { quiet }: ShipFlags, text: string): void {
  if (quiet !== true) io.stderr.write(`logveil: ${text}\n`);
}
