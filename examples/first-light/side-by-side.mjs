import { stripVTControlCharacters, styleText } from 'node:util';

const GAP = ' | ';

/** Two texts in two columns that fill the width; what matches is coloured, on the left and on the right its own way. */
export function sideBySide(before, after, { width, color, leaks }) {
  const column = Math.floor((width - GAP.length) / 2);
  const left = wrap(before, column, (text) => spansOf(text, leaks), color ? 'red' : undefined);
  const right = wrap(after, column, (text) => spansMatching(text, /\[REDACTED[^\]]*\]/g), color ? 'green' : undefined);
  const rows = Math.max(left.length, right.length);
  return Array.from({ length: rows }, (_, row) => pad(left[row] ?? '', column) + GAP + (right[row] ?? '')).join('\n');
}

function wrap(text, width, findSpans, style) {
  const spans = style === undefined ? [] : findSpans(text);
  const rows = [];
  for (let at = 0; at < text.length; at += width)
    rows.push(paint(text, { start: at, end: at + width }, { spans, style }));
  return rows;
}

/** The part of the text from start to end, with what lies in a span styled. */
function paint(text, { start, end }, { spans, style }) {
  let painted = '';
  let at = start;
  for (const span of spans) {
    const from = Math.max(span.start, at);
    const to = Math.min(span.end, end);
    if (to <= from) continue;
    painted += text.slice(at, from) + styleText(style, text.slice(from, to), { validateStream: false });
    at = to;
  }
  return painted + text.slice(at, end);
}

function spansOf(text, needles) {
  const spans = [];
  for (const needle of needles) {
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
      spans.push({ start: at, end: at + needle.length });
    }
  }
  return spans.sort((a, b) => a.start - b.start);
}

function spansMatching(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

function pad(text, width) {
  return text + ' '.repeat(Math.max(0, width - stripVTControlCharacters(text).length));
}
