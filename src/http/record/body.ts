import { toJson } from '../../record/index.ts';
import type { HttpSettings } from '../settings.ts';

/**
 * A parsed body as text: made safe as a whole, then cut, for no rule finds a secret that was cut in two. `undefined`
 * when there is none, or nothing of it can be read.
 */
export function bodyText({ engine, bodyBytes }: HttpSettings, body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined;
  const json = typeof body === 'string' ? body : toJson(body);
  if (json === undefined || json === '{}') return undefined;
  // A body far beyond what is shown is not searched for the sake of its first lines.
  if (json.length > maxSearched) return `[Truncated: ${Buffer.byteLength(json)} bytes]`;
  const clean = engine.line(json);
  const bytes = Buffer.byteLength(clean);
  if (bytes <= bodyBytes) return clean;
  const start = Buffer.from(clean)
    .subarray(0, bodyBytes)
    .toString('utf8')
    .replace(/\ufffd+$/, '');
  return `${start}[Truncated: ${bytes - Buffer.byteLength(start)} bytes]`;
}

const maxSearched = 262_144;
