import { describe, didYouMean, OptionsError, type Problem } from '../../errors/index.ts';
import type { FakeLokiSchedule } from './faults.ts';

/** Throws an OptionsError that lists what is wrong with the phases: a misspelt fault would be a test of nothing. */
export function checkSchedule(schedule: FakeLokiSchedule): void {
  if (typeof schedule === 'function') return;
  const phases: readonly unknown[] = [schedule].flat();
  const problems = phases.flatMap((phase, index) => phaseProblems(phase, `[${index}]`));
  if (problems.length > 0) throw new OptionsError('the schedule was refused', problems);
}

type Rule = readonly [wanted: string, holds: (value: unknown) => boolean];

const isNumber = (value: unknown): boolean => typeof value === 'number' && value >= 0;
const kind: Rule = ['a kind', () => true];
const forMs: Rule = ['a number >= 0', isNumber];
const ending: Readonly<Record<string, Rule>> = {
  kind,
  forMs,
  requests: ['a whole number >= 1', (value) => Number.isSafeInteger(value) && Number(value) >= 1],
};
const stored: Rule = ['true or false', (value) => typeof value === 'boolean'];

const kinds: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  none: ending,
  // Nobody can count what does not arrive.
  down: { kind, forMs },
  status: {
    ...ending,
    status: [
      'a status from 200 to 599',
      (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) < 600,
    ],
    body: ['a string', (value) => typeof value === 'string'],
    retryAfter: ['seconds or a date', (value) => isNumber(value) || typeof value === 'string'],
  },
  slow: { ...ending, delayMs: ['a number >= 0', isNumber] },
  hang: { ...ending, stored },
  reset: { ...ending, stored },
};

/** What each kind cannot do without. */
const needed: Readonly<Record<string, string>> = { status: 'status', slow: 'delayMs' };

function phaseProblems(phase: unknown, option: string): Problem[] {
  if (typeof phase !== 'object' || phase === null) {
    return [{ option, message: `must be a phase such as { kind: 'down' }, got ${describe(phase)}` }];
  }
  const name: unknown = Reflect.get(phase, 'kind');
  const rules = typeof name === 'string' && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (rules === undefined) {
    const hint = typeof name === 'string' ? didYouMean(name, Object.keys(kinds)) : '';
    return [{ option: `${option}.kind`, message: `must be one of ${Object.keys(kinds).join(', ')}${hint}` }];
  }
  const missing = needed[String(name)];
  const lacks = missing !== undefined && Reflect.get(phase, missing) === undefined;
  return [
    ...(lacks ? [{ option: `${option}.${missing}`, message: 'is missing' }] : []),
    ...Object.entries(phase).flatMap((member) => memberProblem(rules, `${option}.`, member)),
  ];
}

function memberProblem(
  rules: Readonly<Record<string, Rule>>,
  prefix: string,
  [name, value]: readonly [string, unknown],
): Problem[] {
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  const option = prefix + name;
  if (rule === undefined) return [{ option, message: `is not an option${didYouMean(name, Object.keys(rules))}` }];
  const [wanted, holds] = rule;
  return value === undefined || holds(value) ? [] : [{ option, message: `must be ${wanted}, got ${describe(value)}` }];
}
