import { createHash } from 'node:crypto';
import type { Problem } from '../../errors/index.ts';
import { type DeliveryOptions, type DeliverySettings, readDeliveryOptions } from '../delivery-options.ts';
import { type HttpOptions, readHttpOptions } from '../http/http-options.ts';
import { OptionReader } from '../option-reader.ts';
import { type LokiStamp, readLabelOptions } from './label-rules.ts';
import type { LokiSenderSettings } from './loki-sender.ts';

/** Options for delivery to Grafana Loki. */
export interface LokiOptions extends HttpOptions, DeliveryOptions {
  /** Loki's address, `https://loki.example.com`, or that of its push API. */
  readonly url: string;
  /** Sent as `X-Scope-OrgID`. */
  readonly tenant?: string;
  /**
   * Labels of all lines, beside `service_name` and `env`: cluster, namespace, region. At most 15 in all; dots and dashes
   * in names become underscores.
   */
  readonly labels?: Readonly<Record<string, string>>;
  /** Fields of a line that become labels. Only what has few values: each value is a stream of its own. */
  readonly labelFields?: readonly string[];
  /** Fields that go into structured metadata, beside trace_id, span_id, correlation_id and detected_level. */
  readonly metadataFields?: readonly string[];
}

/** {@link LokiOptions}, resolved. */
export interface LokiSettings extends DeliverySettings {
  readonly sender: LokiSenderSettings;
  readonly stamp: LokiStamp;
  /** Names the destination without credentials. */
  readonly target: string;
}

/**
 * Checks and resolves; what is wrong goes to `problems`.
 * @param option the option's own name, such as `loki`; empty where it stands alone
 * @param own labels that come from elsewhere, such as the service's name
 */
export function resolveLoki(
  value: unknown,
  { option, own }: { readonly option: string; readonly own: Readonly<Record<string, string>> },
  problems: Problem[],
): LokiSettings {
  const reader = new OptionReader(value, option, problems);
  const given = readHttpOptions(reader);
  const tenant = reader.text('tenant', 150);
  const url = pushUrl(given.url);
  const headers = tenant === undefined ? given.headers : { ...given.headers, 'x-scope-orgid': tenant };
  const delivery = readDeliveryOptions(reader);
  const stamp = readLabelOptions(reader, { service_name: 'unknown_service', ...own });
  reader.end();
  const http = { ...given, url, headers };
  const hash = createHash('sha256')
    .update(`${url} ${tenant ?? ''}`)
    .digest('hex')
    .slice(0, 16);
  return { ...delivery, stamp, target: `loki ${hash}`, sender: { http, stamp, maxBodyBytes: delivery.maxBodyBytes } };
}

function pushUrl(base: string): string {
  const url = new URL(base);
  if (!url.pathname.endsWith('/push')) url.pathname = `${url.pathname.replace(/\/$/, '')}/loki/api/v1/push`;
  return url.href;
}
