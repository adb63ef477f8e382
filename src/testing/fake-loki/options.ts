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
  const problems = [...unknownNames(options, optionNames, ''), ...limitProblems(options.limits ?? {})];
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

const optionNames = ['limits', 'clock', 'tenantRequired', 'blockedTenants', 'auth', 'tls'];

function unknownNames(given: object, known: readonly string[], prefix: string): Problem[] {
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => ({ option: `${prefix}${name}`, message: `is not an option${didYouMean(name, known)}` }));
}

function limitProblems(limits: FakeLokiLimits): Problem[] {
  const wrong = Object.entries(limits).filter(([, value]) => !(typeof value === 'number' && value >= 0));
  return [
    ...unknownNames(limits, Object.keys(defaultLimits), 'limits.'),
    ...wrong.map(([name, value]) => ({
      option: `limits.${name}`,
      message: `must be a number >= 0, got ${describe(value)}`,
    })),
  ];
}

function authorizationOf(auth: FakeLokiOptions['auth']): string | undefined {
  if (auth === undefined) return undefined;
  if ('token' in auth) return `Bearer ${auth.token}`;
  return `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
}
