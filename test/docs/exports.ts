import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './markdown.ts';

/** A name somebody can import from the package, and where it is declared. */
export interface ExportedName {
  readonly name: string;
  /** The file of its declaration, from the root of the repository. */
  readonly file: string;
  /** Its documentation comment, without the signs around it; undefined when there is none. */
  readonly comment: string | undefined;
}

/** Every name of every subpath in package.json's `exports`, once for each declaration. */
export function exportedNames(): ExportedName[] {
  const manifest: { exports: Record<string, { types?: string }> } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const entries = Object.values(manifest.exports).flatMap(({ types }) =>
    types === undefined ? [] : [types.replace('./dist/', 'src/').replace('.d.ts', '.ts')],
  );
  const names = new Map(entries.flatMap(namesIn).map((each) => [`${each.file} ${each.name}`, each]));
  return [...names.values()];
}

/** Follows re-exports to the file that declares the name. */
function namesIn(file: string): ExportedName[] {
  const text = readFileSync(join(root, file), 'utf8');
  const declared = [...text.matchAll(/^export (?:const|function\*?|class|interface|type) (\w+)/gm)].map(
    ([, name = '']) => ({ name, file, comment: commentOf(text, name) }),
  );
  const passedOn = [...text.matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)';/gm)].flatMap(
    ([, list = '', source = '']) => {
      const wanted = list.split(',').map((entry) => entry.trim().replace(/^type /, ''));
      return namesIn(join(dirname(file), source)).filter(({ name }) => wanted.includes(name));
    },
  );
  return [...declared, ...passedOn];
}

/** The comment that ends right before the declaration. */
function commentOf(text: string, name: string): string | undefined {
  const at = text.search(new RegExp(`^export (?:const|function\\*?|class|interface|type) ${name}\\b`, 'm'));
  const before = text.slice(0, at).trimEnd();
  if (!before.endsWith('*/')) return undefined;
  const comment = before.slice(before.lastIndexOf('/**'));
  return comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^ *\* ?/gm, '')
    .trim();
}

/** The `ts` blocks of a comment. */
export function examplesIn(comment: string): string[] {
  return [...comment.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);
}
