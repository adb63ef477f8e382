/** Nanoseconds, each from any start. */
export interface Clocks {
  wall(): number;
  cpu(): number;
}

export interface Summary {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export interface Comparison {
  readonly rounds: number;
  readonly slices: number;
  readonly sliceMs: number;
  readonly contenders: readonly {
    readonly name: string;
    readonly nanoseconds: Summary;
    /** As a multiple of the first contender's. */
    readonly speed: Summary;
    readonly cpuSpeed: Summary;
  }[];
}

export declare const systemClocks: Clocks;

export declare function compare(options: {
  readonly contenders: readonly { readonly name: string; readonly call: () => unknown }[];
  readonly rounds?: number;
  readonly slices?: number;
  readonly sliceMs?: number;
  readonly warmUpMs?: number;
  readonly afterRound?: (round: number) => void;
  readonly clocks?: Clocks;
}): Comparison;

export declare function summary(values: readonly number[]): Summary;
