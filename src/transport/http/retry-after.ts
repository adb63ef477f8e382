/**
 * Milliseconds a server asks to wait, from the header `Retry-After` in either form (RFC 9110, 10.2.3): seconds, or a
 * date. `undefined` when there is none that can be read; never negative.
 * @param now milliseconds since the epoch, which only the form with a date needs
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
