import type { Logger } from 'pino';
import type { RedactInput } from '../redact/settings.ts';
import { bind, chindingsOf, formatBindings } from './bind.ts';
import { levelTexts } from './levels.ts';
import {
  chindingsSym,
  formatOptsSym,
  formattersSym,
  type Internals,
  nothingKnown,
  onChildSym,
  type Shared,
  type State,
  stateSym,
  stringifySym,
} from './state.ts';
import { stringifier } from './stringifier.ts';

type Child = (this: Internals, bindings: object, options?: object) => Internals;
type OnChild = (child: Logger) => void;

/**
 * Replaces `child`, `setBindings` and `onChild` on a root logger. Children are still made by pino; their bindings are
 * written by logveil, so that nothing in them can throw, forge or stand twice, and their `redact` only adds rules.
 */
export function installChildren(root: Internals, pinoChild: Child, onChild: OnChild | undefined): void {
  const making: { now: ChildRequest | undefined } = { now: undefined };
  function child(this: Internals, bindings: object, options?: object): Internals {
    // What is no object is refused by pino, in its words.
    if (typeof bindings !== 'object' || bindings === null) return pinoChild.call(this, bindings, options);
    const outer = making.now;
    making.now = requestOf(this, bindings, options);
    try {
      return pinoChild.call(this, {}, making.now.options);
    } finally {
      making.now = outer;
    }
  }
  function setBindings(this: Internals, bindings: object): void {
    if (typeof bindings !== 'object' || bindings === null) return;
    const state = this[stateSym];
    adopt(this, {
      ...state,
      bound: bind(this, state.shared, state.bound, formatBindings(this, state.shared, bindings)),
    });
  }
  Object.assign(root, { child, setBindings });
  defineOnChild(root, onChild, (made) => {
    if (making.now !== undefined) finishChild(made, making.now);
  });
}

interface ChildRequest {
  readonly parent: State;
  readonly bindings: object;
  /** Options for pino: without `redact`, which pino would put in the place of the parent's. */
  readonly options: { readonly [option: string]: unknown } | undefined;
  readonly redact: RedactInput | undefined;
}

function requestOf(log: Internals, bindings: object, given: object | undefined): ChildRequest {
  const parent = log[stateSym];
  if (given === undefined || given === null) return { parent, bindings, options: undefined, redact: undefined };
  const { redact, ...options }: { redact?: RedactInput; [option: string]: unknown } = { ...given };
  return { parent, bindings, options, redact };
}

/** Runs between pino's making of a child and the user's `onChild`, which may log already. */
function finishChild(child: Internals, { parent, bindings, options, redact }: ChildRequest): void {
  const { shared } = parent;
  const outerTrouble = shared.line.trouble;
  const engine = redact === undefined ? parent.engine : parent.engine.extend(redact);
  const shown = options?.['formatters'] === undefined ? bindings : formatBindings(child, shared, bindings);
  // Levels of the parent's that pino leaves out of the child's labels can still be logged with.
  const ownLevels = options?.['customLevels'] === undefined ? [] : levelTexts(child.levels, child[formattersSym]);
  const levels = options?.['customLevels'] === undefined ? parent.levels : new Map([...parent.levels, ...ownLevels]);
  const { seen, known } = engine === parent.engine ? parent : nothingKnown(engine);
  adopt(child, { shared, engine, levels, seen, known, bound: bind(child, shared, parent.bound, shown) });
  if (engine !== parent.engine) installStringifier(child, engine, shared);
  // What failed while bindings were written is no trouble of the next line.
  shared.line.trouble = outerTrouble;
}

function adopt(log: Internals, state: State): void {
  log[stateSym] = state;
  log[chindingsSym] = chindingsOf(state.bound);
}

/** Objects that pino puts into a message, through `%j` and its like. */
export function installStringifier(log: Internals, engine: State['engine'], shared: Shared): void {
  const stringify = stringifier(engine, shared);
  log[stringifySym] = stringify;
  log[formatOptsSym] = { stringify };
}

/**
 * pino calls `onChild` when a child is made. As an accessor it lets logveil finish the child first, whether the user's
 * function came with the options or is set later on any logger; like any property it is inherited by children.
 */
function defineOnChild(root: Internals, given: OnChild | undefined, finish: (child: Internals) => void): void {
  function onChild(this: Internals, child: Internals): void {
    finish(child);
    try {
      this[onChildSym]?.(child);
    } catch {
      child[stateSym].shared.report('LOGVEIL_HOOK_FAILED', 'onChild');
    }
  }
  Object.defineProperty(root, onChildSym, { value: given, writable: true });
  Object.defineProperty(root, 'onChild', {
    configurable: true,
    get: () => onChild,
    set(this: Internals, hook: OnChild | undefined) {
      this[onChildSym] = hook;
    },
  });
}
