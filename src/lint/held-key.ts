import type { LintFinding } from './finding.ts';
import type { Fingerprinter } from './fingerprint.ts';
import { previewOfLength } from './preview.ts';

/**
 * Holds back a private key whose BEGIN line was seen until its body has been, and what was found meanwhile, so that
 * findings come in the order of the file. A BEGIN line without a body is no finding.
 */
export interface HeldKey {
  isWaiting(): boolean;
  hold(finding: Omit<LintFinding, 'fingerprint'>): void;
  addBody(part: string): void;
  /** Takes findings, and gives them back when nothing before them is held. */
  pass(findings: readonly LintFinding[]): readonly LintFinding[];
  /** The key is over: gives all that was held. */
  release(): readonly LintFinding[];
}

/** Makes a holder for one stream of lines. Of the body only the state of a hash is kept. */
export function createHeldKey(fingerprint: Fingerprinter): HeldKey {
  let key: Omit<LintFinding, 'fingerprint'> | undefined;
  let value: ReturnType<Fingerprinter['inParts']> | undefined;
  let length = 0;
  let after: LintFinding[] = [];
  return {
    isWaiting: () => key !== undefined,
    hold(finding) {
      key = finding;
      value = undefined;
      length = 0;
    },
    addBody(part) {
      if (key === undefined) return;
      value ??= fingerprint.inParts(key.rule);
      value.add(part);
      length += part.length;
    },
    pass(findings) {
      if (key === undefined) return findings;
      after.push(...findings);
      return [];
    },
    release() {
      const found =
        key === undefined || value === undefined
          ? after
          : [{ ...key, preview: previewOfLength(length), fingerprint: value.end() }, ...after];
      key = undefined;
      value = undefined;
      after = [];
      return found;
    },
  };
}
