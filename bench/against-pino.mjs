/** Log calls of createLogger against bare pino of the same version, level and base fields, to a destination that does nothing. */
import { pino } from 'pino';
import { compare } from './harness.mjs';
import { comparisonColumns, comparisonRows, methodOf, report } from './report.mjs';
import { subject } from './subject.mjs';

/** Remembers the last line, so that it can be looked at; that is all it does. */
export function nullDestination() {
  return {
    last: '',
    write(line) {
      this.last = line;
    },
  };
}

const service = { service: 'checkout', env: 'production', version: '1.4.2' };
const base = { service_name: 'checkout', env: 'production', version: '1.4.2' };

/** Bare pino's ways to write level and time. The first is the bar: the cheapest there is. */
const pinoWays = {
  "bare pino: number level, pino's own time": {},
  'bare pino: text level, ISO time': {
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  },
};

/**
 * @param {object} scenario
 * @param {string} scenario.name
 * @param {string} scenario.title
 * @param {(turn: number) => object} scenario.record asked once, or for each call when `isNew`
 * @param {boolean} [scenario.isNew]
 * @param {string} scenario.message
 * @param {number} scenario.bar the least speed, as a multiple of bare pino's
 * @param {(line: string) => void} scenario.check throws when a line of createLogger's is not as it should be
 */
export async function againstPino({ name, title, record, isNew = false, message, bar, check }) {
  const { createLogger } = await subject('index');
  const contenders = [
    ...Object.entries(pinoWays).map(([way, options]) => contender(way, (to) => pino({ base, ...options }, to))),
    contender('createLogger, default packs', (to) => createLogger(service, to)),
    contender('createLogger, no packs', (to) => createLogger({ ...service, redact: { packs: [] } }, to)),
  ];
  const [, , subjectOfBar] = contenders;
  const fields = record(0);
  let turn = 0;
  for (const each of contenders) {
    each.call = isNew ? () => each.logger.info(record(turn++), message) : () => each.logger.info(fields, message);
  }
  const result = compare({ contenders, afterRound: () => check(subjectOfBar.to.last) });
  const reached = result.contenders[2].speed.median;
  report({
    name,
    title,
    columns: comparisonColumns,
    rows: comparisonRows(result),
    notes: [
      `pino ${pino.version}; a line is ${contenders[0].to.last.length} characters from bare pino. Both have the same level and the base fields \`service_name\`, \`env\`, \`version\`; the destination does nothing.`,
      `Bar: ${bar.toFixed(2)} of the first row's speed. ${reached >= bar ? 'Reached' : 'Not reached'}: ${reached.toFixed(2)}.`,
    ],
    method: methodOf(result),
    data: { bar, reached, ...result },
  });
}

function contender(name, create) {
  const to = nullDestination();
  return { name, to, logger: create(to), call: () => undefined };
}
