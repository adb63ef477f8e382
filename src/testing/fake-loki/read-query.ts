/** How a filter compares. `contains`, `lacks`, `has` and `hasNot` are the four line filters. */
export type Operator = '=' | '!=' | '=~' | '!~' | '==' | '>' | '>=' | '<' | '<=' | '|=' | '|~' | 'lacks' | 'hasNot';

/** One step of a log query. */
export type Stage =
  | { readonly kind: 'field'; readonly name: string; readonly operator: Operator; readonly value: string | number }
  | { readonly kind: 'line'; readonly operator: Operator; readonly value: string }
  | { readonly kind: 'json' };

const text = '"(?:[^"\\\\]|\\\\.)*"|`[^`]*`';
const selector = new RegExp(`^\\s*\\{((?:[^"\`{}]|${text})*)\\}`);
const matcher = new RegExp(`\\s*([A-Za-z_]\\w*)\\s*(=~|!~|!=|=)\\s*(${text})\\s*(,|$)`, 'y');
const lineFilter = new RegExp(`\\s*(\\|=|\\|~|!=|!~)\\s*(${text})`, 'y');
const jsonStage = /\s*\|\s*json\b/y;
const fieldFilter = new RegExp(
  `\\s*(?:\\||,|\\band\\b)\\s*([A-Za-z_]\\w*)\\s*(=~|!~|!=|==|>=|<=|=|>|<)\\s*(${text}|-?\\d+(?:\\.\\d+)?)`,
  'y',
);

/** Takes a log query apart. Throws a SyntaxError that says where it does not follow. */
export function readQuery(query: string): Stage[] {
  const head = selector.exec(query);
  if (head === null) throw new SyntaxError('a log query begins with a selector such as {service_name="checkout"}');
  const stages = readMatchers(head[1] ?? '');
  let at = head[0].length;
  while (query.slice(at).trim() !== '') {
    const step = readStage(query, at);
    stages.push(step.stage);
    at = step.end;
  }
  return stages;
}

function readMatchers(list: string): Stage[] {
  const stages: Stage[] = [];
  let at = 0;
  while (list.slice(at).trim() !== '') {
    matcher.lastIndex = at;
    const found = matcher.exec(list);
    if (found === null) throw new SyntaxError(`a label matcher was expected at: ${list.slice(at, at + 40)}`);
    stages.push(fieldStage(found));
    at = matcher.lastIndex;
  }
  return stages;
}

function readStage(query: string, at: number): { readonly stage: Stage; readonly end: number } {
  const line = matchAt(lineFilter, query, at);
  if (line !== undefined) {
    const operator = lineOperators.get(line[1] ?? '') ?? '|=';
    return { stage: { kind: 'line', operator, value: unquote(line[2] ?? '') }, end: lineFilter.lastIndex };
  }
  if (matchAt(jsonStage, query, at) !== undefined) return { stage: { kind: 'json' }, end: jsonStage.lastIndex };
  const field = matchAt(fieldFilter, query, at);
  if (field !== undefined) return { stage: fieldStage(field), end: fieldFilter.lastIndex };
  throw new SyntaxError(
    `the fake reads selectors, line filters, | json and label filters joined by "and", not: ${query.slice(at, at + 40)}`,
  );
}

const lineOperators: ReadonlyMap<string, Operator> = new Map([
  ['|=', '|='],
  ['|~', '|~'],
  ['!=', 'lacks'],
  ['!~', 'hasNot'],
]);

function matchAt(pattern: RegExp, query: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(query) ?? undefined;
}

function fieldStage([, name = '', operator = '', value = '']: RegExpExecArray): Stage {
  const isText = value.startsWith('"') || value.startsWith('`');
  // A cast that holds: the expression matches operators of the type only.
  return { kind: 'field', name, operator: operator as Operator, value: isText ? unquote(value) : Number(value) };
}

/** Both of LogQL's quotes: `"` with escapes, the backtick without. */
function unquote(value: string): string {
  return value.startsWith('`') ? value.slice(1, -1) : String(JSON.parse(value));
}

export function compareTexts(value: string, operator: Operator, wanted: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '=~':
      return whole(wanted).test(value);
    case '!~':
      return !whole(wanted).test(value);
    case '|=':
      return value.includes(wanted);
    case 'lacks':
      return !value.includes(wanted);
    case '|~':
      return new RegExp(wanted, 'u').test(value);
    case 'hasNot':
      return !new RegExp(wanted, 'u').test(value);
    default:
      return false;
  }
}

/** Label matchers are anchored at both ends. */
function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'su');
}

export function compareNumbers(value: number, operator: Operator, wanted: number): boolean {
  switch (operator) {
    case '=':
    case '==':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    default:
      return false;
  }
}
