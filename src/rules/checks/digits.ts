/** Arithmetic that the check digits of many states share. All take ASCII digits and letters without separators. */

/** The sum of each digit times its weight; a letter counts as its place in the alphabet from 10 on, as in ISO 7064. */
export function weightedSum(text: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * digitAt(text, at), 0);
}

/** 0 to 9 for a digit, 10 to 35 for a capital, 0 past the end. */
export function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (Number.isNaN(code)) return 0;
  return code < 58 ? code - 48 : code - 55;
}

/** True when every digit is the same: check digits of such runs often fit, and nobody is given one. */
export function isOneDigit(text: string): boolean {
  return /^(.)\1*$/.test(text);
}

/** True for a day that a calendar has; a year of two digits may be any. */
export function isDay(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= (DAYS[month - 1] ?? 0);
}

const DAYS: readonly number[] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True for `YYMMDD` at that place. */
export function hasDay(text: string, at: number): boolean {
  return isDay(Number(text.slice(at + 2, at + 4)), Number(text.slice(at + 4, at + 6)));
}

/** ISO/IEC 7064:2003, MOD 11,10: one check digit over digits. */
export function passesMod11of10(digits: string): boolean {
  let product = 10;
  for (let at = 0; at < digits.length - 1; at++) {
    const sum = (digitAt(digits, at) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (product + digitAt(digits, digits.length - 1)) % 10 === 1;
}

/** The remainder of a decimal number of any length. */
export function remainder(digits: string, modulus: number): number {
  let rest = 0;
  for (let at = 0; at < digits.length; at++) rest = (rest * 10 + digitAt(digits, at)) % modulus;
  return rest;
}

/** J. Verhoeff, Error Detecting Decimal Codes, 1969: the dihedral group of order ten. */
export function passesVerhoeff(digits: string): boolean {
  let check = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digitAt(digits, digits.length - 1 - at);
    check = times(check, permuted(digit, at));
  }
  return check === 0;
}

function times(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5);
  return b < 5 ? 5 + ((a - b + 5) % 5) : (a - b + 5) % 5;
}

const PERMUTATION: readonly number[] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

function permuted(digit: number, rounds: number): number {
  let result = digit;
  for (let round = 0; round < rounds % 8; round++) result = PERMUTATION[result] ?? 0;
  return result;
}
