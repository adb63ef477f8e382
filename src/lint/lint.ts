import { createEngine } from '../redact/engine.ts';
import { createBlockCutter } from './blocks.ts';
import { candidateFinder } from './candidates.ts';
import { createFileScanner, type LintEngine } from './file-scanner.ts';
import type { LintFinding, LintProblem } from './finding.ts';
import type { LintOptions, LintRun } from './options.ts';
import { type LintSettings, resolveLint } from './settings.ts';
import { describeReadError, type LintSource, readSource } from './source.ts';
import { createTally } from './tally.ts';

/**
 * Looks for secrets and personal data in log files, with the rules the logger uses: what it reports is what the
 * logger would have removed. Files of any size and any line length; nothing is written.
 *
 * Throws `OptionsError` for bad options. A source that cannot be read is no exception: it is told to `onProblem` and
 * listed in the summary.
 *
 * @example
 * ```ts
 * import { lint } from 'logveil/lint';
 * const run = lint(['app.log']);
 * for await (const { file, line, column, rule } of run) console.log(`${file}:${line}:${column} ${rule}`);
 * console.log(run.summary().findings);
 * ```
 */
export function lint(sources: Iterable<LintSource>, options: LintOptions = {}): LintRun {
  const settings = resolveLint(options);
  const redactor = createEngine(settings.redact);
  const engine = { redactor, candidates: candidateFinder(redactor.rules) };
  const tally = createTally();
  const run = async function* (): AsyncGenerator<LintFinding> {
    for (const source of sources) {
      if (settings.signal?.aborted) return;
      yield* scanSource(source, { engine, settings, tally });
    }
  };
  return { [Symbol.asyncIterator]: run, summary: tally.summary };
}

interface Scan {
  readonly engine: LintEngine;
  readonly settings: LintSettings;
  readonly tally: ReturnType<typeof createTally>;
}

async function* scanSource(source: LintSource, { engine, settings, tally }: Scan): AsyncGenerator<LintFinding> {
  const file = typeof source === 'string' ? source : source.name;
  const addProblem = (problem: LintProblem): void => {
    tally.addProblem(problem);
    settings.onProblem?.(problem);
  };
  const scanner = createFileScanner(file, engine);
  const failuresBefore = engine.redactor.failures();
  const cutter = createBlockCutter(settings.maxLineBytes, settings.overlapBytes);
  try {
    for await (const chunk of readSource(source, settings.chunkBytes)) {
      for (const block of cutter.push(chunk)) yield* tally.count(scanner.scan(block));
      tally.addBytes(chunk.length);
      settings.onProgress?.(tally.bytes());
      if (settings.signal?.aborted) return tally.endFile(scanner.lines(), false);
    }
    for (const block of cutter.end()) yield* tally.count(scanner.scan(block));
    const failed = engine.redactor.failures() - failuresBefore;
    tally.endFile(scanner.lines(), failed === 0);
    if (failed > 0)
      addProblem({
        file,
        code: 'failed',
        message: `${failed} ${failed === 1 ? 'line' : 'lines'} could not be searched; the rest was scanned`,
      });
  } catch (error) {
    tally.endFile(scanner.lines(), false);
    if (!settings.signal?.aborted) addProblem({ file, ...describeReadError(error) });
  }
}
