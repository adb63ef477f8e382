/** A label set as Loki writes it, names in order: what tells streams apart. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`;
}

// Where Loki looks for a service when no label says it (`limits.go`, discover_service_name).
const serviceSources = [
  'service',
  'app',
  'application',
  'app_name',
  'name',
  'app_kubernetes_io_name',
  'container',
  'container_name',
  'k8s_container_name',
  'component',
  'workload',
  'job',
  'k8s_job_name',
];

/** The labels with `service_name`, which Loki 3 adds when the client did not send it. */
export function withServiceName(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (labels['service_name'] !== undefined) return labels;
  const source = serviceSources.find((name) => labels[name] !== undefined);
  return { ...labels, service_name: (source === undefined ? undefined : labels[source]) ?? 'unknown_service' };
}
