import { printable } from '../../report/printable.ts';

/** Text as HTML content or attribute value; control and direction characters become visible escapes. */
export function escapeHtml(text: string): string {
  return printable(text.toWellFormed()).replace(/[&<>"'`=/]/g, (character) => `&#${character.charCodeAt(0)};`);
}
