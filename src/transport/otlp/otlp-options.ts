import { createHash } from 'node:crypto';
import type { Problem } from '../../errors/index.ts';
import { type DeliveryOptions, type DeliverySettings, readDeliveryOptions } from '../delivery-options.ts';
import { type HttpOptions, readHttpOptions } from '../http/http-options.ts';
import { OptionReader } from '../option-reader.ts';
import { encoderProblem } from './encoder.ts';
import type { OtlpSenderSettings } from './otlp-sender.ts';

/** Options for delivery to an OTLP/HTTP endpoint: an OpenTelemetry collector, or Loki's own. */
export interface OtlpOptions extends HttpOptions, DeliveryOptions {
  /** The endpoint's base, as in OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:4318`, or `https://loki.example.com/otlp`. */
  readonly url: string;
  /** Attributes of the resource beside the service's name, version and environment: `{ 'k8s.namespace.name': 'shop' }`. */
  readonly resource?: Readonly<Record<string, string>>;
}

/** {@link OtlpOptions}, resolved. */
export interface OtlpSettings extends DeliverySettings {
  readonly sender: OtlpSenderSettings;
  /** Frozen with each segment of the spool. */
  readonly stamp: { readonly resource: Readonly<Record<string, string>> };
  /** Names the destination without credentials. */
  readonly target: string;
}

/**
 * Checks and resolves; what is wrong goes to `problems`.
 * @param option the option's own name, such as `otlp`; empty where it stands alone
 * @param own attributes of the resource that come from elsewhere, such as the service's name
 */
export function resolveOtlp(
  value: unknown,
  { option, own }: { readonly option: string; readonly own: Readonly<Record<string, string>> },
  problems: Problem[],
): OtlpSettings {
  const reader = new OptionReader(value, option, problems);
  const given = readHttpOptions(reader);
  const url = logsUrl(given.url);
  const delivery = readDeliveryOptions(reader);
  const resource = { ...own, ...reader.texts('resource') };
  reader.end();
  const missing = encoderProblem();
  if (missing !== undefined) problems.push({ option: option === '' ? 'options' : option, message: missing });
  const hash = createHash('sha256').update(url).digest('hex').slice(0, 16);
  const sender = { http: { ...given, url }, maxBodyBytes: delivery.maxBodyBytes };
  return { ...delivery, stamp: { resource }, target: `otlp ${hash}`, sender };
}

function logsUrl(base: string): string {
  const url = new URL(base);
  if (!url.pathname.endsWith('/v1/logs')) url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/logs`;
  return url.href;
}
