/** What the rules look at of a thrown value. Never throws, whatever the value is. */
export interface ErrorFacts {
  /** What was thrown. */
  readonly error: unknown;
  readonly name: string;
  /** Its `code` as text; empty when there is none. */
  readonly code: string;
  /** A member, `undefined` when it is missing or its getter throws. */
  get(member: string): unknown;
}

/** Reads what the rules need of a thrown value. */
export function factsOf(error: unknown): ErrorFacts {
  const get = (member: string): unknown => readMember(error, member);
  return { error, name: textOf(get('name')), code: textOf(get('code')), get };
}

/** A member of anything: `undefined` for what has none, and where reading throws. */
export function readMember(value: unknown, member: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return Reflect.get(value, member);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

// An ORM wraps a driver's error once, a repository once more, a service once more.
const maxDepth = 5;
const wrappings: readonly string[] = ['cause', 'driverError', 'original', 'parent', 'previous', 'innerError'];

/** The error and, breadth first, what it wraps; a cycle and a long chain end. */
export function unwrap(error: unknown): readonly ErrorFacts[] {
  const seen = new Set<unknown>([error]);
  let level: readonly unknown[] = [error];
  const all: ErrorFacts[] = [];
  for (let depth = 0; depth <= maxDepth && level.length > 0; depth++) {
    const facts = level.map(factsOf);
    all.push(...facts);
    const inner = facts.flatMap(({ get }) => wrappings.map(get));
    level = inner.filter((each) => typeof each === 'object' && each !== null && !seen.has(each));
    for (const each of level) seen.add(each);
  }
  return all;
}
