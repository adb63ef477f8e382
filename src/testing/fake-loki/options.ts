import { describe, didYouMean, OptionsError, type Problem } from '../../errors/index.ts';
import { defaultLimits, type FakeLokiLimits } from './limits.ts';

/** Options of {@link createFakeLoki}. */
export interface FakeLokiOptions {
  /** Limits that differ from Loki's defaults. */
  readonly limits?: FakeLokiLimits;
  /** What the fake takes for now, in milliseconds since the epoch. @defaultValue Date.now */
  readonly clock?: () => number;
  /** Whether a push without the header `X-Scope-OrgID` is refused with 401, as with `auth_enabled`. @defaultValue false */
  readonly tenantRequired?: boolean;
  /** Tenants whose pushes are blocked: answered with 260 and not stored. @defaultValue none */
  readonly blockedTenants?: readonly string[];
  /** Credentials a gateway in front of Loki would ask for. @defaultValue none */
  readonly auth?: { readonly username: string; readonly password: string } | { readonly token: string };
  /** Serves HTTPS with this key and certificate, both PEM. @defaultValue HTTP */
  readonly tls?: { readonly key: string; readonly cert: string; readonly ca?: string; readonly requestCert?: boolean };
}

export interface FakeLokiSettings {
  readonly limits: Required<FakeLokiLimits>;
  readonly clock: () => number;
  readonly tenantRequired: boolean;
  readonly blockedTenants: ReadonlySet<string>;
  /** The value of the header `Authorization` that is let in. */
  readonly authorization: string | undefined;
  readonly tls: FakeLokiOptions['tls'];
}

export function resolveFakeLoki(options: FakeLokiOptions): FakeLokiSettings {
  const problems = checkFakeLoki(options);
  if (problems.length > 0) throw new OptionsError('createFakeLoki was refused', problems);
  return {
    limits: { ...defaultLimits, ...options.limits },
    clock: options.clock ?? Date.now,
    tenantRequired: options.tenantRequired ?? false,
    blockedTenants: new Set(options.blockedTenants),
    authorization: authorizationOf(options.auth),
    tls: options.tls,
  };
}

function checkFakeLoki(options: unknown): Problem[] {
  if (!isObject(options)) return [{ option: 'options', message: `must be an object, got ${describe(options)}` }];
  const limits: unknown = Reflect.get(options, 'limits') ?? {};
  return [...membersProblems(options, optionRules, ''), ...membersProblems(limits, limitRules, 'limits.')];
}

interface Rule {
  readonly wanted: string;
  readonly holds: (value: unknown) => boolean;
}

// The compiler asks for a line here when an option is added.
const optionRules = {
  limits: { wanted: 'an object', holds: isObject },
  clock: { wanted: 'a function', holds: (value) => typeof value === 'function' },
  tenantRequired: { wanted: 'true or false', holds: (value) => typeof value === 'boolean' },
  blockedTenants: { wanted: 'an array of names', holds: (value) => Array.isArray(value) },
  auth: { wanted: '{ username, password } or { token }', holds: isAuth },
  tls: { wanted: '{ key, cert }', holds: (value) => hasTexts(value, 'key', 'cert') },
} satisfies Record<keyof FakeLokiOptions, Rule>;

const limitRule: Rule = { wanted: 'a number >= 0', holds: (value) => typeof value === 'number' && value >= 0 };
const limitRules = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, limitRule]));

function membersProblems(given: unknown, rules: Readonly<Record<string, Rule>>, prefix: string): Problem[] {
  if (!isObject(given)) return [];
  return Object.entries(given).flatMap(([name, value]) => {
    const option = prefix + name;
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) return [{ option, message: `is not an option${didYouMean(name, Object.keys(rules))}` }];
    if (value === undefined || rule.holds(value)) return [];
    return [{ option, message: `must be ${rule.wanted}, got ${describe(value)}` }];
  });
}

function isAuth(value: unknown): boolean {
  return hasTexts(value, 'token') || hasTexts(value, 'username', 'password');
}

function hasTexts(value: unknown, ...names: readonly string[]): boolean {
  return isObject(value) && names.every((name) => typeof Reflect.get(value, name) === 'string');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function authorizationOf(auth: FakeLokiOptions['auth']): string | undefined {
  if (auth === undefined) return undefined;
  if ('token' in auth) return `Bearer ${auth.token}`;
  return `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
}
