import { register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { loaderOf, type PackageLoader } from './load.ts';
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
  if (!registerInThread(file)) register('@opentelemetry/instrumentation/hook.mjs', pathToFileURL(file));
  noteHook();
}

/**
 * The same hook in the application's own thread, where Node and import-in-the-middle (3.1 and later) can do it. The one in
 * a thread of its own ends the process on Node 22.23, at every second start of a CommonJS service on express: what it puts
 * around a module that is required is still being loaded for an import of the SDK's.
 */
function registerInThread(sdk: string): boolean {
  try {
    const instrumentation = loaderOf(sdk).resolve('@opentelemetry/instrumentation');
    if (instrumentation === undefined) return false;
    const hooks: unknown = loaderOf(instrumentation).load('import-in-the-middle/register-hooks.mjs');
    if (typeof hooks !== 'object' || hooks === null) return false;
    const supports: unknown = Reflect.get(hooks, 'supportsSyncHooks');
    const start: unknown = Reflect.get(hooks, 'register');
    if (typeof supports !== 'function' || typeof start !== 'function' || supports() !== true) return false;
    start();
    return true;
  } catch {
    // Another version of it, without that file, or a Node that cannot require it.
    return false;
  }
}
