import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatNames } from '../../../src/lint/formats/names.ts';
import { type FormatName, lint, type ReportOptions, reportText } from '../../../src/lint/index.ts';
import { runCli } from '../../support/cli.ts';
import { password } from '../../support/fake-secrets.ts';
import { tempDirectory, tempFile } from '../../support/temp-files.ts';

const LEAKS = `{"level":"info","time":"2026-11-20T12:40:01Z","user":{"password":"${password}"}}\nlogin password=${password} ok\n`;

/** The command writes how long a run took, a program's report does not. */
const withoutTimes = (text: string): string => text.replace(/ in [\d.]+ (?:ms|s|min)\b/g, '');

describe('the report of a program', () => {
  it.each(formatNames)('is what the command writes: %s', async (format) => {
    const key = tempFile('00'.repeat(32), 'key');
    const file = tempFile(LEAKS);
    const { stdout, stderr } = await runCli(['lint', file, '--format', format, '--fingerprint-key-file', key]);
    expect(stderr).toBe('');
    const text = await written(file, { format });
    expect(text).toBe(withoutTimes(stdout.toString()));
    expect(text).toContain('password');
    expect(text).not.toContain(password);
  });

  it('says what could not be scanned', async () => {
    const text = await written(join(tempDirectory(), 'missing.log'), { format: 'json' });
    expect(JSON.parse(text)).toMatchObject({ summary: { problems: [{ code: 'missing' }] } });
  });

  it('says that the run was stopped', async () => {
    const text = await written(tempFile(LEAKS), { format: 'pretty', signal: AbortSignal.abort() });
    expect(text).toContain('Stopped half-way');
  });

  it('is refused in a format that does not exist', () => {
    // A cast as a program in JavaScript would do without.
    const format = 'sarfi' as FormatName;
    expect(() => reportText(lint([]), { format })).toThrow(/sarif/);
  });
});

async function written(file: string, options: ReportOptions): Promise<string> {
  const { signal } = options;
  const run = lint([file], { fingerprintKey: new Uint8Array(32), ...(signal === undefined ? {} : { signal }) });
  let text = '';
  for await (const part of reportText(run, options)) text += part;
  return text;
}
