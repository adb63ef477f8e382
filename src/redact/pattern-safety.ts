import { createRequire } from 'node:module';
import type { Diagnostics, Parameters } from 'recheck';

/**
 * Why an expression may not be run on every log line, or undefined when its time grows linearly with the line.
 *
 * `recheck` decides. Its default entry starts a JVM or a native binary and waits for it in a worker; its browser build
 * holds the same checker compiled to JavaScript and runs in this thread. Loading it took 95 ms and a check 1 to 240 ms
 * (Node 20.20, 2026-11), so it is loaded only when somebody brings expressions of their own; and with its binaries it
 * takes 57 MB of disk, so it is an optional peer that only they install.
 */
export function patternProblem(pattern: RegExp): string | undefined {
  if (pattern.flags.includes('v')) return 'uses the flag v, which cannot be checked: write it with the flag u';
  const flags = pattern.flags.replace(/[gydu]/g, '') + (pattern.unicode ? 'u' : '');
  const checker = loadRecheck();
  if (checker === undefined) return 'cannot be checked without the package recheck: npm install recheck';
  const diagnostics = diagnose(checker, pattern.source, flags);
  switch (diagnostics.status) {
    case 'safe':
      return undefined;
    case 'vulnerable':
      return `takes ${diagnostics.complexity.type} time on long lines because of ${hotspotOf(pattern.source, diagnostics.hotspot)}: bound the repetition, as in {1,64}`;
    case 'unknown':
      return `could not be shown to run in linear time (${diagnostics.error.kind}): shorten it, bound its repetitions or split it into several rules`;
  }
}

// The sum of repeat counts above which recheck leaves the exact method for fuzzing. `{36}` and `{20,255}` are everyday
// bounds of key patterns; with the default of 30 they took 0.5 s or ended as unknown, with this 2 ms.
const EXACT: Parameters = { timeout: 2000, maxRepeatCount: 5000 };
const FUZZ: Parameters = { timeout: 3000, checker: 'fuzz' };
// A bounded repetition inside a bounded repetition is finite, hence safe for the exact method, and can still take hours.
const NESTED_REPEAT = /(?:[*+]|\{\d+(?:,\d*)?\})[^()]*\)+(?:[*+]|\{\d+(?:,\d*)?\})/;

function diagnose({ checkSync }: Recheck, source: string, flags: string): Diagnostics {
  const exact = checkSync(source, flags, EXACT);
  return exact.status === 'safe' && NESTED_REPEAT.test(source) ? checkSync(source, flags, FUZZ) : exact;
}

interface Recheck {
  checkSync(source: string, flags: string, parameters: Parameters): Diagnostics;
}

let recheck: Recheck | undefined;

/** The checker, or undefined when it is not installed. */
function loadRecheck(): Recheck | undefined {
  try {
    // The cast holds: the browser build exports the functions that recheck's own types declare for the package.
    recheck ??= createRequire(import.meta.url)('recheck/lib/browser.js') as Recheck;
  } catch {
    return undefined;
  }
  return recheck;
}

function hotspotOf(source: string, hotspots: readonly { start: number; end: number; temperature: string }[]): string {
  const parts = hotspots
    .filter(({ temperature }) => temperature === 'heat')
    // The spot is what repeats; its quantifier says how often.
    .map(({ start, end }) => source.slice(start, end) + (QUANTIFIER.exec(source.slice(end))?.[0] ?? ''));
  const shown = [...new Set(parts)].slice(0, 3).map((part) => `"${part}"`);
  return shown.length === 0 ? 'the whole expression' : shown.join(' and ');
}

const QUANTIFIER = /^(?:[*+]|\{\d+(?:,\d*)?\})/;
