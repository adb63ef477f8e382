import type { KeyRule, Reference } from '../rule.ts';

const owasp: Reference = {
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude',
  seen: '2026-11-20',
};
const asvs: Reference = {
  url: 'https://github.com/OWASP/ASVS/blob/master/5.0/en/0x25-V16-Security-Logging-and-Error-Handling.md',
  seen: '2026-11-20',
};

/** What one rule adds to what all rules of the pack share. */
type Extra = Pick<KeyRule, 'names' | 'severity'> &
  Partial<Pick<KeyRule, 'form' | 'shape' | 'numbers' | 'confidence' | 'references'>>;

/** A rule for names, of the credentials pack. */
export function key(id: string, title: string, why: string, extra: Extra): KeyRule {
  return { kind: 'key', id, title, why, pack: 'credentials', confidence: 'high', references: [owasp, asvs], ...extra };
}
