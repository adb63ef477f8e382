/** `logveil ship` in a process of its own: `node ship-child.mjs SPOOL URL`. Prints its processor time in seconds as JSON. */
import { subject } from './subject.mjs';

const [, , spool, url] = process.argv;
const { run } = await subject('cli/run');
const exitCode = await run(['ship', '--spool', spool, '--url', url, '--once', '--quiet'], process);
const { user, system } = process.cpuUsage();
process.stdout.write(JSON.stringify({ exitCode, cpuSeconds: (user + system) / 1e6 }));
