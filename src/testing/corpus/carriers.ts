import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Logger } from 'pino';
import type { Cargo, CargoTrait } from './cargo.ts';
import { carrierCode, type Send } from './carrier-code.ts';
import { refusedFixture } from './rule-fixtures.ts';

/** Arguments of a log call with `⟦secret⟧` where the secret goes, or why this kind of secret cannot travel so. */
export type CarrierCase =
  | {
      readonly call: readonly unknown[];
      /** What it cannot carry, by trait, with the reason. */
      readonly except?: Readonly<Partial<Record<CargoTrait, string>>>;
    }
  | { readonly impossible: string };

/** One way for a secret to get into a log line: a file of `fixtures/carriers/`. */
export interface Carrier {
  readonly name: string;
  readonly title: string;
  /** Carriers of one group share a column in the table. */
  readonly group: string;
  /** There is a function of this name in {@link carrierCode}; without it, the arguments go to `logger.info`. */
  readonly code?: boolean;
  /** A secret that is told by its own form, or by the text it stands in. */
  readonly value: CarrierCase;
  /** Any secret, under a sensitive name. */
  readonly named: CarrierCase;
  /** Why bare pino's line has nothing that lint could find. */
  readonly lint?: string;
}

/** The two cases of a carrier. */
export type CarrierKind = 'value' | 'named';

/** Reads every `<name>.json` of a folder. Throws `OptionsError` at a file that is no carrier. */
export function readCarriers(folder: string): readonly Carrier[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => parseCarrier(basename(file, '.json'), readFileSync(join(folder, file), 'utf8')));
}

/** Why the carrier cannot take it in this case, or undefined when it can. */
export function refusal(carrier: Carrier, kind: CarrierKind, cargo: Cargo): string | undefined {
  const how = carrier[kind];
  if ('impossible' in how) return how.impossible;
  if (kind === 'value') return undefined;
  if (cargo.name === undefined) return 'its rule reads more than one value under its names';
  const trait = cargo.traits.find((each) => how.except?.[each] !== undefined);
  return trait === undefined ? undefined : how.except?.[trait];
}

/** Makes a carrier's log call, again and again: what can be decided beforehand is. */
export function createSender(carrier: Carrier, kind: CarrierKind): (logger: Logger, cargo: Cargo) => void {
  const how = carrier[kind];
  if ('impossible' in how) throw refusedFixture(`${carrier.name}.json`, `carries no ${kind}`);
  const { call } = how;
  const send = carrier.code === true ? ownCode(carrier.name) : logPlainly;
  if (send === undefined)
    throw refusedFixture(`${carrier.name}.json`, 'asks for code, which only carriers of logveil have');
  return (logger, cargo) => {
    const marks = marksOf(kind === 'value' ? cargo.carried : cargo.secret, cargo.name ?? '');
    send(
      logger,
      call.map((part) => fill(part, marks)),
    );
  };
}

function ownCode(name: string): Send | undefined {
  return Object.hasOwn(carrierCode, name) ? carrierCode[name] : undefined;
}

const logPlainly: Send = (logger, call) => {
  Reflect.apply(logger.info, logger, call);
};

function parseCarrier(name: string, text: string): Carrier {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw refusedFixture(`${name}.json`, 'is not valid JSON');
  }
  if (!isCarrier(parsed)) {
    throw refusedFixture(`${name}.json`, 'needs title and group, and value and named, each with call or impossible');
  }
  return { ...parsed, name };
}

function isCarrier(value: unknown): value is Omit<Carrier, 'name'> {
  if (typeof value !== 'object' || value === null) return false;
  const { title, group, value: told, named }: Partial<Record<string, unknown>> = { ...value };
  return typeof title === 'string' && typeof group === 'string' && isCase(told) && isCase(named);
}

function isCase(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return ('call' in value && Array.isArray(value.call)) || 'impossible' in value;
}

/** A name in the spellings that notations use: `client_secret`, `client-secret`, `CLIENT_SECRET`, `ClientSecret`. */
function marksOf(secret: string, name: string): ReadonlyMap<string, string> {
  const words = name.split(' ');
  return new Map([
    ['⟦secret⟧', secret],
    ['⟦name⟧', words.join('_')],
    ['⟦header-name⟧', words.join('-')],
    ['⟦NAME⟧', words.join('_').toUpperCase()],
    ['⟦Name⟧', words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')],
  ]);
}

const MARK = /⟦[\w-]+⟧/g;

/** A copy in which the secret and its name stand in every text and key. */
function fill(part: unknown, marks: ReadonlyMap<string, string>): unknown {
  if (typeof part === 'string') return part.replace(MARK, (mark) => marks.get(mark) ?? mark);
  if (Array.isArray(part)) return part.map((entry) => fill(entry, marks));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [String(fill(key, marks)), fill(value, marks)]));
}
