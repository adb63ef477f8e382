import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CargoTrait } from './cargo.ts';
import { type Carrier, readCarriers } from './carriers.ts';
import { corpusFolder } from './folder.ts';
import { type RuleFixture, readRuleFixtures, refusedFixture } from './rule-fixtures.ts';

/** Harmless lines of one kind of program. */
export interface BenignLog {
  /** The file's name without its ending. */
  readonly kind: string;
  readonly lines: readonly string[];
}

/** A leak that is known, and why it is there still. */
export interface KnownLeak {
  /** Of one rule, or of every secret with the trait. */
  readonly rule?: string;
  readonly trait?: CargoTrait;
  readonly carriers: readonly string[];
  readonly why: string;
}

/** Everything that is run: what comes with logveil, and what its user added. */
export interface Corpus {
  readonly fixtures: readonly RuleFixture[];
  readonly carriers: readonly Carrier[];
  readonly benign: readonly BenignLog[];
  readonly knownLeaks: readonly KnownLeak[];
}

/** logveil's corpus and, with a directory, its user's. Throws `OptionsError` when that holds none, or a wrong file. */
export function loadCorpus(own?: string): Corpus {
  const shipped: Corpus = {
    fixtures: readRuleFixtures(corpusFolder('rules')),
    carriers: readCarriers(corpusFolder('carriers')),
    benign: readBenign(corpusFolder('benign')),
    knownLeaks: JSON.parse(
      readFileSync(fileURLToPath(new URL('../../../fixtures/known-leaks.json', import.meta.url)), 'utf8'),
    ),
  };
  if (own === undefined) return shipped;
  const added = readOwn(own);
  return {
    fixtures: [...shipped.fixtures, ...added.fixtures],
    carriers: [...shipped.carriers, ...added.carriers],
    benign: [...shipped.benign, ...added.benign],
    knownLeaks: shipped.knownLeaks,
  };
}

function readOwn(directory: string): Omit<Corpus, 'knownLeaks'> {
  const [rules, carriers, benign] = ['rules', 'carriers', 'benign'].map((name) => join(directory, name));
  const found = [rules, carriers, benign].filter((path) => path !== undefined && existsSync(path));
  if (found.length === 0) throw refusedFixture(directory, 'has no rules/, carriers/ or benign/ in it');
  const read = <T>(path: string | undefined, reader: (folder: string) => readonly T[]): readonly T[] =>
    path !== undefined && existsSync(path) ? reader(path) : [];
  return {
    fixtures: read(rules, readRuleFixtures),
    carriers: read(carriers, readCarriers),
    benign: read(benign, readBenign),
  };
}

function readBenign(folder: string): readonly BenignLog[] {
  return readdirSync(folder)
    .sort()
    .map((file) => ({ kind: basename(file, extname(file)), lines: linesOf(readFileSync(join(folder, file), 'utf8')) }));
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
