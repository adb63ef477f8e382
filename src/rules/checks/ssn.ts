/**
 * True for a number that the US Social Security Administration could have issued: area not 000, 666 or 900 to 999, group not
 * 00, serial not 0000 (SSA, "Social Security number randomization", 2011-06-25), and none of those known from
 * advertising, which belong to nobody.
 *
 * @param digits - nine ASCII digits without separators
 *
 * @example
 * ```ts
 * isUsSsn('123456789'); // true
 * isUsSsn('000123456'); // false
 * isUsSsn('078051120'); // false, printed on a card in every wallet of 1938
 * ```
 */
export function isUsSsn(digits: string): boolean {
  if (!/^[0-9]{9}$/.test(digits)) return false;
  const area = digits.slice(0, 3);
  if (area === '000' || area === '666' || area.startsWith('9')) return false;
  if (digits.slice(3, 5) === '00' || digits.slice(5) === '0000') return false;
  return !ADVERTISED.has(digits);
}

// SSA, "Misused Social Security numbers", and the pamphlet number 219-09-9999 (1940). 987-65-4320 to 4329 fall under area 9xx.
const ADVERTISED: ReadonlySet<string> = new Set([
  '078051120',
  '219099999',
  '457555462',
  '111111111',
  '222222222',
  '333333333',
]);
