import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The repository. */
export const root: string = join(import.meta.dirname, '../..');

/** A fenced block: what stands after the fence's backticks, and its text. */
export interface Block {
  readonly info: string;
  readonly text: string;
  /** 1-based line of the fence. */
  readonly line: number;
}

/** A program in a document and the output that the document says it has. */
export interface Example {
  /** `README.md:12`. */
  readonly place: string;
  readonly language: string;
  readonly source: string;
  /** Undefined when no output block follows. */
  readonly output: string | undefined;
}

/** Every document of the project, by its path in the repository. */
export function documentNames(): string[] {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  const atRoot = readdirSync(root);
  return [...atRoot, ...inDocs.map((name) => join('docs', name))].filter((name) => name.endsWith('.md')).sort();
}

export function readDocument(name: string): string {
  return readFileSync(join(root, name), 'utf8');
}

/** The fenced blocks of a document, in order. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: { info: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (open === undefined) {
      const info = /^```(.*)$/.exec(line)?.[1];
      if (info !== undefined) open = { info: info.trim(), line: index + 1, lines: [] };
    } else if (line === '```') {
      blocks.push({ info: open.info, line: open.line, text: open.lines.join('\n') });
      open = undefined;
    } else open.lines.push(line);
  }
  if (open !== undefined) throw new Error(`the block that begins in line ${open.line} has no end`);
  return blocks;
}

/** The blocks marked with `run`, each with the block marked with `output` that follows it. */
export function examplesOf(name: string): Example[] {
  const blocks = blocksOf(readDocument(name));
  return blocks.flatMap((block, index) => {
    const [language = '', mark] = block.info.split(' ');
    if (mark !== 'run') return [];
    const next = blocks[index + 1];
    const output = next?.info.endsWith(' output') ? next.text : undefined;
    return [{ place: `${name}:${block.line}`, language, source: block.text, output }];
  });
}

/** Text without its fenced blocks and code spans, where links are no links. */
export function proseOf(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
}
