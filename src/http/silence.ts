/** The routes that orchestrators and load balancers ask every few seconds. */
const healthPaths: readonly string[] = [
  '/health',
  '/healthz',
  '/health/*',
  '/live',
  '/livez',
  '/ready',
  '/readyz',
  '/ping',
  '/metrics',
];

/** Whether a path is one of the silenced ones. */
export function createSilence(rule: true | readonly string[] | undefined): ((path: string) => boolean) | undefined {
  if (rule === undefined) return undefined;
  const patterns = rule === true ? healthPaths : rule;
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith('*')));
  const starts = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1));
  return (path) => exact.has(path) || starts.some((start) => path.startsWith(start));
}
