/**
 * Whether JSON.stringify shows the value as a reader expects, in bounded time: plain objects, arrays, dates and
 * instances of ordinary classes. May throw where the value's own getters or traps do.
 */
export function isPlain(value: object): boolean {
  nodesLeft = maxPlainNodes;
  return isPlainObject(value, maxPlainDepth);
}

// Above what fits into one line of 256 KB; a graph of shared references that would multiply is stopped here.
const maxPlainNodes = 50_000;
const maxPlainDepth = 64;
// Shared by one walk instead of being passed: a parameter fewer in the hottest recursion, and a walk runs no other code
// than getters, which can only make it end earlier.
let nodesLeft = 0;

/** An object that is its own members and nothing else; arrays and dates are something else. */
export function hasPlainMembers(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || isOrdinaryClass(prototype);
}

/** A date as the language writes it. */
export function isPlainDate(value: object): boolean {
  return Object.getPrototypeOf(value) === Date.prototype && !Object.hasOwn(value, 'toJSON');
}

function isPlainObject(value: object, depth: number): boolean {
  if (depth === 0 || nodesLeft < 0) return false;
  if (Array.isArray(value)) return isPlainArray(value, depth);
  if (!hasPlainMembers(value)) return isPlainDate(value);
  const limit = nodesLeft;
  let seen = 0;
  // Inherited members are looked at too, which is harmless, and spares a test per key.
  for (const key in value) {
    if (++seen > limit) return false;
    // A string key out of for-in can be read from any object.
    const member = (value as Readonly<Record<string, unknown>>)[key];
    // Nearly every member is a string or a number, and needs no second question.
    if (typeof member === 'string' || typeof member === 'number') continue;
    if (typeof member === 'object') {
      if (member !== null && (isBytes(key, value, member) || !isPlainObject(member, depth - 1))) return false;
    } else if (typeof member === 'bigint' || (typeof member === 'function' && key === 'toJSON')) return false;
  }
  nodesLeft -= seen;
  return nodesLeft >= 0;
}

function isPlainArray(value: readonly unknown[], depth: number): boolean {
  nodesLeft -= value.length;
  if (nodesLeft < 0 || Object.getPrototypeOf(value) !== Array.prototype) return false;
  for (let index = 0; index < value.length; index++) {
    const item = value[index];
    if (typeof item === 'object') {
      if (item !== null && !isPlainObject(item, depth - 1)) return false;
    } else if (typeof item === 'bigint') return false;
  }
  return true;
}

/** What a Buffer becomes when somebody else has already called its toJSON. */
export function isBytes(key: string, parent: object, member: unknown): boolean {
  return key === 'data' && Array.isArray(member) && 'type' in parent && parent.type === 'Buffer';
}

const ordinary = new WeakMap<object, boolean>();
const special: ReadonlySet<object> = new Set([
  Error.prototype,
  String.prototype,
  Number.prototype,
  Boolean.prototype,
  Array.prototype,
  Date.prototype,
]);

/**
 * A class whose instances are their own members and nothing else. Map, typed arrays, Headers and their like have a
 * `Symbol.toStringTag`; of the rest of the language the few in `special` matter.
 */
function isOrdinaryClass(prototype: object): boolean {
  const known = ordinary.get(prototype);
  if (known !== undefined) return known;
  let link: object | null = prototype;
  let isOrdinary = true;
  for (let count = 0; link !== null && link !== Object.prototype; count++) {
    if (count === 32 || special.has(link) || Object.hasOwn(link, Symbol.toStringTag) || Object.hasOwn(link, 'toJSON')) {
      isOrdinary = false;
      break;
    }
    link = Object.getPrototypeOf(link);
  }
  // A chain that ends elsewhere than here comes from another realm, where Error and Map are other objects.
  isOrdinary &&= link !== null;
  ordinary.set(prototype, isOrdinary);
  return isOrdinary;
}
