import type { FormatName } from './names.ts';
import type { Format } from './writer.ts';

export type { FormatName } from './names.ts';
export type { FormatContext } from './writer.ts';

/** Every way a report can be written. Each is loaded when it is asked for: a run writes one. */
const loaders: Readonly<Record<FormatName, () => Promise<Format>>> = {
  pretty: async () => (await import('./pretty.ts')).pretty,
  json: async () => (await import('./json.ts')).json,
  ndjson: async () => (await import('./ndjson.ts')).ndjson,
  sarif: async () => (await import('./sarif.ts')).sarif,
  junit: async () => (await import('./junit.ts')).junit,
  csv: async () => (await import('./csv.ts')).csv,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  markdown: async () => (await import('./markdown.ts')).markdown,
  html: async () => (await import('./html/html.ts')).html,
};

export function loadFormat(name: FormatName): Promise<Format> {
  return loaders[name]();
}
