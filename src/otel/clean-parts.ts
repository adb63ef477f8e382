import type { Cleaner } from './cleaner.ts';
import type { ResourceShape, ScopeShape, SpanContextShape, TraceStateShape } from './shapes.ts';

/** Ids stay as they are. The vendors' notes beside them come from outside and are cleaned. */
export function cleanSpanContext(context: SpanContextShape, cleaner: Cleaner): SpanContextShape {
  const { traceId, spanId, traceFlags, isRemote, traceState } = context;
  if (traceState === undefined || traceState === null) return context;
  return {
    traceId,
    spanId,
    traceFlags,
    ...(isRemote !== undefined && { isRemote }),
    traceState: cleanTraceState(traceState, cleaner),
  };
}

function cleanTraceState(state: TraceStateShape, cleaner: Cleaner): TraceStateShape {
  return {
    get: (key) => {
      const value = state.get(key);
      return value === undefined ? undefined : cleaner.text(value);
    },
    set: (key, value) => cleanTraceState(state.set(key, value), cleaner),
    unset: (key) => cleanTraceState(state.unset(key), cleaner),
    serialize: () => cleaner.text(state.serialize()),
  };
}

interface Known<Part> {
  readonly part: Part;
  readonly generation: number;
}

/** Resources and scopes are few and stand in every span; encoders group by their identity, so each has one clean face. */
export class SharedParts {
  readonly #cleaner: Cleaner;
  readonly #resources = new WeakMap<object, CleanResource>();
  readonly #scopes = new WeakMap<object, Known<ScopeShape>>();

  constructor(cleaner: Cleaner) {
    this.#cleaner = cleaner;
  }

  resource(resource: ResourceShape): ResourceShape {
    let clean = this.#resources.get(resource);
    if (clean === undefined) {
      clean = new CleanResource(resource, this.#cleaner);
      this.#resources.set(resource, clean);
    }
    return clean;
  }

  scope(scope: ScopeShape): ScopeShape {
    const { generation } = this.#cleaner;
    const known = this.#scopes.get(scope);
    if (known?.generation === generation) return known.part;
    // Name and version are constants of a library; only attributes can hold data.
    const isBare = scope.attributes === undefined;
    const part = isBare ? scope : { ...scope, attributes: this.#cleaner.attributes(scope.attributes) };
    this.#scopes.set(scope, { part, generation });
    return part;
  }
}

/** A resource's attributes may still be on their way (the host's id is), so they are cleaned when they are read. */
class CleanResource implements ResourceShape {
  readonly #resource: ResourceShape;
  readonly #cleaner: Cleaner;
  #known: Known<Record<string, unknown>> | undefined;

  constructor(resource: ResourceShape, cleaner: Cleaner) {
    this.#resource = resource;
    this.#cleaner = cleaner;
  }

  get attributes(): Record<string, unknown> {
    const { generation } = this.#cleaner;
    if (this.#known?.generation === generation) return this.#known.part;
    const part = this.#cleaner.attributes(this.#resource.attributes);
    if (this.#resource.asyncAttributesPending !== true) this.#known = { part, generation };
    return part;
  }

  get schemaUrl(): string | undefined {
    return this.#resource.schemaUrl;
  }

  get asyncAttributesPending(): boolean {
    return this.#resource.asyncAttributesPending === true;
  }

  async waitForAsyncAttributes(): Promise<void> {
    await this.#resource.waitForAsyncAttributes?.();
  }

  getRawAttributes(): [string, unknown][] {
    return Object.entries(this.attributes);
  }

  /** Resources are merged before telemetry begins; whoever does it later gets what is clean. */
  merge(): this {
    return this;
  }
}
