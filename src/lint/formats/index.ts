import { csv } from './csv.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { html } from './html/html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { ndjson } from './ndjson.ts';
import { pretty } from './pretty.ts';
import { sarif } from './sarif.ts';
import type { Format } from './writer.ts';

export type { FormatContext, ReportWriter } from './writer.ts';

/** What `--format` takes. */
export type FormatName =
  | 'pretty'
  | 'json'
  | 'ndjson'
  | 'sarif'
  | 'junit'
  | 'csv'
  | 'github'
  | 'gitlab'
  | 'markdown'
  | 'html';

/** Every way a report can be written. */
export const formats: Readonly<Record<FormatName, Format>> = {
  pretty,
  json,
  ndjson,
  sarif,
  junit,
  csv,
  github,
  gitlab,
  markdown,
  html,
};
