import type { LintProblem } from './finding.ts';

/** What is wrong with one source; becomes a {@link LintProblem}. Its message never quotes content. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly problem: LintProblem['code'];

  constructor(problem: LintProblem['code'], message: string) {
    super(message);
    this.problem = problem;
  }
}

/** A problem without the name of its file. */
export type Trouble = Omit<LintProblem, 'file'>;

/** What to tell about an error met while reading, without its text: that may quote anything. */
export function describeReadError(error: unknown): Trouble {
  if (error instanceof SourceError) return { code: error.problem, message: error.message };
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  return (
    READ_ERRORS.get(code) ?? { code: 'failed', message: `could not be read (${code}); what came before was scanned` }
  );
}

const READ_ERRORS: ReadonlyMap<string, Trouble> = new Map<string, Trouble>([
  ['ENOENT', { code: 'missing', message: 'no such file; check the path, it may have been rotated away' }],
  ['ENOTDIR', { code: 'missing', message: 'no such file; a part of the path is not a directory' }],
  ['ENAMETOOLONG', { code: 'missing', message: 'no such file; the name is too long' }],
  ['ESTALE', { code: 'missing', message: 'the file went away while it was read; scan it where it is now' }],
  ['EISDIR', { code: 'directory', message: 'is a directory; name the files in it, for example DIR/*.log' }],
  ['ELOOP', { code: 'loop', message: 'its symbolic links lead round in a circle; remove or exclude one of them' }],
  ['EACCES', { code: 'unreadable', message: 'permission denied; run as a user who may read it' }],
  ['EPERM', { code: 'unreadable', message: 'permission denied; run as a user who may read it' }],
]);
