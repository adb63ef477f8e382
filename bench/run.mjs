/**
 * `npm run bench [-- NAME…]`: runs the scenarios, each in a process of its own, and writes their tables into
 * `docs/numbers.md`. Without names all of them run, which takes some minutes.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSection } from './numbers.mjs';
import { resultsFolder, table } from './report.mjs';
import { repository } from './subject.mjs';

const scenarios = [
  'request-line',
  'request-line-new',
  'small-line',
  'small-line-new',
  'clean-request',
  'lint',
  'finder',
  'scan',
  'startup',
  'peers',
  'context-line',
  'context-run',
  'delivery',
  'http',
  'http-line',
];
/** They take long and the whole machine, so they run only when they are named. */
const onDemand = ['lint-large'];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => ![...scenarios, ...onDemand].includes(name));
if (unknown.length > 0) {
  process.stderr.write(
    `No such scenario: ${unknown.join(', ')}. There are ${[...scenarios, ...onDemand].join(', ')}.\n`,
  );
  process.exit(2);
}

let failed = 0;
for (const name of asked.length === 0 ? scenarios : asked) {
  const { status } = spawnSync(process.execPath, [join(repository, 'bench', `${name}.mjs`)], { stdio: 'inherit' });
  if (status === 0) writeResult(name);
  else failed++;
}
process.exitCode = failed === 0 ? 0 : 1;

function writeResult(name) {
  const result = JSON.parse(readFileSync(join(resultsFolder, `${name}.json`), 'utf8'));
  const notes = [...(result.notes ?? []), result.conditions].join('\n');
  writeSection(join(repository, 'docs', 'numbers.md'), {
    name,
    title: result.title,
    body: `${table(result)}\n\n${notes}`,
  });
}
