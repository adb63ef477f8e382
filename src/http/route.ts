import type { RedactorEngine } from '../redact/redactor.ts';
import { isSecretName } from './secret-name.ts';

/** What of a route template is needed to hide parameters: their names by place, and whether they are secret. */
interface Template {
  readonly length: number;
  /** A secret parameter stands for any number of segments. */
  readonly isOpen: boolean;
  /** Offsets from the end of the path, of segments whose parameter has a sensitive name. */
  readonly secretFromEnd: readonly number[];
}

const marker = '[REDACTED:path-parameter]';

/**
 * Hides path parameters by their names in the route: of `/reset/:token` nobody can tell from the value alone that it is
 * a secret. Frameworks know the template, so the path is read along it, from its end, for routers are mounted in others.
 */
export function createPathCleaner(engine: Pick<RedactorEngine, 'find'>): (path: string, route: string) => string {
  const known = new Map<string, Template>();
  return (path, route) => {
    let template = known.get(route);
    if (template === undefined) {
      template = readTemplate(route, engine);
      // Routes are a program's own, and few; a framework that gives raw paths must not grow the map without end.
      if (known.size < 1_000) known.set(route, template);
    }
    return template.secretFromEnd.length === 0 ? path : hide(path, template);
  };
}

function readTemplate(route: string, engine: Pick<RedactorEngine, 'find'>): Template {
  const segments = segmentsOf(route);
  const isSecret = (segment: string): boolean => parameterNames(segment).some((name) => isSecretName(name, engine));
  const secrets = segments.flatMap((segment, index) => (isSecret(segment) ? [{ segment, index }] : []));
  return {
    length: segments.length,
    isOpen: secrets.length > 0 && segments.some((segment) => /[*+]|\.\.\./.test(segment)),
    secretFromEnd: secrets.map(({ index }) => segments.length - index),
  };
}

function hide(path: string, { length, isOpen, secretFromEnd }: Template): string {
  const segments = segmentsOf(path);
  // With optional or open parts the template does not fit from the end: then everything it could be is hidden.
  if (isOpen || segments.length < length) return `/${marker}`;
  const shown = segments.map((segment, index) => (secretFromEnd.includes(segments.length - index) ? marker : segment));
  return `/${shown.join('/')}`;
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** `:id`, `:id(\\d+)`, `{:id}`, `{id}`, `[id]`, `[...rest]`, `*rest`. */
function parameterNames(segment: string): string[] {
  return [...segment.matchAll(/[:*]([A-Za-z_]\w*)|[[{](?:\.\.\.)?([A-Za-z_]\w*)[}\]]/g)].map(
    ([, colon, bracket]) => colon ?? bracket ?? '',
  );
}

/**
 * The whole route of a request to a router that is mounted in another: frameworks know the inner template only, and of
 * the outer one the path as it was sent. Of that, what looks like a word is kept; the rest could be a parameter.
 */
export function joinRoute(path: string, inner: string): string {
  const own = segmentsOf(inner);
  const sent = segmentsOf(path);
  // Optional and wildcard parts can stand for any number of segments.
  const isExact = !/[*?{(+]/.test(inner);
  if (!isExact) return inner;
  const outer = sent
    .slice(0, Math.max(0, sent.length - own.length))
    .map((segment) => (isWord(segment) ? segment : ':param'));
  return `/${[...outer, ...own].join('/')}`;
}

function isWord(segment: string): boolean {
  return /^(?:[a-z][a-z_-]{0,23}|v\d{1,2})$/.test(segment);
}
