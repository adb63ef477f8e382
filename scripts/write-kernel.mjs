/**
 * Writes src/scan/kernel-code.ts: the finder's inner loop as WebAssembly, assembled from the text below. The loop takes
 * eight places a turn, written out, because a branch for each would cost more than the look-ups.
 *
 *   node scripts/write-kernel.mjs           writes the file
 *   node scripts/write-kernel.mjs --check   fails when it is not up to date
 *   node scripts/write-kernel.mjs --print   prints the assembler text
 */
import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

const places = 8;
const pages = 107;
const tableBytes = 4 << 16;
// Fibonacci hashing (Knuth, TAOCP 3, section 6.4). Of the 1,300 windows of the default rules one hash in 200 has the bit;
// with a quarter as many bits a place in every second line was looked at for nothing.
const multiplier = 0x9e3779b1;
const hashBits = 18;
const each = (count, line) => Array.from({ length: count }, (_, index) => line(index)).join('\n');
const or = (terms) => terms.reduce((all, term) => `(i32.or ${all} ${term})`);
const get = (name) => `(local.get $${name})`;
const and = (...terms) => terms.map((term) => get(term)).reduce((all, term) => `(i32.and ${all} ${term})`);

/** The table's entry for the two bytes at `$at + offset`. */
const entry = (offset) =>
  `(i32.load (i32.add (local.get $table) (i32.shl (i32.load16_u offset=${offset} (local.get $at)) (i32.const 2))))`;

/** Stores a place and its bits. */
const store = (offset, bits) => `
        (i32.store (local.get $out) (i32.add (local.get $at) (i32.const ${offset})))
        (i32.store offset=4 (local.get $out) ${bits})`;

/** Whether the window whose bytes are in `$key` is one that is looked for: a bit by its hash, behind the table. */
const known = (key) => {
  const hash = `(local.tee $hash (i32.shr_u (i32.mul ${key} (i32.const ${multiplier})) (i32.const ${32 - hashBits})))`;
  return `(i32.shr_u (i32.load8_u offset=${tableBytes} (i32.add (local.get $table) (i32.shr_u ${hash} (i32.const 3)))) (i32.and (local.get $hash) (i32.const 7)))`;
};

/** Notes a place when its four bytes, or three, are a window, or a bucket passed that has no literals. */
const note = (offset, bits) => `      (if ${bits} (then
${store(offset, bits)}
        (local.set $key (i32.or (i32.load offset=${offset} (local.get $at)) (i32.const 0x20202020)))
        (local.set $out (i32.add (local.get $out) (i32.shl
          (i32.or (i32.ne (i32.and ${bits} (i32.const 0x300)) (i32.const 0))
            (i32.and (i32.const 1) (i32.or ${known(get('key'))} ${known(`(i32.and (local.get $key) (i32.const 0xffffff))`)})))
          (i32.const 3))))))`;

/** Whether the two bytes at an address belong to a run of digits. */
const isPair = (address) =>
  `(i32.lt_s (i32.load (i32.add (local.get $table) (i32.shl (i32.load16_u ${address}) (i32.const 2)))) (i32.const 0))`;
/** Whether a byte is a digit or stands between two: it does when it makes a pair with a digit behind it. */
const isPart = (address) =>
  `(i32.lt_s (i32.load (i32.add (local.get $table) (i32.shl (i32.or (i32.load8_u ${address}) (i32.const 0x3000)) (i32.const 2)))) (i32.const 0))`;
const isDigit = (address) => `(i32.lt_u (i32.sub (i32.load8_u ${address}) (i32.const 48)) (i32.const 10))`;
const plus = (name, count) => `(i32.add ${get(name)} (i32.const ${count}))`;

// An SSN with its dashes has 11 characters; 13 digits alone are epoch milliseconds or a bar code (src/scan/probes.ts).
const shortest = 11;
const epoch = 13;
const reach = epoch + 2;

/** Whether a run around a pair is to be noted: dates, times and other short runs, which stand in every line, are not. */
const isLong = `
  (func $isLong (param $at i32) (param $begin i32) (param $end i32) (param $table i32) (result i32)
    (local $from i32) (local $to i32) (local $least i32) (local $most i32)
    (local.set $least ${plus('at', -reach)})
    (local.set $most ${plus('at', reach)})
    ;; Near the ends of what was loaded the rest of a run may not be in sight.
    (if (i32.or (i32.lt_u (local.get $least) (local.get $begin)) (i32.gt_u ${plus('most', 2)} (local.get $end))) (then (return (i32.const 1))))
    (local.set $from (local.get $at))
    (loop $left
      (if ${isPair(plus('from', -1))} (then
        (local.set $from ${plus('from', -1)})
        (br_if $left (i32.gt_u (local.get $from) (local.get $least))))))
    (local.set $to ${plus('at', 1)})
    (loop $right
      (if ${isPair(get('to'))} (then
        (local.set $to ${plus('to', 1)})
        (br_if $right (i32.lt_u (local.get $to) (local.get $most))))))
    (if (i32.or (i32.le_u (local.get $from) (local.get $least)) (i32.ge_u (local.get $to) (local.get $most))) (then (return (i32.const 1))))
    (local.set $from (i32.add (local.get $from) (i32.eqz ${isDigit(get('from'))})))
    (local.set $to (i32.add (local.get $to) ${isDigit(get('to'))}))
    ;; A run behind two separators is noted with this one.
    (if (i32.and ${isPart(get('to'))} ${isPart(plus('to', 1))}) (then (return (i32.const 1))))
    (if (i32.lt_u (i32.sub (local.get $to) (local.get $from)) (i32.const ${shortest})) (then (return (i32.const 0))))
    (if (i32.ne (i32.sub (local.get $to) (local.get $from)) (i32.const ${epoch})) (then (return (i32.const 1))))
    (loop $digit
      (if (i32.eqz ${isDigit(get('from'))}) (then (return (i32.const 1))))
      (local.set $from ${plus('from', 1)})
      (br_if $digit (i32.lt_u (local.get $from) (local.get $to))))
    (i32.const 0))`;

/** How many of the eight bytes at an address are line ends: their differences to one that are zero (Warren, Hacker's Delight, 6-1). */
const lineEndsAt = (offset) => `
        (local.set $bytes (i64.xor (i64.load offset=${offset} (local.get $at)) (i64.const 0x0a0a0a0a0a0a0a0a)))
        (local.set $others (i64.add (local.get $others) (i64.popcnt (i64.and (i64.const 0x8080808080808080) (i64.or (local.get $bytes)
          (i64.add (i64.and (local.get $bytes) (i64.const 0x7f7f7f7f7f7f7f7f)) (i64.const 0x7f7f7f7f7f7f7f7f)))))))`;

const turn = 32;
const countLines = `
  ;; How many line ends stand from one address up to another: 32 bytes a turn, the rest one by one.
  (func (export "countLines") (param $at i32) (param $end i32) (result i32)
    (local $bytes i64) (local $others i64) (local $count i32)
    (local.set $count (i32.and (i32.sub (local.get $end) (local.get $at)) (i32.const ${-turn})))
    (block $done (loop $turn
      (br_if $done (i32.gt_u (i32.add (local.get $at) (i32.const ${turn})) (local.get $end)))
${each(turn / 8, (index) => lineEndsAt(8 * index))}
      (local.set $at (i32.add (local.get $at) (i32.const ${turn})))
      (br $turn)))
    (local.set $count (i32.sub (local.get $count) (i32.wrap_i64 (local.get $others))))
    (block $over (loop $byte
      (br_if $over (i32.ge_u (local.get $at) (local.get $end)))
      (local.set $count (i32.add (local.get $count) (i32.eq (i32.load8_u (local.get $at)) (i32.const 10))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br $byte)))
    (local.get $count))`;

const text = `(module
  (memory (export "memory") ${pages})${isLong}${countLines}
  ;; Addresses of the first byte, of the end, of the table and of where places are noted; returns where the notes end.
  (func (export "find") (param $at i32) (param $end i32) (param $table i32) (param $out i32) (result i32)
${each(places + 2, (index) => `    (local $v${index} i32)`)}
${each(places, (index) => `    (local $m${index} i32)`)}
    (local $one i32) (local $two i32) (local $three i32) (local $pair i32) (local $digits i32) (local $run i32) (local $fresh i32) (local $key i32) (local $hash i32) (local $begin i32)
    (local.set $begin (local.get $at))
    (local.set $v0 ${entry(0)})
    (local.set $v1 ${entry(1)})
    (local.set $one (local.get $v0))
    (local.set $fresh (i32.const 0x80000000))
    (block $done (loop $turn
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
${each(
  places,
  (index) => `      (local.set $v${index + 2} ${entry(index + 2)})
      (local.set $m${index} (i32.and (i32.and ${get(`v${index}`)} (i32.shr_u ${get(`v${index + 1}`)} (i32.const 10))) (i32.shr_u ${get(`v${index + 2}`)} (i32.const 20))))`,
)}
      ;; Four whole pairs of a run of digits, ending with the first to fourth of this turn; $run when with the last one.
      (local.set $pair ${and('v2', 'v4')})
      (local.set $run ${and('pair', 'v6', 'v8')})
      (local.set $digits (i32.and (local.get $fresh)
        ${or([and('three', 'v2'), and('two', 'pair'), and('one', 'pair', 'v6'), get('run')])}))
      ;; A run that was noted in this turn is not noted again in the next.
      (local.set $fresh (i32.and (i32.const 0x80000000) (i32.xor (local.get $run) (i32.const -1))))
      (local.set $one ${get('v8')})
      (local.set $two ${and('v6', 'v8')})
      (local.set $three ${and('v4', 'two')})
      (if ${or([...Array.from({ length: places }, (_, index) => get(`m${index}`)), get('digits')])} (then
        (if (local.get $digits) (then
${store(2, get('digits'))}
        (local.set $out (i32.add (local.get $out) (i32.shl
          (call $isLong ${plus('at', 2)} (local.get $begin) (local.get $end) (local.get $table)) (i32.const 3))))))
${each(places, (index) => note(index, get(`m${index}`)))}
      ))
      (local.set $v0 ${get(`v${places}`)})
      (local.set $v1 ${get(`v${places + 1}`)})
      (local.set $at (i32.add (local.get $at) (i32.const ${places})))
      (br $turn)))
    (local.get $out)))`;

const file = new URL('../src/scan/kernel-code.ts', import.meta.url);
const { parseWat } = await wabt();
const code = fileOf(Buffer.from(parseWat('kernel.wat', text).toBinary({}).buffer).toString('base64'));
if (process.argv.includes('--print')) process.stdout.write(`${text}\n`);
else if (!process.argv.includes('--check')) writeFileSync(file, code);
else if (readFileSync(file, 'utf8') !== code) {
  process.stderr.write('src/scan/kernel-code.ts is not up to date: run node scripts/write-kernel.mjs\n');
  process.exitCode = 1;
}

function fileOf(base64) {
  const lines = base64.match(/.{1,110}/g).map((line) => `  '${line}'`);
  return `/** The finder's inner loop, WebAssembly in base64. Written by scripts/write-kernel.mjs, which holds its source. */\nexport const kernelCode: string =\n${lines.join(' +\n')};\n`;
}
