import { parser } from '@grafana/lezer-logql';

/** What a LogQL query says, by Grafana's own grammar. */
export interface LogqlQuery {
  /** Parts that are no LogQL. */
  readonly errors: readonly string[];
  /** Names of labels, metadata and fields that it reads. */
  readonly names: readonly string[];
  /** Paths into the record that `json` takes out. */
  readonly paths: readonly string[];
}

/** Names that the query makes itself: extracted by `json`, by groups of `regexp`, or Loki's own. */
const given = /\(\?P<(\w+)>/g;

export function readLogql(query: string): LogqlQuery {
  const errors: string[] = [];
  const names: string[] = [];
  const paths: string[] = [];
  const made = new Set(['__error__', ...[...query.matchAll(given)].map(([, name = '']) => name)]);
  parser.parse(query).iterate({
    enter({ type, node, from, to }) {
      const text = query.slice(from, to);
      const parent = node.parent?.name;
      if (type.isError) errors.push(text === '' ? `something is missing at ${from}` : text);
      else if (parent === 'LabelExtractionExpression') {
        if (type.name === 'Identifier') made.add(text);
        else if (type.name === 'String') paths.push(JSON.parse(text));
      } else if (type.name === 'Identifier') names.push(text);
      else if (parent === 'LineFormatExpr' && type.name === 'String') {
        names.push(...[...text.matchAll(/\{\{\s*\.(\w+)/g)].map(([, name = '']) => name));
      }
    },
  });
  return { errors, names: [...new Set(names)].filter((name) => !made.has(name)), paths };
}
