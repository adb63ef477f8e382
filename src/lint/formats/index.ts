import { csv } from './csv.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { html } from './html/html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { FormatName } from './names.ts';
import { ndjson } from './ndjson.ts';
import { pretty } from './pretty.ts';
import { sarif } from './sarif.ts';
import type { Format } from './writer.ts';

export type { FormatName } from './names.ts';
export type { FormatContext } from './writer.ts';

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
