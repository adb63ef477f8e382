import { describe, didYouMean, type Problem } from '../errors/index.ts';

/** Bounds of a whole number and what holds when it is not given. */
export interface WholeNumber {
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
}

/** Reads an object of options from outside: each member checked, everything that is wrong gathered in one list. */
export class OptionReader {
  private readonly value: object;
  private readonly prefix: string;
  private readonly problems: Problem[];
  private readonly known = new Set<string>();

  /** @param option dotted name of the object, empty for the outermost one */
  constructor(value: unknown, option: string, problems: Problem[]) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    this.value = isObject ? value : {};
    this.prefix = option === '' ? '' : `${option}.`;
    this.problems = problems;
    if (!isObject && value !== undefined) this.refuse('', 'must be an object', value);
  }

  /** The member as it is; asking for it makes it a known option. */
  get(name: string): unknown {
    this.known.add(name);
    return Object.hasOwn(this.value, name) ? Reflect.get(this.value, name) : undefined;
  }

  /** Printable text of bounded length. */
  text(name: string, maxLength = 2_048): string | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value !== '' && value.length <= maxLength && !hasControls(value)) return value;
    return this.refuse(name, `must be 1 to ${maxLength} printable characters`, value);
  }

  whole(name: string, { min, max, fallback }: WholeNumber): number {
    const value = this.get(name);
    if (value === undefined) return fallback;
    if (Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max) return Number(value);
    this.refuse(name, `must be a whole number from ${min} to ${max}`, value);
    return fallback;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.get(name);
    if (value === undefined || typeof value === 'boolean') return value ?? fallback;
    this.refuse(name, 'must be true or false', value);
    return fallback;
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice {
    const value = this.get(name);
    if (value === undefined) return fallback;
    const choice = choices.find((each) => each === value);
    if (choice !== undefined) return choice;
    const hint = typeof value === 'string' ? didYouMean(value, choices) : '';
    this.problem(name, `must be one of ${choices.join(', ')}, got ${describe(value)}${hint}`);
    return fallback;
  }

  /** Text by name, as labels and headers are. */
  texts(name: string): Readonly<Record<string, string>> {
    const value = this.get(name);
    if (value === undefined) return {};
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.refuse(name, 'must be an object of strings', value);
      return {};
    }
    const wrong = Object.entries(value).filter(([, member]) => typeof member !== 'string' || hasControls(member));
    for (const [key, member] of wrong) this.refuse(`${name}.${key}`, 'must be a printable string', member);
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, member]) => (typeof member === 'string' ? [[key, member]] : [])),
    );
  }

  /** A list of names. */
  list(name: string): readonly string[] {
    const value: unknown = this.get(name);
    if (value === undefined) return [];
    if (Array.isArray(value) && value.every((each) => typeof each === 'string' && each !== ''))
      return value.map(String);
    this.refuse(name, 'must be an array of strings', value);
    return [];
  }

  /** A reader for an object inside; an empty one when it is not given. */
  inside(name: string): OptionReader {
    return new OptionReader(this.get(name), this.prefix + name, this.problems);
  }

  /** Notes that an option is wrong. Says what was got by type and size only. */
  refuse(name: string, message: string, got: unknown): undefined {
    this.problem(name, `${message}, got ${describe(got)}`);
    return undefined;
  }

  problem(name: string, message: string): void {
    const option = (this.prefix + name).replace(/\.$/, '');
    this.problems.push({ option: option === '' ? 'options' : option, message });
  }

  /** Refuses what nobody asked for. */
  end(): void {
    for (const name of Object.keys(this.value)) {
      if (!this.known.has(name)) this.problem(name, `is not an option${didYouMean(name, this.known)}`);
    }
  }
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
