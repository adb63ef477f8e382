import { didYouMean, OptionsError } from '../errors/index.ts';
import { defaultPacks, type PackName, packGroups, packs, packsOf, type Rule } from '../rules/index.ts';
import { type CliIo, type Colors, colorsFor, createOutput, exitCodes } from './io.ts';

interface RulesFlags {
  readonly packs?: readonly string[];
  readonly json?: true;
}

/** A rule as machines read it: data alone, no expressions and no functions. */
interface ListedRule {
  readonly id: string;
  readonly title: string;
  readonly pack: string;
  readonly kind: Rule['kind'];
  readonly isDefault: boolean;
  readonly severity: Rule['severity'];
  readonly confidence: Rule['confidence'];
  readonly why: string;
  readonly references: Rule['references'];
}

/** `logveil rules`: lists what logveil knows, by pack; resolves to the exit code. */
export async function rulesCommand({ packs: chosen, json }: RulesFlags, io: CliIo): Promise<number> {
  const names = packNames(chosen);
  const output = createOutput(io.stdout);
  const text = json
    ? `${JSON.stringify(
        names.flatMap((name) => packs[name].map(listed)),
        null,
        2,
      )}\n`
    : names.map((name) => packSection(name, colorsFor(io.stdout, io.env))).join('\n');
  await output.write(text);
  return exitCodes.clean;
}

function packNames(chosen: readonly string[] | undefined): readonly PackName[] {
  if (chosen === undefined) return allPacks;
  const known = [...allPacks, ...Object.keys(packGroups)];
  const problems = chosen
    .filter((name) => !known.includes(name))
    .map((name) => ({ option: '--packs', message: `knows no pack "${name}"${didYouMean(name, known)}` }));
  if (problems.length > 0) throw new OptionsError('logveil rules', problems);
  // The cast holds: every name was looked up above.
  return [...new Set((chosen as PackName[]).flatMap(packsOf))];
}

// The cast holds: these are the names of the record's own members.
const allPacks = Object.keys(packs) as PackName[];

function listed({ id, title, pack, kind, severity, confidence, why, references }: Rule): ListedRule {
  return { id, title, pack, kind, isDefault: isDefault(pack), severity, confidence, why, references };
}

function isDefault(pack: string): boolean {
  return defaultPacks.some((name) => name === pack);
}

function packSection(name: PackName, colors: Colors): string {
  const rules = packs[name];
  const width = Math.max(...rules.map(({ id }) => id.length));
  const head = `${colors.bold(name)}  ${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}, ${isDefault(name) ? 'on' : 'off'} by default`;
  const lines = rules.map(
    ({ id, severity, title }) => `  ${id.padEnd(width)}  ${colors.dim(severity.padEnd(8))}  ${title}`,
  );
  return `${[head, ...lines].join('\n')}\n`;
}
