import { Writable } from 'node:stream';
import { OptionsError, type Problem } from '../../errors/index.ts';
import { createRedactor, type RedactOptions } from '../../redact/index.ts';
import { Delivery } from '../delivery.ts';
import { createLineCutter } from '../line-cutter.ts';
import { OptionReader } from '../option-reader.ts';
import { noticeLine } from '../ship/counters.ts';
import { type LokiOptions, resolveLoki } from './loki-options.ts';

/** Options of the target `logveil/loki`. They cross into a thread, so there are no functions among them. */
export interface LokiTransportOptions extends Omit<LokiOptions, 'local' | 'onDrop' | 'onCount'> {
  /** The label `service_name`, under which Grafana lists the service. @defaultValue 'unknown_service' */
  readonly service?: string;
  /** The label `env`. */
  readonly env?: string;
  /**
   * What is removed from lines before they are spooled, as in `createLogger`; `false` for lines that are clean already.
   * @defaultValue the default packs
   */
  readonly redact?: RedactOptions | false;
  /** Milliseconds the end of the program may wait for the endpoint. What is left stays in the spool. @defaultValue 1000 */
  readonly endTimeoutMs?: number;
}

/**
 * What pino calls for `transport: { target: 'logveil/loki' }`: a stream that cleans and spools lines, and ships them.
 * Lines cross into a thread first, so a process that is killed at once may lose the last ones; `createLogger({ loki })`
 * spools them before the log call returns.
 *
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { pino } from 'pino';
 * const transport = { target: 'logveil/loki', options: { url: 'http://127.0.0.1:3100', service: 'checkout' } };
 * pino({ transport }).info('ready');
 * ```
 */
export function createLokiTransport(options: LokiTransportOptions): Writable {
  const { delivery, clean, endTimeoutMs } = resolve(options);
  const cutter = createLineCutter((line) => delivery.append(clean(line)));
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      cutter.push(chunk);
      done();
    },
    final(done) {
      cutter.end();
      delivery.close(endTimeoutMs).then(() => done(), done);
    },
  });
}

interface Parts {
  readonly delivery: Delivery;
  readonly clean: (line: string) => string;
  readonly endTimeoutMs: number;
}

function resolve(options: LokiTransportOptions): Parts {
  const problems: Problem[] = [];
  // Pino puts its own settings beside the target's options.
  const { service, env, redact, endTimeoutMs, ...loki } = withoutPino(options);
  const outer = new OptionReader({ service, env, endTimeoutMs }, '', problems);
  const labels = { service_name: outer.text('service', 256), env: outer.text('env', 256) };
  const own = Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== undefined));
  const wait = outer.whole('endTimeoutMs', { min: 0, max: 600_000, fallback: 1_000 });
  const settings = resolveLoki(loki, { option: '', own: own as Readonly<Record<string, string>> }, problems);
  if (problems.length > 0) throw new OptionsError('logveil/loki was refused', problems);
  const redactor = redact === false ? undefined : createRedactor(redact ?? {});
  const delivery = new Delivery({
    settings,
    sender: { kind: 'loki', settings: settings.sender },
    stamp: { ...settings.stamp },
    target: settings.target,
    clock: Date.now,
    onResumed: (drops) => {
      for (const drop of drops) delivery.append(noticeLine(drop, Date.now()));
    },
    onTrouble: (code, cause) => process.emitWarning(`${code} (${cause})`, { type: 'LogveilWarning', code }),
  });
  return { delivery, clean: (line) => redactor?.line(line) ?? line, endTimeoutMs: wait };
}

function withoutPino(options: LokiTransportOptions): LokiTransportOptions {
  const { pinoWillSendConfig: _, ...own }: LokiTransportOptions & { pinoWillSendConfig?: unknown } = options;
  return own;
}
