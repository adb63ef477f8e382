/** Writes generated sections into a Markdown file, each between markers of its own; the text around them is left alone. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const introduction = `# Numbers

Everything between markers is written by a script, with the conditions it was measured under. Compare ratios rather than
times: both sides of a ratio ran in one process, in turns.
`;

/** @param {{ name: string, title: string, body: string }} section `name` goes into the markers */
export function writeSection(file, { name, title, body }) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : introduction;
  writeFileSync(file, withSection(text, { name, title, body }));
}

/** The text with the section replaced, or added at its end. */
export function withSection(text, { name, title, body }) {
  const [begin, end] = markers(name);
  const section = `${begin}\n\n## ${title}\n\n${body.trim()}\n\n${end}`;
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 && to === -1) return `${text.trimEnd()}\n\n${section}\n`;
  if (from === -1 || to < from) throw new Error(`the markers of ${name} do not go together`);
  return text.slice(0, from) + section + text.slice(to + end.length);
}

export function markers(name) {
  return [`<!-- begin ${name}: written by a script -->`, `<!-- end ${name} -->`];
}
