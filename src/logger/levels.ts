import type { LevelMapping } from 'pino';
import { quote, toJson } from '../record/index.ts';
import type { Formatters } from './state.ts';

/** Level number to the start of a record: `{"level":"info"`, and what `formatters.level` adds. Never throws. */
export function levelTexts({ labels }: LevelMapping, formatters: Formatters): ReadonlyMap<number, string> {
  const texts = Object.entries(labels).map(([number, label]): [number, string] => {
    const members = levelMembers(label, Number(number), formatters.level);
    return [Number(number), `{${members.map(([key, value]) => `${quote(key)}:${toJson(value) ?? 'null'}`).join(',')}`];
  });
  return new Map(texts);
}

/**
 * `level` first and a string whatever the formatter says: Loki finds the level of a line by looking for the first
 * string under that key. The formatter may rename the label and add members beside it.
 */
export function levelMembers(label: string, number: number, format: Formatters['level']): [string, unknown][] {
  const shown = callFormatter(label, number, format);
  const { level, ...others } = shown;
  return [['level', typeof level === 'string' ? level : label], ...Object.entries(others)];
}

function callFormatter(label: string, number: number, format: Formatters['level']): Record<string, unknown> {
  try {
    return { ...format?.(label, number) };
  } catch {
    return {};
  }
}
