import { pino } from 'pino';
import { describe, didYouMean, type Problem } from '../errors/index.ts';
import { reservedKeys } from '../record/index.ts';

/** `level`, `customLevels` and `useOnlyCustomLevels`, which only make sense together. */
export function checkLevels(options: object): Problem[] {
  const { level, customLevels, useOnlyCustomLevels }: LevelOptions = options;
  const isOnly = useOnlyCustomLevels === true;
  if (customLevels !== undefined && customLevels !== null) {
    const problems = checkCustomLevels(customLevels);
    if (problems.length > 0) return problems;
  } else if (isOnly) return [{ option: 'useOnlyCustomLevels', message: 'needs customLevels' }];
  const own = Object.entries(customLevels ?? {});
  const known = new Map<string, unknown>([
    ...(isOnly ? [] : Object.entries(pino.levels.values)),
    ...own,
    ['silent', 0],
  ]);
  if (level === undefined && !isOnly) return [];
  if (level === undefined) return [{ option: 'level', message: 'must name one of customLevels' }];
  if (typeof level === 'number' && [...known.values()].includes(level)) return [];
  const names = [...known.keys()];
  if (typeof level === 'string' && (known.has(level) || (!isOnly && known.has(level.toLowerCase())))) return [];
  const hint = typeof level === 'string' ? didYouMean(level, names) : '';
  return [{ option: 'level', message: `must be one of ${names.join(', ')}, got ${describe(level)}${hint}` }];
}

interface LevelOptions {
  readonly level?: unknown;
  readonly customLevels?: object | null;
  readonly useOnlyCustomLevels?: unknown;
}

function checkCustomLevels(levels: unknown): Problem[] {
  if (typeof levels !== 'object' || levels === null || Array.isArray(levels)) {
    return [{ option: 'customLevels', message: `must be an object of level numbers, got ${describe(levels)}` }];
  }
  return Object.entries(levels)
    .filter(([, number]) => !Number.isFinite(number))
    .map(([name, number]) => ({
      option: `customLevels.${name}`,
      message: `must be a number, got ${describe(number)}`,
    }));
}

/** `formatters`; the level's is called once to see what it answers. */
export function checkFormatters(value: unknown, option: string): Problem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ option, message: `must be an object, got ${describe(value)}` }];
  }
  return Object.entries(value).flatMap(([name, formatter]: [string, unknown]) => {
    const at = `${option}.${name}`;
    if (!formatterNames.includes(name)) {
      return [{ option: at, message: `is not an option${didYouMean(name, formatterNames)}` }];
    }
    if (formatter === undefined) return [];
    if (typeof formatter !== 'function')
      return [{ option: at, message: `must be a function, got ${describe(formatter)}` }];
    return name === 'level' ? checkLevelFormatter(() => Reflect.apply(formatter, undefined, ['info', 30]), at) : [];
  });
}

const formatterNames = ['level', 'bindings', 'log'];

function checkLevelFormatter(call: () => unknown, option: string): Problem[] {
  let shown: unknown;
  try {
    shown = call();
  } catch {
    return [{ option, message: "must not throw; it did for ('info', 30)" }];
  }
  if (typeof shown !== 'object' || shown === null) {
    return [{ option, message: `must return an object, got ${describe(shown)}` }];
  }
  const forged = Object.keys(shown).filter((name) => name !== 'level' && reservedKeys.includes(name));
  const level: unknown = Reflect.get(shown, 'level');
  const problems = forged.map((name) => ({ option, message: `must not return ${name}, which only logveil writes` }));
  if (level === undefined || typeof level === 'string') return problems;
  return [
    ...problems,
    { option, message: `must return a string as level, which is all Loki reads, got ${describe(level)}` },
  ];
}

/** `timestamp`: a boolean, or a function whose answer, here and now, is a member of a JSON object with a comma before it. */
export function checkTimestamp(value: unknown, option: string): Problem[] {
  if (typeof value === 'boolean') return [];
  if (typeof value !== 'function') {
    return [{ option, message: `must be true, false or a function, got ${describe(value)}` }];
  }
  try {
    const shown: unknown = Reflect.apply(value, undefined, []);
    if (typeof shown === 'string' && isTimeText(shown)) return [];
  } catch {
    return [{ option, message: 'must not throw' }];
  }
  return [
    {
      option,
      message: 'must return text such as ,"time":1793450401629 or ,"time":"2026-11-20T12:40:01.629Z", or nothing',
    },
  ];
}

/** One member with a number or a date as its value: nothing else goes into the part of a line that is not searched. */
export function isTimeText(text: string): boolean {
  return timeText.test(text);
}

const timeText = /^(?:,"[\w@.-]{1,64}":(?:\d{1,20}(?:\.\d{1,9})?|"[\dTZ:.+\- ]{1,40}"))?$/;

/** The key a `timestamp` function writes. */
export function timeKeyOf(text: string): string | undefined {
  return /^,"([\w@.-]{1,64})":/.exec(text)?.[1];
}
