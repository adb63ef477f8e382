import type { HttpSettings } from '../settings.ts';

/** pino-http's `customProps`: an object, or a function of request and response. */
export function customProps(
  settings: HttpSettings,
  { request, response }: { readonly request: unknown; readonly response: unknown },
): object | undefined {
  const { customProps: props } = settings.options;
  if (props === undefined) return undefined;
  const given: unknown =
    typeof props === 'function' ? hook(settings, props, 'customProps', [request, response]) : props;
  return typeof given === 'object' && given !== null ? given : undefined;
}

/** Calls a function of the options. A request must not fail for one that throws. */
export function hook(
  settings: HttpSettings,
  fn: ((...args: never[]) => unknown) | undefined,
  name: string,
  args: readonly unknown[],
): unknown {
  if (typeof fn !== 'function') return undefined;
  try {
    return Reflect.apply(fn, undefined, args);
  } catch {
    settings.report(name);
    return undefined;
  }
}
