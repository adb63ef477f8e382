/** What `--format` takes. Apart from the formats, so that the help of the command loads none of them. */
export const formatNames = [
  'pretty',
  'json',
  'ndjson',
  'sarif',
  'junit',
  'csv',
  'github',
  'gitlab',
  'markdown',
  'html',
] as const;

/** A way to write a report. */
export type FormatName = (typeof formatNames)[number];
