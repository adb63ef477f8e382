import { describe, expect, it } from 'vitest';
import type { LoggerOptions } from '../../src/logger/index.ts';
import type { RedactOptions } from '../../src/redact/index.ts';
import { readDocument } from './markdown.ts';

// The compiler asks for a line here when an option is added, and the test for a row in the documents.
const loggerOptions = {
  service: true,
  version: true,
  env: true,
  redact: true,
  loki: true,
  otlp: true,
  pretty: true,
  clock: true,
  onInternalError: true,
  level: true,
  customLevels: true,
  useOnlyCustomLevels: true,
  levelComparison: true,
  name: true,
  enabled: true,
  base: true,
  serializers: true,
  formatters: true,
  hooks: true,
  mixin: true,
  mixinMergeStrategy: true,
  onChild: true,
  messageKey: true,
  errorKey: true,
  nestedKey: true,
  msgPrefix: true,
  timestamp: true,
  crlf: true,
  depthLimit: true,
  edgeLimit: true,
  transport: true,
} satisfies Record<keyof LoggerOptions, true>;

const redactOptions = {
  packs: true,
  rules: true,
  keys: true,
  paths: true,
  censor: true,
  censors: true,
  remove: true,
  allow: true,
  knownSecrets: true,
  pseudonym: true,
} satisfies Record<keyof RedactOptions, true>;

describe('the tables of options in the README', () => {
  it('have a row for every option of createLogger and no other', () => {
    expect(rowsUnder('## Options of createLogger').sort()).toEqual(Object.keys(loggerOptions).sort());
  });

  it('have a row for every option of redact and no other', () => {
    expect(rowsUnder('## The redact option').sort()).toEqual(Object.keys(redactOptions).sort());
  });
});

/** The names in the first column of the tables of a section. */
function rowsUnder(heading: string): string[] {
  const section = readDocument('README.md').split(`${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const firstColumns = [...section.matchAll(/^\| ([^|]+)\|/gm)].map(([, cell = '']) => cell);
  return firstColumns.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
}
