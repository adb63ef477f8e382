import type { LogFn } from 'pino';
import { type Internals, setLevelSym, writeSym } from './state.ts';

type LogCall = (this: Internals, ...args: unknown[]) => void;

/**
 * Puts a shorter way in front of a logger's level methods: a text alone, or an object with a text or nothing behind it,
 * goes to `write` at once. pino with a `logMethod` hook makes two arrays of each call's arguments (`bench/small-line.mjs`). Every other call goes pino's way.
 */
export function installLevelMethods(root: Internals): void {
  const quick = new Map<number, LogCall>();
  const pinoSetLevel = root[setLevelSym];
  // Children inherit it, and pino calls it for each of them.
  root[setLevelSym] = function (level) {
    pinoSetLevel.call(this, level);
    shorten(this, quick);
  };
  shorten(root, quick);
}

function shorten(log: Internals, quick: Map<number, LogCall>): void {
  const { values } = log.levels;
  for (const name in values) {
    // `fatal` flushes behind its line, and what is below the level does nothing.
    if (name === 'fatal' || !log.isLevelEnabled(name)) continue;
    // A cast that holds: a level's name has a number.
    const level = values[name] as number;
    const method = quick.get(level) ?? shortened(Reflect.get(log, name), level);
    quick.set(level, method);
    Reflect.set(log, name, method);
  }
}

function shortened(pinoMethod: LogFn, level: number): LogCall {
  return function (this: Internals, ...args: unknown[]): void {
    const [input, message] = args;
    if (args.length === 1 && typeof input === 'string' && !hasPrefix(this)) this[writeSym](null, input, level);
    else if (args.length < 3 && isRecord(input) && isText(message) && !hasPrefix(this))
      this[writeSym](input, message, level);
    else Reflect.apply(pinoMethod, this, args);
  };
}

function hasPrefix({ msgPrefix }: Internals): boolean {
  return typeof msgPrefix === 'string';
}

function isText(message: unknown): boolean {
  return message === undefined || typeof message === 'string';
}

/** An object that is no request and no response of Node's: of those pino makes records by itself. */
function isRecord(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false;
  try {
    const { method, headers, socket, setHeader } = input as Readonly<Record<string, unknown>>;
    return !(method && headers && socket) && typeof setHeader !== 'function';
  } catch {
    // A getter or a proxy: pino's way has a guard around it.
    return false;
  }
}
