import { isCardNumber } from '../rules/checks/card-issuer.ts';
import { isUsSsn } from '../rules/checks/ssn.ts';
import * as nameWords from '../rules/credentials/words.ts';
import type { Rule } from '../rules/rule.ts';
import { type CompiledRules, compileRules } from './compile.ts';
import { createFinder, type Finder } from './finder.ts';
import { createMemberReader } from './members.ts';
import { createNameIndex } from './names.ts';
import { quietTest } from './quiet-test.ts';
import { type Engine, scanText } from './scan-text.ts';
import type { Scanner } from './scanner.ts';

/** Settings of a scanner beside its rules. */
export interface ScannerSettings {
  /** Names that are never sensitive, in any spelling. */
  readonly allowKeys?: readonly string[];
}

/** Compiles rules once. The result may be used for any number of texts. */
export function createScanner(rules: readonly Rule[], settings: ScannerSettings = {}): Scanner {
  const compiled = compileRules(rules);
  const engine: Engine = {
    rules: compiled,
    finder: finderOf(compiled),
    names: createNameIndex(compiled.keys, nameWords, settings.allowKeys),
    numbers: { card: compiled.readers.card, ssn: compiled.readers.ssn, isCard: isCardNumber, isSsn: isUsSsn },
    codes: undefined,
    pool: [],
    steps: 0,
  };
  const isQuiet = quietTest(compiled, engine.finder);
  return {
    scan: (text, mode) => scanText(engine, text, mode, 0),
    isQuiet,
    createMembers: isQuiet === undefined ? undefined : () => createMemberReader(engine),
    get steps() {
      return engine.steps;
    },
  };
}

/** One finder for the same compiled rules, however many redactors use them. */
const finders: WeakMap<CompiledRules, Finder> = new WeakMap();

function finderOf(compiled: CompiledRules): Finder {
  const known = finders.get(compiled) ?? createFinder(compiled.anchors, compiled.kinds);
  finders.set(compiled, known);
  return known;
}
