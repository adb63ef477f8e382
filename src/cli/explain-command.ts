import { existsSync, readFileSync } from 'node:fs';
import { didYouMean, OptionsError } from '../errors/index.ts';
import { createRuleBook } from '../lint/report/rule-text.ts';
import { defaultPacks, packs, type Rule } from '../rules/index.ts';
import { type CliIo, type Colors, colorsFor, createOutput, exitCodes } from './io.ts';

/** `logveil explain ID`: one rule's page; resolves to the exit code. */
export async function explainCommand(id: string, { json }: { readonly json?: true }, io: CliIo): Promise<number> {
  const rule = ruleOf(id);
  const examples = examplesOf(rule);
  const page = json
    ? `${JSON.stringify({ ...dataOf(rule), examples }, null, 2)}\n`
    : pageOf(rule, examples, colorsFor(io.stdout, io.env));
  await createOutput(io.stdout).write(page);
  return exitCodes.clean;
}

function ruleOf(id: string): Rule {
  const all = Object.values(packs).flat();
  const rule = all.find((each) => each.id === id);
  if (rule !== undefined) return rule;
  const hint = didYouMean(
    id,
    all.map((each) => each.id),
  );
  const message = `is no rule${hint}; logveil rules lists them all`;
  throw new OptionsError('logveil explain', [{ option: JSON.stringify(id.slice(0, 64)), message }]);
}

interface Examples {
  /** The secret stands between `⟦` and `⟧`. */
  readonly hidden: readonly string[];
  readonly leftAlone: readonly string[];
}

/** The rule's own fixtures, which the tests run: made-up secrets, joined together here. */
function examplesOf({ id }: Rule): Examples {
  const file = new URL(`../../fixtures/rules/${id}.txt`, import.meta.url);
  if (!existsSync(file)) return { hidden: [], leftAlone: [] };
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/~~|~/g, (joint) => (joint === '~~' ? '~' : '')));
  const marked = (sign: string): string[] =>
    lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(sign.length));
  return { hidden: marked('+ '), leftAlone: marked('- ') };
}

function dataOf(rule: Rule): Readonly<Record<string, unknown>> {
  const { id, title, why, pack, kind, severity, confidence, references } = rule;
  return {
    id,
    title,
    why,
    pack,
    isDefault: defaultPacks.some((name) => name === pack),
    kind,
    severity,
    confidence,
    censor: rule.censor ?? 'marker',
    foundBy: foundBy(rule),
    references,
  };
}

/** What a rule looks for, in words. */
function foundBy(rule: Rule): readonly string[] {
  if (rule.kind === 'key') return [`the value under a name such as ${list(rule.names)}`, ...formOf(rule.form)];
  if (rule.kind === 'value') {
    const places = rule.anchors.length === 0 ? 'every line' : `lines with ${list(rule.anchors)}`;
    return [`${places}, where ${rule.pattern.source} matches`, ...(rule.validate ? ['and a last proof agrees'] : [])];
  }
  if (rule.kind === 'code') {
    const named = `next to a word such as ${list(rule.words)}: ${list(rule.namedForms)}`;
    return [
      ...(rule.forms.length > 0 ? [`anywhere, written as ${list(rule.forms)}`] : []),
      ...(rule.namedForms.length > 0 ? [named] : []),
      ...(rule.validate ? ['where its check digits and ranges agree'] : []),
    ];
  }
  return rule.kind === 'reader' ? [`a grammar of its own, "${rule.reader}"`] : [`the path ${rule.path}`];
}

function formOf(form: string | undefined): readonly string[] {
  return form === undefined || form === 'any' ? [] : [`if the value has the form "${form}"`];
}

const MAX_LISTED = 6;

function list(texts: readonly string[]): string {
  const shown = texts.slice(0, MAX_LISTED).map((text) => `"${text}"`);
  return texts.length > MAX_LISTED ? `${shown.join(', ')} and ${texts.length - MAX_LISTED} more` : shown.join(', ');
}

function pageOf(rule: Rule, { hidden, leftAlone }: Examples, colors: Colors): string {
  const isOn = defaultPacks.some((name) => name === rule.pack) ? 'on by default' : 'off by default';
  const { remedy, prevention } = createRuleBook()(rule.id);
  const sections = [
    [`${colors.bold(rule.id)}  ${rule.title}`, rule.why],
    [
      `pack        ${rule.pack} (${isOn})`,
      `severity    ${rule.severity}, confidence ${rule.confidence}`,
      `written as  ${rule.censor === undefined || rule.censor === 'marker' ? `[REDACTED:${rule.id}]` : rule.censor}`,
    ],
    [colors.bold('Found by'), ...foundBy(rule).map(indented)],
    ...(hidden.length > 0 ? [[colors.bold('Hidden, between the brackets'), ...hidden.map(indented)]] : []),
    ...(leftAlone.length > 0 ? [[colors.bold('Left alone'), ...leftAlone.map(indented)]] : []),
    [colors.bold('When it is found'), indented(remedy), indented(prevention)],
    [colors.bold('References'), ...rule.references.map(({ url, seen }) => indented(`${url} (${seen})`))],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function indented(text: string): string {
  return `  ${text}`;
}
