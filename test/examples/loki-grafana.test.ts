import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { createFakeLoki } from '../../src/testing/index.ts';
import { root } from '../docs/markdown.ts';
import { readLogql } from '../support/logql.ts';
import { fieldsOf, linesOfEveryKind } from '../support/loki-fields.ts';
import { tempDirectory } from '../support/temp-files.ts';

const directory = join(root, 'examples/loki-grafana');

interface Target {
  readonly expr: string;
  readonly refId: string;
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly Target[];
}

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
}

const dashboard: Dashboard = JSON.parse(read('grafana/dashboards/logveil.json'));
const targets = dashboard.panels.flatMap(({ title, targets: all }) => all.map(({ expr }) => ({ title, expr })));

describe('the compose file', () => {
  const compose = parse(read('compose.yaml'));

  it('runs Loki, Tempo and Grafana of fixed versions, on ports of this machine only', () => {
    const services: { image: string; ports: string[] }[] = Object.values(compose.services);
    expect(services.map(({ image }) => image)).toEqual([
      expect.stringMatching(/^grafana\/loki:3\.\d+\.\d+$/),
      expect.stringMatching(/^grafana\/tempo:2\.\d+\.\d+$/),
      expect.stringMatching(/^grafana\/grafana:\d+\.\d+\.\d+$/),
    ]);
    for (const port of services.flatMap(({ ports }) => ports)) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('mounts what is there, and every volume is declared', () => {
    const mounts: string[] = Object.values<{ volumes: string[] }>(compose.services).flatMap(({ volumes }) => volumes);
    for (const mount of mounts) {
      const [source = ''] = mount.split(':');
      if (source.startsWith('./')) expect(() => readFileSync(join(directory, source)), mount).not.toThrow('ENOENT');
      else expect(compose.volumes).toHaveProperty(source);
    }
  });

  it('gives Loki a configuration that takes structured metadata and finds levels', () => {
    const loki = parse(read('loki/loki.yaml'));
    expect(loki.limits_config).toMatchObject({ allow_structured_metadata: true, discover_log_levels: true });
    expect(loki.schema_config.configs.at(-1)).toMatchObject({ store: 'tsdb', schema: 'v13' });
    expect(parse(read('tempo/tempo.yaml')).distributor.receivers.otlp.protocols.http.endpoint).toBe('0.0.0.0:4318');
  });
});

describe('the data sources', () => {
  const { datasources } = parse(read('grafana/provisioning/datasources/datasources.yaml'));
  const [loki, tempo] = datasources;

  it('are reached by the names of their containers', () => {
    const compose = parse(read('compose.yaml'));
    for (const { url } of datasources) expect(compose.services).toHaveProperty(new URL(url).hostname);
  });

  it('lead from a line to its trace by a label and by the line itself', () => {
    const [byLabel, byText] = loki.jsonData.derivedFields;
    expect([byLabel.datasourceUid, byText.datasourceUid]).toEqual([tempo.uid, tempo.uid]);
    const [line = ''] = linesOfEveryKind();
    expect(JSON.parse(line)).toHaveProperty(byLabel.matcherRegex);
    expect(new RegExp(byText.matcherRegex).exec(line)?.[1]).toBe(JSON.parse(line).trace_id);
  });

  it('lead from a trace to its lines by a query', () => {
    const query = tempo.jsonData.tracesToLogsV2.query
      .replace(/\$\$\{__span[^}]*\}/, 'checkout')
      .replace(/\$\$\{[^}]*\}/, 'x');
    expect(readLogql(query)).toMatchObject({ errors: [], names: ['service_name', 'trace_id'] });
    expect(tempo.jsonData.tracesToLogsV2.datasourceUid).toBe(loki.uid);
  });

  it('are provisioned with the dashboards from where they are mounted', () => {
    const { providers } = parse(read('grafana/provisioning/dashboards/dashboards.yaml'));
    expect(read('compose.yaml')).toContain(`./grafana/dashboards:${providers[0].options.path}:ro`);
  });
});

describe('the dashboard', () => {
  it('has a panel for each of the questions', () => {
    expect(dashboard.panels.map(({ title }) => title)).toEqual([
      'Lines by level',
      'Errors by service',
      'Latency by route, 99th percentile',
      'Failed requests by route',
      'Redactions by rule',
      'Trouble in logging',
      'Errors',
      'One request, live',
    ]);
  });

  it('has panels that do not overlap, with ids and references of their own', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, n) => `${x + (n % w)}:${y + Math.floor(n / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { targets: all } of dashboard.panels) {
      expect(new Set(all.map(({ refId }) => refId)).size).toBe(all.length);
    }
  });

  it.each(targets)('asks in LogQL, for variables that it has: $title', ({ expr }) => {
    const known = dashboard.templating.list.map(({ name }) => name);
    const variables = [...expr.matchAll(/\$(\w+)/g)].map(([, name = '']) => name);
    expect(variables.filter((name) => name !== '__auto' && !known.includes(name))).toEqual([]);
    expect(readLogql(filledIn(expr)).errors).toEqual([]);
  });

  it.each(targets)('asks for what logveil writes: $title', ({ expr }) => {
    const { names, paths } = readLogql(filledIn(expr));
    expect(names.filter((name) => !fieldsOf(linesOfEveryKind()).has(name))).toEqual([]);
    for (const path of paths) expect(fieldsOf(linesOfEveryKind())).toContain(path.replaceAll('.', '_'));
  });
});

describe('the service', () => {
  it('sends lines that the panels find, and no secret', { timeout: 60_000 }, async () => {
    const loki = await createFakeLoki();
    onTestFinished(() => loki.close());
    const cwd = tempDirectory();
    const env = { ...process.env, LOKI_URL: loki.url, REQUESTS: '100' };
    const service = spawn(process.execPath, [join(directory, 'service.mjs')], {
      cwd,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = await once(service, 'close');
    expect(code).toBe(0);
    expect(loki.count()).toBeGreaterThanOrEqual(400);
    const labels = loki.streams().map((stream) => stream.labels);
    expect(labels.sort((a, b) => (String(a['service_name']) < String(b['service_name']) ? -1 : 1))).toEqual([
      { service_name: 'cart', env: 'example' },
      { service_name: 'checkout', env: 'example' },
    ]);
    expect(loki.count('{service_name="cart"} | detected_level="error" | json | err_type="TypeError"')).toBeGreaterThan(
      0,
    );
    expect(loki.count('{service_name="checkout"} | json | http_route="/orders" | duration_ms > 0')).toBeGreaterThan(0);
    expect(loki.count('{service_name=~".+"} |= "[REDACTED:"')).toBeGreaterThan(0);
    expect(loki.count('{service_name=~".+"} |~ "4111 1111|ada@example"')).toBe(0);
    const [first] = loki.entries('{service_name="cart"}');
    expect(loki.count(`{service_name=~".+"} |= "${first?.structuredMetadata['correlation_id']}"`)).toBeGreaterThan(1);
  });
});

function filledIn(expr: string): string {
  return expr.replaceAll('$__auto', '5m').replaceAll('$service', 'checkout').replaceAll('$env', '.*');
}

function read(path: string): string {
  return readFileSync(join(directory, path), 'utf8');
}
