import { fileURLToPath } from 'node:url';

/** A folder of the corpus that comes with the package: the same place seen from `src` and from `dist`. */
export function corpusFolder(name: 'rules' | 'carriers' | 'benign'): string {
  return fileURLToPath(new URL(`../../../fixtures/${name}`, import.meta.url));
}
