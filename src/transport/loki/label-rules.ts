import { didYouMean } from '../../errors/index.ts';
import type { OptionReader } from '../option-reader.ts';

/** What is frozen with each segment of the spool: how its lines become streams, whatever the options say later. */
export interface LokiStamp {
  /** Labels of all lines. */
  readonly labels: Readonly<Record<string, string>>;
  /** Fields whose value becomes a label. */
  readonly labelFields: readonly string[];
  /** Fields whose value goes into structured metadata, besides the ids. */
  readonly metadataFields: readonly string[];
}

/** Loki's own default, `service_name` not counted (`max_label_names_per_series`, Loki 3, read 2026-11). */
const maxLabels = 15;
// Loki takes 2,048 bytes; a value that long is no label.
const maxLabelValue = 256;

/** A name as Loki takes it: letters, digits and underscores, no digit first; two underscores first are Loki's own. */
export function labelName(field: string): string {
  const name = field.replace(/[^A-Za-z0-9_]/g, '_').replace(/^__+/, '_');
  return /^\d/.test(name) ? `_${name}` : name;
}

/** Reads the options that decide on labels and structured metadata. */
export function readLabelOptions(reader: OptionReader, own: Readonly<Record<string, string>>): LokiStamp {
  const given = reader.texts('labels');
  const labelFields = reader.list('labelFields');
  const metadataFields = reader.list('metadataFields');
  for (const [name, value] of Object.entries(given)) checkLabel(reader, name, value);
  for (const field of labelFields) checkLabelField(reader, field);
  const renamed = Object.entries(given).map(([name, value]) => [labelName(name), value] as const);
  const labels = { ...own, ...Object.fromEntries(renamed) };
  const names = [...renamed.map(([name]) => name), ...labelFields.map(labelName)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) reader.problem('labels', `must not name ${twice} twice; dots and dashes become underscores`);
  const count = new Set([...Object.keys(labels), ...names]).size - 1;
  if (count > maxLabels) {
    reader.problem(
      'labels',
      `must be at most ${maxLabels} with labelFields and env, service_name not counted, got ${count}`,
    );
  }
  return { labels, labelFields, metadataFields };
}

function checkLabel(reader: OptionReader, name: string, value: string): void {
  const option = `labels.${name}`;
  if (isIdOfRequest(name)) reader.problem(option, idAdvice);
  if (value === '' || value.length > maxLabelValue)
    reader.refuse(option, `must have 1 to ${maxLabelValue} characters`, value);
}

function checkLabelField(reader: OptionReader, field: string): void {
  if (isIdOfRequest(field) || isUnbounded(field))
    reader.problem('labelFields', `must not have ${field}, which ${idAdvice}`);
  const near = didYouMean(field, ['service_name', 'env', 'level']);
  if (field === 'service' || field === 'servicename')
    reader.problem('labelFields', `has no use for ${field}: it is a label${near}`);
}

const idAdvice =
  'has a value of its own for nearly every line, and each value of a label is a stream of its own in Loki: use metadataFields';

/** Ids that belong to one request, whatever their spelling. */
function isIdOfRequest(name: string): boolean {
  const joined = name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  return /^(?:trace|span|parent|correlation|request|req|transaction|session|user|customer|order|message|event)id$/.test(
    joined,
  );
}

const unboundedWords: ReadonlySet<string> = new Set(
  'id ids uuid guid ip url uri path email hash token time timestamp date msg message stack duration ms bytes port address'.split(
    ' ',
  ),
);

/** A field whose last word says that its values are without number. */
function isUnbounded(field: string): boolean {
  const words = field
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return unboundedWords.has(words.at(-1) ?? '');
}
