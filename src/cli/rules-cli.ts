import type { Command } from 'commander';
import type { CliIo } from './io.ts';
import { packsOption } from './packs.ts';

/** Adds `rules`; its code is loaded only when it is asked for. */
export function addRules(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  program
    .command('rules')
    .summary('list the rules')
    .description('Lists every rule by pack: id, severity and what it finds.')
    .addOption(packsOption())
    .option('--json', 'write one JSON array')
    .action(async (flags: { packs?: string[]; json?: true }) => {
      const { rulesCommand } = await import('./rules-command.ts');
      done(await rulesCommand(flags, io));
    });
}

/** Adds `explain`. */
export function addExplain(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  program
    .command('explain')
    .summary('show what a rule finds and why')
    .description('Shows the page of one rule: what it finds, why, how, with examples and references.')
    .argument('<rule>', 'the id that stands in the marker, for example github-pat')
    .option('--json', 'write one JSON object')
    .action(async (id: string, flags: { json?: true }) => {
      const { explainCommand } = await import('./explain-command.ts');
      done(await explainCommand(id, flags, io));
    });
}
