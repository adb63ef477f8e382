import { createLogger } from '../logger/index.ts';
import { inspectLogger, type LoggerFacts } from '../logger/inspect.ts';
import { defaultPacks } from '../rules/index.ts';
import type { DoctorCheck, DoctorSubject } from './check.ts';

/** Redaction and destination of the logger asked about. */
export function checkLogger({ logger }: DoctorSubject): DoctorCheck[] {
  const facts = inspectLogger(logger ?? createLogger({}, { write: () => undefined }));
  if (facts === undefined) {
    const says = 'This logger is not one of createLogger: its lines are neither cleaned nor stamped with ids.';
    return [{ part: 'logger', state: 'wrong', says, advice: 'Make it with createLogger from logveil.' }];
  }
  // Without a logger there is no destination to tell of.
  return logger === undefined
    ? [redaction(facts, 'With default options lines')]
    : [redaction(facts, 'Lines'), destination(facts)];
}

function redaction({ packs, rules }: LoggerFacts, lines: string): DoctorCheck {
  const off = defaultPacks.filter((name) => !packs.includes(name));
  const says = `${lines} are searched with ${rules} rules, of the packs ${packs.join(', ') || 'none'}.`;
  if (off.length === 0) return { part: 'redaction', state: 'on', says };
  const advice = `Not in force although on by default: ${off.join(', ')}. Check the option redact.packs.`;
  return { part: 'redaction', state: rules === 0 ? 'wrong' : 'on', says, advice };
}

function destination({ destination, level, hasService }: LoggerFacts): DoctorCheck {
  const says = `Lines from level ${level} up go to ${destination}.`;
  if (hasService) return { part: 'destination', state: 'on', says };
  const advice = 'They have no service_name, which Loki takes for its first label: give the option service.';
  return { part: 'destination', state: 'on', says, advice };
}
