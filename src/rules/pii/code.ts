import type { CodeRule, PackName, Severity } from '../rule.ts';

/** What differs from one number's rule to the next. */
export interface CodeSpec {
  readonly id: string;
  readonly title: string;
  /** @defaultValue `'high'` */
  readonly severity?: Severity;
  readonly forms?: readonly string[];
  readonly namedForms?: readonly string[];
  readonly validate?: (compact: string) => boolean;
  /** @defaultValue `true` where there is a `validate` */
  readonly alone?: boolean;
  readonly words: readonly string[];
  /** The page of whoever gives it out. */
  readonly source: string;
}

/** The day somebody last looked at the sources of these packs. */
export const seen = '2026-11-21';

/** The rules of one pack of numbers. */
export function codes(pack: PackName, specs: readonly CodeSpec[]): readonly CodeRule[] {
  return specs.map(({ source, severity = 'high', forms = [], namedForms = [], ...spec }) => ({
    kind: 'code',
    why: WHY,
    pack,
    severity,
    confidence: forms.length > 0 ? 'high' : 'medium',
    forms,
    namedForms,
    alone: spec.validate !== undefined,
    ...spec,
    references: [{ url: source, seen }],
  }));
}

const WHY = 'It identifies a person; who keeps it in logs must protect, find and delete it there.';

/** The same groups joined by nothing, a blank, a dash or a dot: `grouped('999 999 999')`. */
export function grouped(form: string, joints: readonly string[] = ['', ' ', '-']): readonly string[] {
  return joints.map((joint) => form.replaceAll(' ', joint));
}

/** The same words in every pack: papers that each state numbers in its own way. */
export const passportWords: readonly string[] = ['passport', 'passport no', 'travel document'];
export const licenceWords: readonly string[] = [
  'driver license',
  'drivers license',
  'driver licence',
  'driving licence',
  'driving license',
  'driver lic',
  'licence',
  'license no',
  'license number',
  'dl',
];
export const plateWords: readonly string[] = [
  'plate',
  'license plate',
  'registration',
  'vehicle',
  'number plate',
  'vrm',
  'car',
];
