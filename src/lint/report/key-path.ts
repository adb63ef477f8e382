/**
 * Key paths as findings write them: keys and indexes joined by dots, `items.0.password`. Two lines that differ only in
 * an index show one leak, so reports and baselines go by the shape, `items.*.password`.
 */

/** The path with every index, and every key that is a number, as `*`. */
export function pathShape(path: string): string {
  return path.replace(/(?<=^|\.)\d+(?=\.|$)/g, '*');
}

/** The shape in the syntax of the `redact` option: `items[*].password`, `headers["set-cookie"]`. */
export function asRedactPath(shape: string): string {
  return shape
    .split('.')
    .map((key, at) => {
      if (key === '*') return '[*]';
      if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `[${JSON.stringify(key)}]`;
      return at === 0 ? key : `.${key}`;
    })
    .join('');
}

/** Keys that hold prose; hiding all of it would hide the log. */
const PROSE = /(?:^|\.)(?:msg|message|log|text|stack|url|body|error|err|query|sql)$/;

/** The option that hides a value at this place and nothing else; undefined where a path would hide too much. */
export function redactOption(shapes: Iterable<string | undefined>): string | undefined {
  for (const shape of shapes) {
    if (shape !== undefined && !PROSE.test(shape)) return `redact: { paths: ['${asRedactPath(shape)}'] }`;
  }
  return undefined;
}
