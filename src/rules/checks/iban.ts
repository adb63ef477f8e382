/**
 * True for an international bank account number: a country of the registry, its length, and the ISO 7064 mod 97-10 check
 * (ISO 13616-1:2020; SWIFT IBAN registry, release 99, December 2024).
 *
 * @param compact - without spaces, letters in upper case
 *
 * @example
 * ```ts
 * isIban('DE89370400440532013000'); // true
 * isIban('DE89370400440532013001'); // false
 * ```
 */
export function isIban(compact: string): boolean {
  if (LENGTHS.get(compact.slice(0, 2)) !== compact.length) return false;
  return /^[A-Z]{2}[0-9]{2}[A-Z0-9]+$/.test(compact) && mod97(compact.slice(4) + compact.slice(0, 4)) === 1;
}

/** The remainder of a number of any length, letters counting 10 to 35 (ISO 7064:2003, annex B). */
function mod97(text: string): number {
  let remainder = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const value = code < 58 ? code - 48 : code - 55;
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

// Countries by the length of their numbers.
const COUNTRIES: Readonly<Record<number, string>> = {
  15: 'NO',
  16: 'BE',
  18: 'DK FI FK FO GL NL SD',
  19: 'MK SI',
  20: 'AT BA EE KZ LT LU MN XK',
  21: 'CH HR LI LV',
  22: 'BG BH CR DE GB GE IE ME RS VA',
  23: 'AE GI IL IQ OM SO TL',
  24: 'AD CZ ES MD PK RO SA SE SK TN VG',
  25: 'LY PT ST',
  26: 'IS TR',
  27: 'BI DJ FR GR IT MC MR SM',
  28: 'AL AZ BY CY DO GT HN HU LB NI PL SV',
  29: 'BR EG PS QA UA',
  30: 'JO KW MU YE',
  31: 'MT SC',
  32: 'LC',
  33: 'RU',
};

const LENGTHS: ReadonlyMap<string, number> = new Map(
  Object.entries(COUNTRIES).flatMap(([length, countries]) =>
    countries.split(' ').map((country): [string, number] => [country, Number(length)]),
  ),
);
