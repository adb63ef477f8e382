import { isIban } from '../rules/checks/iban.ts';
import { readBase64 } from './base64.ts';
import type { Candidates } from './candidates.ts';
import { PLUS } from './chars.ts';
import { type CodeTable, createCodeTable, readCodes } from './codes.ts';
import type { Action, CompiledRules } from './compile.ts';
import { readIban, readPhone } from './contact.ts';
import { readEmail } from './email.ts';
import type { Finder } from './finder.ts';
import type { Hit } from './finding.ts';
import { mergeHits } from './hits.ts';
import { readKey } from './key-reader.ts';
import { isMask } from './masks.ts';
import type { NameIndex } from './names.ts';
import { type NumberRules, readNumbers } from './numbers.ts';
import { readPem } from './pem.ts';
import { AT_SIGN, DIGITS, ESCAPED_BYTE, FORM_BLANK, IBAN_HEAD, PLUS_DIGIT, SOFT_HYPHEN } from './probes.ts';
import { giveBack, loadFolded, loadSource, type Source, takeSource } from './source.ts';
import { createPlaces, type ScanState } from './state.ts';
import type { TextMode } from './text-mode.ts';
import { readUserInfo } from './url.ts';
import { readEverywhere, readValues } from './value-reader.ts';
import { encodedWord, formValue, hidesUnit, unescapeBytes, unescapeUnits, type View } from './views.ts';

/** Text in escaped text in escaped text: as deep as anything is looked at. */
const MAX_DEPTH = 4;
/** More candidates than any text has places. */
const NO_LIMIT = 0x3fffffff;
const NOTHING: readonly Hit[] = Object.freeze([]);

/** What one scan works with. */
export interface Run extends ScanState {
  readonly candidates: Candidates;
  /** Where the last percent-encoded word ends: each is decoded once. */
  wordEnd: number;
  wantsUnits: boolean;
  depth: number;
}

/** Compiled rules and what is kept from scan to scan. */
export interface Engine {
  readonly rules: CompiledRules;
  readonly finder: Finder;
  readonly names: NameIndex;
  readonly numbers: NumberRules;
  /** Made for the first text: start-up is not kept waiting. */
  codes: CodeTable | undefined;
  /** One run for each depth; taken while in use, so that a validator which scans does not disturb its caller. */
  readonly pool: Run[];
  steps: number;
}

/** Everything found in a text. */
export function scanText(engine: Engine, text: string, mode: TextMode, depth: number): readonly Hit[] {
  if (text.length < 3) return NOTHING;
  const run = openRun(engine);
  const { source, candidates } = run;
  loadSource(source, text, mode);
  find(engine, run);
  if (candidates.count > 0 && source.map === undefined) source.text = source.bytes.latin1Slice(0, source.length);
  if (candidates.count > 0 || engine.rules.everywhere.length > 0 || engine.rules.codes.length > 0)
    visit(engine, run, text, depth);
  const found = run.hits.length === 0 ? NOTHING : mergeHits(mapBack(run));
  closeRun(engine, run);
  return found;
}

/** A run with a source to be loaded. */
export function openRun(engine: Engine): Run {
  const source = takeSource();
  const run = engine.pool.pop() ?? createRun(engine.names, source);
  run.source = source;
  run.depth = 0;
  start(run);
  return run;
}

/** Not when something threw: what is left of the run is not worth a second use. */
export function closeRun(engine: Engine, run: Run): void {
  engine.steps += run.steps;
  giveBack(run.source);
  engine.pool.push(run);
}

/** Fills the run's candidates. */
export function find(engine: Engine, { source, candidates }: Run): void {
  engine.finder.find(source, candidates, NO_LIMIT);
  engine.steps += source.length;
}

function createRun(names: NameIndex, source: Source): Run {
  const candidates = { count: 0, at: new Int32Array(256), ids: new Int32Array(256) };
  return {
    source,
    hits: [],
    names,
    ...createPlaces(),
    candidates,
    nameEnd: 0,
    coveredTo: 0,
    steps: 0,
    wordEnd: 0,
    base64End: 0,
    wantsUnits: false,
    depth: 0,
  };
}

function start(run: Run): void {
  if (run.hits.length > 0) run.hits = [];
  run.candidates.count = 0;
  run.nameEnd = 0;
  run.coveredTo = 0;
  run.wordEnd = 0;
  run.base64End = 0;
  run.steps = 0;
  run.wantsUnits = false;
}

/** Folded text has other offsets; hits go out with those of the text as given. */
function mapBack(run: Run): Hit[] {
  const { map } = run.source;
  const { hits } = run;
  run.hits = [];
  if (map === undefined) return hits;
  for (const hit of hits) {
    hit.start = map[hit.start] ?? hit.start;
    hit.end = map[hit.end] ?? hit.end;
  }
  return hits;
}

function visit(engine: Engine, run: Run, text: string, depth: number): void {
  const { candidates } = run;
  run.depth = depth;
  for (let index = 0; index < candidates.count; index++) {
    const id = candidates.ids[index] ?? 0;
    if (id === SOFT_HYPHEN && run.source.map === undefined) return refold(engine, run, text, depth);
    visitCandidate(engine, run, id, candidates.at[index] ?? 0);
  }
  if (engine.rules.everywhere.length > 0) readEverywhere(run, engine.rules.everywhere);
  if (engine.rules.codes.length > 0) {
    engine.codes ??= createCodeTable(engine.rules.codes);
    readCodes(run, engine.codes, text);
  }
  if (run.wantsUnits && depth < MAX_DEPTH)
    readView(engine, run, unescapeUnits(run.source.text), run.source.json ? 'json' : 'text');
}

/** What the rules that may begin here find. */
export function visitCandidate(engine: Engine, run: Run, id: number, at: number): void {
  run.steps += 4;
  if (id < 0) visitSign(engine, run, id, at);
  else act(engine, run, id, at);
}

/** A soft hyphen can split a name in a text that needed no folding otherwise. */
function refold(engine: Engine, run: Run, text: string, depth: number): void {
  loadFolded(run.source, text);
  start(run);
  engine.finder.find(run.source, run.candidates, NO_LIMIT);
  visit(engine, run, text, depth);
}

function visitSign(engine: Engine, run: Run, id: number, at: number): void {
  const { readers } = engine.rules;
  // What is hidden already needs no decoding: a cookie is full of `%3A`.
  if (at < run.coveredTo) return;
  if (id === ESCAPED_BYTE || id === FORM_BLANK) readEncodedWord(engine, run, at);
  else if (id === DIGITS) readNumbers(run, engine.numbers, at);
  else if (id === AT_SIGN && readers.email) readEmail(run, readers.email, at);
  else if (id === PLUS_DIGIT && readers.phone) readPhone(run, readers.phone, at);
  else if (id === IBAN_HEAD && readers.iban) readIban(run, readers.iban, at, isIban);
}

function act(engine: Engine, run: Run, id: number, at: number): void {
  const action = engine.rules.actions[id];
  if (action === undefined) return;
  if (action.kind === 'escaped-unit') {
    run.wantsUnits ||= hidesUnit(run.source.bytes, at);
    return;
  }
  if (action.kind === 'escaped-slash') {
    run.wantsUnits = true;
    return;
  }
  if (action.kind === 'values' && at < (run.hits.at(-1)?.start ?? 0)) {
    // `token-x7dzi:…`: what was hidden behind a name may be the end of a token that begins with the name.
    readValues(run, action.rules, at);
    return;
  }
  if (at < run.coveredTo) return;
  if (action.kind === 'name') readKey(run, at);
  else if (action.kind === 'values') readValues(run, action.rules, at);
  else actOnReader(engine, run, action, at);
}

function actOnReader(engine: Engine, run: Run, action: Action, at: number): void {
  const { readers } = engine.rules;
  if (action.kind === 'user-info') {
    readUserInfo(run, readers, at + action.skip);
  } else if (action.kind === 'pem') {
    if (readers.pem) readPem(run, readers.pem, at);
  } else if (run.depth < MAX_DEPTH) {
    readBase64(run, readers.jwt, at, (text) => scanText(engine, text, 'text', run.depth + 1));
  }
}

function readEncodedWord(engine: Engine, run: Run, at: number): void {
  if (at < run.wordEnd || run.depth >= MAX_DEPTH) return;
  // `DATA+OMITTED`, as kubectl writes, is read as it stands.
  if (run.source.bytes[at] === PLUS && isMask(formValue(run.source, at))) return;
  const word = encodedWord(run.source, at);
  run.wordEnd = word.end;
  readView(engine, run, unescapeBytes(run.source, word.start, word.end), 'text');
}

/** Scans a decoded text and takes its findings over at the offsets they came from. */
function readView(engine: Engine, run: Run, view: View, mode: TextMode): void {
  for (const hit of scanText(engine, view.text, mode, run.depth + 1)) {
    const start = view.map[hit.start] ?? 0;
    const end = view.map[hit.end] ?? start;
    const quoting = mode === 'json' ? hit.quoting : -1;
    if (end > start) run.hits.push({ rule: hit.rule, start, end, quoting, named: hit.named });
  }
}
