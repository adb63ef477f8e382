import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Loads packages that a service may or may not have installed. */
export interface PackageLoader {
  /** The package's exports; `undefined` when it is not installed. @throws what the package throws when it is loaded */
  load(name: string): unknown;
  /** The file of a specifier, for the loader hook's registration. */
  resolve(name: string): string | undefined;
}

/** Looks from logveil's own place, where a peer dependency is, and then from the service's. */
export function peerLoader(): PackageLoader {
  return loaderFrom([import.meta.url, join(process.cwd(), 'package.json')]);
}

/** Looks for the packages that come with another one, as that one would. */
export function loaderOf(file: string): PackageLoader {
  return loaderFrom([file]);
}

function loaderFrom(places: readonly string[]): PackageLoader {
  const requires = places.map((place) => createRequire(place));
  const find = (name: string): { readonly file: string; readonly require: NodeJS.Require } | undefined => {
    for (const require of requires) {
      try {
        return { file: require.resolve(name), require };
      } catch {
        // Not to be found from there.
      }
    }
    return undefined;
  };
  return {
    load: (name) => {
      const found = find(name);
      return found?.require(found.file);
    },
    resolve: (name) => find(name)?.file,
  };
}
