/** Without what pino and the stream between the threads put beside a target's own options. */
export function withoutPino<Options extends object>(options: Options): Options {
  const own = Object.entries(options).filter(([name]) => !/^(?:\$|pino|levels$)/.test(name));
  // A cast that holds: only names that are no options of ours were left out.
  return Object.fromEntries(own) as object as Options;
}
