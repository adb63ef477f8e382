/** Without what pino puts beside a target's own options. */
export function withoutPino<Options extends object>(options: Options): Options {
  const { $context: _, levels: __, pinoWillSendConfig: ___, ...own }: Options & FromPino = options;
  // A cast that holds: only what is not of the target's options was taken out.
  return own as unknown as Options;
}

interface FromPino {
  readonly $context?: unknown;
  readonly levels?: unknown;
  readonly pinoWillSendConfig?: unknown;
}
