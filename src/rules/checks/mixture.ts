/**
 * True when a secret's last word has letters and digits. Random text of twenty or more characters practically always
 * does (letters only: (52/62)^20, 3 %; in forms with upper case only (26/36)^26, 0.02 %), names in code seldom do.
 *
 * @example
 * ```ts
 * mixesLettersAndDigits('odt_KTJl9q2A'); // true
 * mixesLettersAndDigits('odt_reader_settings'); // false
 * ```
 */
export function mixesLettersAndDigits(secret: string): boolean {
  return /[A-Za-z]/.test(secret) && DIGIT_PAST_PREFIX.test(secret);
}

// The prefixes themselves hold a digit at most among their first few characters.
const DIGIT_PAST_PREFIX = /^.{4,}[0-9]/;
