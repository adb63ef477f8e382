import { register } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { PackageLoader } from './load.ts';
import { noteHook, telemetryState } from './running.ts';
import type { SdkParts } from './sdk.ts';

/** An instrumentation, as far as it is looked at here. */
export interface Instrumentation {
  readonly instrumentationName?: string;
}

/** Instrumentations of what every service has: its servers and clients, as far as the packages are installed. */
export function defaultInstrumentations(peers: PackageLoader): object[] {
  return defaults.flatMap(([name, member]) => {
    const found: unknown = peers.load(name);
    const make: unknown = typeof found === 'object' && found !== null ? Reflect.get(found, member) : undefined;
    // A cast that holds: the constructor of an instrumentation makes one.
    return typeof make === 'function' ? [Reflect.construct(make, []) as object] : [];
  });
}

const defaults = [
  ['@opentelemetry/instrumentation-http', 'HttpInstrumentation'],
  ['@opentelemetry/instrumentation-undici', 'UndiciInstrumentation'],
] as const;

/**
 * Without this hook nothing that is imported (and not required) is instrumented, and no span is active in it. It is the
 * copy that comes with the SDK.
 */
export function registerLoaderHook({ file }: SdkParts): void {
  if (telemetryState().isHookRegistered) return;
  register('@opentelemetry/instrumentation/hook.mjs', pathToFileURL(file));
  noteHook();
}
