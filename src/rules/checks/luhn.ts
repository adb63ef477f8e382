/**
 * True when a run of digits ends in the right check digit (ISO/IEC 7812-1:2017, annex B, "Luhn formula").
 * One random run in ten passes, so it proves nothing alone.
 *
 * @param digits - ASCII digits only, without separators, at most 64 of them
 *
 * @example
 * ```ts
 * passesLuhn('79927398713'); // true
 * passesLuhn('79927398710'); // false
 * ```
 */
export function passesLuhn(digits: string): boolean {
  if (digits.length === 0 || digits.length > MAX_DIGITS) return false;
  let sum = 0;
  for (let at = digits.length - 1, doubled = false; at >= 0; at--, doubled = !doubled) {
    const digit = digits.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return false;
    sum += doubled ? digitSumOfDouble(digit) : digit;
  }
  return sum % 10 === 0;
}

// No identifier with a Luhn digit is longer (IMEI 15, card 19, ICCID 20).
const MAX_DIGITS = 64;

function digitSumOfDouble(digit: number): number {
  return digit > 4 ? digit * 2 - 9 : digit * 2;
}
