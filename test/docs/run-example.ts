import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Example, root } from './markdown.ts';

/**
 * Runs an example as a reader would, in an empty directory where logveil and pino are installed, and gives what it
 * wrote, standard error after standard output. `js` is a module for Node, `sh` a script in which `logveil` is a command.
 */
export function runExample({ language, source, place }: Example): string {
  const directory = mkdtempSync(join(tmpdir(), 'logveil-docs-'));
  try {
    install(directory);
    const [command, file] = language === 'sh' ? ['sh', 'example.sh'] : [process.execPath, 'example.js'];
    writeFileSync(join(directory, file), source);
    const path = `${join(directory, 'bin')}:${process.env['PATH']}`;
    const run = spawnSync(command, [file], {
      cwd: directory,
      encoding: 'utf8',
      timeout: 15_000,
      env: { PATH: path, NO_COLOR: '1' },
    });
    // A script says itself what it exits with; a program that fails is never meant to.
    if (language !== 'sh' && run.status !== 0) throw new Error(`${place} exits with ${run.status}: ${run.stderr}`);
    return (run.stdout + run.stderr).trimEnd();
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function install(directory: string): void {
  const modules = join(directory, 'node_modules');
  mkdirSync(modules);
  symlinkSync(root, join(modules, 'logveil'));
  symlinkSync(join(root, 'node_modules/pino'), join(modules, 'pino'));
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'logveil'), `#!/bin/sh\nexec "${process.execPath}" "${root}/dist/cli/bin.cjs" "$@"\n`);
  chmodSync(join(bin, 'logveil'), 0o755);
}

/** What differs from run to run, replaced by a name for its form: times, random ids, durations. */
export function normalised(output: string): string {
  return output
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\b/g, '<time>')
    .replace(/\[\d\d:\d\d:\d\d\.\d{3}\]/g, '[<time of day>]')
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>')
    .replace(/\b\d+(?:\.\d)? m?s\b/g, '<duration>');
}
