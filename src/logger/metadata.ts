import { copyValue } from '../record/index.ts';
import { type Internals, type State, streamSym, timeSliceIndexSym } from './state.ts';

/** Set on streams that want to know more about a line than its text: `pino.multistream`, and some transports. */
export const needsMetadata: symbol = Symbol.for('pino.metadata');

/** What pino tells such a stream about a line. */
export interface LineMetadata {
  readonly record: object;
  readonly message: unknown;
  readonly level: number;
  readonly time: string;
}

/** Sets `lastLevel`, `lastTime`, `lastLogger`, `lastObj` and `lastMsg` as pino does, the last two made safe. Never throws. */
export function stampMetadata(log: Internals, state: State, metadata: LineMetadata): void {
  // A cast that holds: a stream that asks for metadata lets them be written to it.
  const stream = log[streamSym] as object as Record<string, unknown>;
  try {
    stream['lastLevel'] = metadata.level;
    stream['lastTime'] = metadata.time.slice(log[timeSliceIndexSym]);
    stream['lastLogger'] = log;
    const slot = slots.get(stream) ?? createSlot(stream);
    slot.object = undefined;
    slot.message = undefined;
    slot.clean = {
      object: () => state.engine.value(copyValue(metadata.record, state.shared.limits)),
      message: () => cleanMessage(state, metadata.message),
    };
  } catch {
    state.shared.report('LOGVEIL_WRITE_FAILED', 'destination metadata');
  }
}

function cleanMessage({ engine, shared }: State, message: unknown): unknown {
  return typeof message === 'string' ? engine.text(message) : engine.value(copyValue(message, shared.limits));
}

/** The two members that are made only when somebody reads them: multistream itself never does. */
interface Slot {
  clean: { readonly object: () => unknown; readonly message: () => unknown } | undefined;
  object: { readonly value: unknown } | undefined;
  message: { readonly value: unknown } | undefined;
}

const slots = new WeakMap<object, Slot>();

function createSlot(stream: object): Slot {
  const slot: Slot = { clean: undefined, object: undefined, message: undefined };
  defineLazily(stream, 'lastObj', slot, 'object');
  defineLazily(stream, 'lastMsg', slot, 'message');
  slots.set(stream, slot);
  return slot;
}

function defineLazily(stream: object, name: string, slot: Slot, part: 'object' | 'message'): void {
  Object.defineProperty(stream, name, {
    configurable: true,
    enumerable: true,
    get: () => {
      slot[part] ??= { value: slot.clean?.[part]() };
      return slot[part].value;
    },
    set: (value: unknown) => {
      slot[part] = { value };
    },
  });
}
