import type { RedactorEngine } from '../redact/redactor.ts';

// Mixed, long and of no form: what stands under a name of doubtful meaning is then taken for a secret.
const sample = 'q8Zr4tVw9Kp2Xm6Lc3Bn7Jd5';

/** Whether the redactor would hide a secret-looking value under a name. */
export function isSecretName(name: string, engine: Pick<RedactorEngine, 'find'>): boolean {
  return engine.find(JSON.stringify({ [name]: sample })).length > 0;
}
