import type { Rule } from '../rules/rule.ts';
import { createPrefilter, type Prefilter } from '../scan/index.ts';

/**
 * The finder that says which lines are worth decoding, from the rules that will look at them. A configured path, a
 * rule without anchors and a number told by how it is written have no literal to look for, so with one every line is looked at.
 */
export function candidateFinder(rules: readonly Rule[]): Prefilter {
  return rules.some(hasNoLiteral) ? everywhere : createPrefilter(rules);
}

function hasNoLiteral(rule: Rule): boolean {
  return rule.kind === 'path' || rule.kind === 'code' || (rule.kind === 'value' && rule.anchors.length === 0);
}

/** Sends every line to the closer look. */
export const everywhere: Prefilter = (_bytes, _start, end) => (from) => (from < end ? from : -1);
