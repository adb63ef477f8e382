import { describe, didYouMean, type Problem } from '../errors/index.ts';

/** What a member must be, in words, and whether a value is that. */
export type OptionRule = readonly [wanted: string, isRight: (value: unknown) => boolean];

/**
 * Everything wrong with an object of options: members that are none, and values that are not what they must be.
 *
 * @param at goes before each option's name, for options inside of options
 */
export function checkOptions(options: unknown, rules: Readonly<Record<string, OptionRule>>, at = ''): Problem[] {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return [
      { option: at === '' ? 'options' : at.slice(0, -1), message: `must be an object, got ${describe(options)}` },
    ];
  }
  return Object.entries(options).flatMap(([name, value]) => {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) {
      return [{ option: at + name, message: `is not an option${didYouMean(name, Object.keys(rules))}` }];
    }
    const [wanted, isRight] = rule;
    if (value === undefined || isRight(value)) return [];
    return [{ option: at + name, message: `must be ${wanted}, got ${describe(value)}` }];
  });
}

export function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

export function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

export function isArrayOf(isRight: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(isRight);
}
