import type { Candidates } from './candidates.ts';
import type { CompiledRules } from './compile.ts';
import type { Finder } from './finder.ts';
import type { Scanner } from './scanner.ts';
import { giveBack, loadValue, takeSource } from './source.ts';

/** Tells texts in which no rule can begin; absent when that says nothing about a line that is made of such texts. */
export function quietTest(rules: CompiledRules, finder: Finder): Scanner['isQuiet'] {
  const { anchors, everywhere, codes } = rules;
  if (everywhere.length > 0 || codes.length > 0 || anchors.some(({ literal }) => GOES_ON.test(literal)))
    return undefined;
  const found: Candidates = { count: 0, at: new Int32Array(64), ids: new Int32Array(64) };
  return (text) => {
    const source = takeSource();
    found.count = 0;
    // What would be folded may be read in more than one way.
    const isNarrow = loadValue(source, text);
    if (isNarrow) finder.find(source, found, 1);
    giveBack(source);
    return isNarrow && found.count === 0;
  };
}

/** Goes on from a key to a value that is a text, a number or a word, or from a member to the next one. */
const GOES_ON = /(?:^|"):["\dtfn-]|(?:^|["\del]),(?:"|$)/i;
