import { Writable } from 'node:stream';
import { OptionsError, type Problem } from '../errors/index.ts';
import { createRedactor, type RedactOptions } from '../redact/index.ts';
import { Delivery } from './delivery.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import { createLineCutter } from './line-cutter.ts';
import { OptionReader } from './option-reader.ts';
import { withoutPino } from './pino-options.ts';
import { noticeLine } from './ship/counters.ts';

/** Options that every delivering target has beside those of its endpoint. They cross into a thread: no functions. */
export interface TargetOptions {
  /** Name of the service, under which Grafana lists it. @defaultValue 'unknown_service' */
  readonly service?: string;
  /** Where it runs, for example `production`. */
  readonly env?: string;
  /**
   * What is removed from lines before they are spooled, as in `createLogger`; `false` for lines that are clean already.
   * @defaultValue the default packs
   */
  readonly redact?: RedactOptions | false;
  /** Milliseconds the end of the program may wait for the endpoint. What is left stays in the spool. @defaultValue 1000 */
  readonly endTimeoutMs?: number;
}

/** What a target's own options are resolved to. */
export type TargetEndpoint = Pick<DeliveryParts, 'settings' | 'sender' | 'stamp' | 'target'>;

/** The service as far as the options name it. */
export interface TargetOwner {
  readonly service?: string;
  readonly env?: string;
}

/** A stream that cleans and spools lines, and ships them: what pino calls for a target. Throws an OptionsError. */
export function openTarget(
  name: string,
  options: TargetOptions,
  resolve: (endpoint: object, owner: TargetOwner, problems: Problem[]) => TargetEndpoint,
): Writable {
  const problems: Problem[] = [];
  const { service, env, redact, endTimeoutMs, ...endpoint } = withoutPino(options);
  const outer = new OptionReader({ service, env, endTimeoutMs }, '', problems);
  const owner = { service: outer.text('service', 256), env: outer.text('env', 256) };
  const wait = outer.whole('endTimeoutMs', { min: 0, max: 600_000, fallback: 1_000 });
  const resolved = resolve(endpoint, withoutUndefined(owner), problems);
  if (problems.length > 0) throw new OptionsError(`${name} was refused`, problems);
  const redactor = redact === false ? undefined : createRedactor(redact ?? {});
  const delivery = startDelivery(resolved);
  const cutter = createLineCutter((line) => delivery.append(redactor?.line(line) ?? line));
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      cutter.push(chunk);
      done();
    },
    final(done) {
      cutter.end();
      delivery.close(wait).then(() => done(), done);
    },
  });
}

function startDelivery(endpoint: TargetEndpoint): Delivery {
  const delivery: Delivery = new Delivery({
    ...endpoint,
    clock: Date.now,
    onResumed: (drops) => {
      for (const drop of drops) delivery.append(noticeLine(drop, Date.now()));
    },
    onTrouble: (code, cause) => process.emitWarning(`${code} (${cause})`, { type: 'LogveilWarning', code }),
  });
  return delivery;
}

function withoutUndefined(owner: Readonly<Record<string, string | undefined>>): TargetOwner {
  return Object.fromEntries(Object.entries(owner).filter(([, value]) => value !== undefined));
}
