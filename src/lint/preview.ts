import type { Rule } from '../rules/rule.ts';

// Shorter values lose too much of what makes them hard to guess: 4 of 20 characters of base64 leave 96 bits.
const SHOWN_FROM = 20;
const ENDS = 2;
const LENGTHS = [8, 20, 40, 100, 1000];
const TOKEN = /^[\w.+/=-]+$/;

/**
 * What a report may show of a value: how long it is, roughly, and the first and last two characters when it is a long
 * token of a provider's. Of what people choose or are (passwords, names, numbers) nothing but the length is shown.
 */
export function previewOf(value: string, rule: Rule | undefined): string {
  // A check of the whole line speaks of no value.
  if (value === '') return '';
  const isToken = rule?.pack === 'secrets' && value.length >= SHOWN_FROM && TOKEN.test(value);
  const shown = isToken ? `${value.slice(0, ENDS)}…${value.slice(-ENDS)}` : '…';
  return `${shown} (${lengthClass(value.length)})`;
}

/** The preview of a value of which nothing but the length may be known. */
export function previewOfLength(length: number): string {
  return `… (${lengthClass(length)})`;
}

function lengthClass(length: number): string {
  const above = LENGTHS.findIndex((limit) => length < limit);
  if (above === 0) return `under ${LENGTHS[0]} characters`;
  if (above < 0) return `${LENGTHS.at(-1)} characters or more`;
  return `${LENGTHS[above - 1]} to ${(LENGTHS[above] ?? 0) - 1} characters`;
}
