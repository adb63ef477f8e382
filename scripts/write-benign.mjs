/**
 * Writes harmless logs into fixtures/benign/ from the templates in scripts/benign/: one file a kind of program, `ROUNDS`
 * lines a template, in which the placeholders are filled with made-up values. The same seed gives the same files. With
 * --check it writes nothing and fails when a file is not up to date. Files without templates are left alone.
 *
 * A line with nothing to fill in is written once. Time runs on from line to line.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const ROUNDS = 10;
const START = Date.UTC(2026, 10, 20, 6);
const PLACEHOLDER = /\{([A-Za-z]+\d*|[a-z]+\d*):?([\w.-]*)\}/g;

function write(kind, lines) {
  const random = createRandom(kind);
  const once = new Set();
  const out = [];
  let time = START + random.below(3_600_000);
  for (let round = 0; round < ROUNDS; round++) {
    for (const template of random.shuffle(lines)) {
      time += 1 + random.below(9000);
      const line = template.replace(PLACEHOLDER, (whole, name, args) => values[name]?.(random, args, time) ?? whole);
      if (once.has(line)) continue;
      once.add(line);
      out.push(line);
    }
  }
  return `${out.join('\n')}\n`;
}

/** mulberry32, seeded with the name: good enough to make numbers look like numbers. */
function createRandom(name) {
  let state = [...name].reduce((sum, char) => Math.imul(sum, 31) + char.charCodeAt(0), 7) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit) => Math.floor(next() * limit);
  const pick = (items) => items[below(items.length)];
  const letters = (alphabet, count) => Array.from({ length: count }, () => pick(alphabet)).join('');
  const shuffle = (items) => {
    const copy = [...items];
    for (let at = copy.length - 1; at > 0; at--) {
      const other = below(at + 1);
      [copy[at], copy[other]] = [copy[other], copy[at]];
    }
    return copy;
  };
  return { below, pick, letters, shuffle };
}

function between({ below }, args, digits = 0) {
  const [low, high] = args.split('-').map(Number);
  const number = low + below((high - low) * 10 ** digits + 1) / 10 ** digits;
  return digits === 0 ? String(Math.floor(number)) : number.toFixed(digits);
}

const HEX = '0123456789abcdef';
const ALNUM = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const hex =
  (count) =>
  ({ letters }) =>
    letters(HEX, count);
const upperHex = (count) => (random) => hex(count)(random).toUpperCase();
const alnum =
  (count) =>
  ({ letters }) =>
    letters(ALNUM, count);
const podLetters =
  (count) =>
  ({ letters }) =>
    letters('bcdfghjklmnpqrstvwxz2456789', count);
const two = (number) => String(number).padStart(2, '0');
const iso = (time) => new Date(time).toISOString();
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const clock = (time) => iso(time).slice(11, 19);
const day = (time) => `${iso(time).slice(8, 10)}/${months[new Date(time).getUTCMonth()]}/2026`;

function uuid(random) {
  const text = hex(32)(random);
  const variant = random.pick('89ab');
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20)}`;
}

const agents = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.6478.127 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0',
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.6478.72 Mobile Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
];

/** What stands for a placeholder: from the random numbers, what follows its colon, and the time of the line. */
const values = {
  n: (random, args) => between(random, args),
  f: (random, args) => between(random, args, random.below(3) + 1),
  ms: ({ below, pick }) => pick([String(below(900)), `${below(90)}.${below(1000)}`, String(below(30_000))]),
  uuid,
  UUID: (random) => uuid(random).toUpperCase(),
  ULID: ({ letters }) => `01HZ${letters('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 22)}`,
  hex2: hex(2),
  hex4: hex(4),
  hex5: hex(5),
  hex6: hex(6),
  hex7: hex(7),
  sha7: hex(7),
  hex8: hex(8),
  hex10: hex(10),
  hex12: hex(12),
  hex13: hex(13),
  hex16: hex(16),
  hex24: hex(24),
  hex32: hex(32),
  hex40: hex(40),
  sha1: hex(40),
  hex64: hex(64),
  HEX2: upperHex(2),
  HEX8: upperHex(8),
  HEX32: upperHex(32),
  HEX40: upperHex(40),
  HEX64: upperHex(64),
  alnum6: alnum(6),
  alnum8: alnum(8),
  alnum11: alnum(11),
  alnum14: alnum(14),
  alnum22: alnum(22),
  alnum24: alnum(24),
  alnum29: alnum(29),
  alnum40: alnum(40),
  ALNUM8: (random) => alnum(8)(random).toUpperCase(),
  UPPER17: ({ letters }) => letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 17),
  eslike: ({ letters }) => letters(`${ALNUM}-_`, 22),
  b64: ({ letters }, args) => letters(`${ALNUM}+/`, Number(args)),
  pod3: podLetters(3),
  pod5: podLetters(5),
  pod: (random) => `${random.pick(['cart', 'auth', 'search'])}-${hex(9)(random)}-${podLetters(5)(random)}`,
  host: ({ pick }) => pick(['web-1', 'web-2', 'db-0', 'edge-fra-3', 'worker-7', 'ip-10-0-42-55']),
  user: ({ pick }) => pick(['jane', 'joe', 'ops', 'deploy', 'kim']),
  ip: ({ below }) => `10.${below(256)}.${below(256)}.${1 + below(254)}`,
  pubip: ({ below, pick }) => `${pick(['203.0.113', '198.51.100', '192.0.2'])}.${1 + below(254)}`,
  ip6: (random) => `2001:db8:${hex(4)(random)}::${hex(4)(random)}`,
  port: ({ below }) => String(1024 + below(64_000)),
  status: ({ pick }) =>
    String(pick([200, 200, 200, 201, 204, 302, 304, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503])),
  ua: ({ pick }) => pick(agents),
  loc: ({ pick }) => pick(['de', 'fr', 'pt-BR', 'en-GB', 'ja', 'nl', 'tr']),
  ver: ({ below }) => `${1 + below(6)}.${below(40)}.${below(20)}`,
  snowflake: ({ below }) => `17845${below(10 ** 7)}${below(10 ** 7)}`.padEnd(19, '3').slice(0, 19),
  iso: (_, __, time) => iso(time),
  isos: (_, __, time) => `${iso(time).slice(0, 19)}Z`,
  isoms: (_, __, time) => iso(time),
  isous: ({ below }, _, time) => iso(time).replace('Z', `${100 + below(900)}`),
  isons: ({ below }, _, time) => iso(time).replace('Z', `${1000 + below(9000)}`),
  epoch: (_, __, time) => String(Math.floor(time / 1000)),
  epochf: ({ below }, _, time) => `${Math.floor(time / 1000)}.${1000 + below(900_000)}`,
  epochms: (_, __, time) => String(time),
  epochns: ({ below }, _, time) => `${time}${100_000 + below(900_000)}`,
  clf: (_, __, time) => `${day(time)}:${clock(time)} +0000`,
  clfms: (_, __, time) => `${day(time)}:${clock(time)}.${iso(time).slice(20, 23)}`,
  bsd: (_, __, time) => `Nov 20 ${clock(time)}`,
  apacheerr: ({ below }, _, time) => `Fri Nov 20 ${clock(time)}.${100_000 + below(900_000)} 2026`,
  spdlog: (_, __, time) => `2026-11-20 ${clock(time)}.${iso(time).slice(20, 23)}`,
  pytime: (_, __, time) => `2026-11-20 ${clock(time)},${iso(time).slice(20, 23)}`,
  escom: (_, __, time) => `2026-11-20T${clock(time)},${iso(time).slice(20, 23)}`,
  railstime: (_, __, time) => `2026-11-20 ${clock(time)} +0000`,
  sqltime: (_, __, time) => `2026-11-20 ${clock(time)}`,
  sqltimems: (_, __, time) => `2026-11-20 ${clock(time)}.${iso(time).slice(20, 23)}`,
  phptime: (_, __, time) => `${two(new Date(time).getUTCDate())}-Nov-2026 ${clock(time)}`,
  rmq: ({ below }, _, time) => `2026-11-20 ${clock(time)}.${100_000 + below(900_000)}+00:00`,
};

const templates = new URL('./benign/', import.meta.url);
const target = new URL('../fixtures/benign/', import.meta.url);

for (const file of readdirSync(templates).sort()) {
  const kind = basename(file, '.txt');
  const text = write(kind, readFileSync(new URL(file, templates), 'utf8').trimEnd().split('\n'));
  const path = new URL(`${kind}.log`, target);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (process.argv.includes('--check')) {
    process.stderr.write(`fixtures/benign/${kind}.log is not up to date: run node scripts/write-benign.mjs\n`);
    process.exitCode = 1;
  } else writeFileSync(path, text);
}
