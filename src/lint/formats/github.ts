import type { Severity } from '../../rules/index.ts';
import { printable } from '../report/printable.ts';
import type { FormatContext, ReportWriter } from './writer.ts';

const COMMANDS: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

/** Workflow commands, which GitHub Actions shows as annotations. */
export function github({ ruleText }: FormatContext): ReportWriter {
  return {
    start: () => '',
    finding({ file, line, column, rule, severity, path, preview }) {
      const { title, remedy } = ruleText(rule);
      const where = path === undefined ? '' : ` at ${printable(path)}`;
      const properties = `file=${property(file)},line=${line},col=${column},title=${property(`${title} (${rule})`)}`;
      return `::${COMMANDS[severity]} ${properties}::${data(`${title}${where}: ${preview}. ${remedy}`)}\n`;
    },
    end: ({ problems, notes }) =>
      [
        ...problems.map(({ file, message }) => `::error title=Not scanned::${data(`${file}: ${message}`)}\n`),
        ...notes.map((note) => `::notice title=logveil::${data(note)}\n`),
      ].join(''),
  };
}

/** As the runner reads it back (actions/toolkit, packages/core/src/command.ts, seen 2026-11-21). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
