import { type DoctorCheck, doctor } from '../doctor/index.ts';
import { type CliIo, type Colors, colorsFor, createOutput, exitCodes } from './io.ts';

/** `logveil doctor`: what is active in a process started as this one; resolves to the exit code. */
export async function doctorCommand(flags: { readonly json?: true }, io: CliIo): Promise<number> {
  const report = await doctor();
  const colors = colorsFor(io.stdout, io.env);
  const text = flags.json === true ? `${JSON.stringify(report, undefined, 2)}\n` : sheet(report.checks, colors);
  await createOutput(io.stdout).write(text);
  return report.healthy ? exitCodes.clean : exitCodes.findings;
}

function sheet(checks: readonly DoctorCheck[], colors: Colors): string {
  const paint = { on: colors.green, off: colors.dim, wrong: colors.red };
  const width = Math.max(...checks.map(({ part }) => part.length));
  const lines = checks.map(({ part, state, says, advice }) => {
    const first = `${part.padEnd(width)}  ${paint[state](state.padEnd(5))}  ${says}`;
    return advice === undefined ? first : `${first}\n${' '.repeat(width + 9)}${advice}`;
  });
  return `${lines.join('\n')}\n`;
}
