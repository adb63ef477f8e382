/** One thing the doctor looked at. */
export interface DoctorCheck {
  /** What was looked at: `context`, `opentelemetry`, `propagation`. */
  readonly part: string;
  /** `on`: works. `off`: is not used, which may be what you want. `wrong`: is used and does not do what it should. */
  readonly state: 'on' | 'off' | 'wrong';
  /** In plain words, one sentence or two. */
  readonly says: string;
  /** What to do, where something can be done. */
  readonly advice?: string;
}

/** What the checks are given. */
export interface DoctorSubject {
  /** The logger asked about; without one, what default options give is told. */
  readonly logger: object | undefined;
}

/** Looks at one part of the process. Never throws, and changes nothing. */
export type CheckPart = (subject: DoctorSubject) => readonly DoctorCheck[] | Promise<readonly DoctorCheck[]>;
