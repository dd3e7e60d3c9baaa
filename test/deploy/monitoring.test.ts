// The configuration in deploy/ is valid for Prometheus'
// own tool, and agrees with the stack and the board.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { projectRoot } from '../../src/system/entry.ts';
import { compose, read } from './compose.ts';

const promtool = spawnSync('promtool', ['--version']).error === undefined;
const skip = !promtool && process.env['CI'] !== 'true' ? 'missing tool: promtool (Debian package prometheus)' : false;

const PROVISIONING = 'deploy/grafana/provisioning';

interface DataSources {
  readonly apiVersion: number;
  readonly datasources: readonly {
    readonly uid: string;
    readonly type: string;
    readonly url: string;
    readonly editable: boolean;
    readonly isDefault: boolean;
    readonly jsonData: { readonly timeInterval: string };
  }[];
}

interface Providers {
  readonly apiVersion: number;
  readonly providers: readonly {
    readonly type: string;
    readonly allowUiUpdates: boolean;
    readonly options: { readonly path: string };
  }[];
}

interface PrometheusConfig {
  readonly global: { readonly scrape_interval: string };
  readonly scrape_configs: readonly { readonly static_configs: readonly { readonly targets: readonly string[] }[] }[];
}

const config = parse(read('deploy/prometheus/prometheus.yml')) as PrometheusConfig;
const sources = parse(read(`${PROVISIONING}/datasources/prometheus.yml`)) as DataSources;
const boards = parse(read(`${PROVISIONING}/dashboards/stillthere.yml`)) as Providers;

/** The path on this machine that a service sees at `inside`, if it is mounted. */
function mounted(service: string, inside: string): string | undefined {
  for (const volume of compose.services[service]?.volumes ?? []) {
    const [from = '', to = ''] = volume.split(':');
    if (inside === to || inside.startsWith(`${to}/`)) return join(from, inside.slice(to.length));
  }
  return undefined;
}

/**
 * Whether a service of the stack listens at this host and
 * port. Prometheus and Grafana use their published ports.
 */
function isInStack(address: string): boolean {
  const [host = '', port] = address.split(':');
  return (compose.services[host]?.ports ?? []).some((published) => published.split(':').at(-1) === port);
}

describe('deploy/', () => {
  it('has a configuration that Prometheus accepts', { skip }, () => {
    const file = join(projectRoot(), 'deploy/prometheus/prometheus.yml');
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'config', file], { encoding: 'utf8' });
    assert.equal(status, 0, `${stdout}${stderr}`);
  });

  it('scrapes and queries addresses of the stack', () => {
    const targets = config.scrape_configs.flatMap((job) => job.static_configs.flatMap((group) => group.targets));
    assert.deepEqual(targets, ['server:8080']);
    for (const target of targets) assert.ok(isInStack(target), target);
    for (const { url } of sources.datasources) assert.ok(isInStack(new URL(url).host), url);
  });

  it('has one data source with a fixed uid, which knows how often is scraped', () => {
    assert.equal(sources.apiVersion, 1);
    assert.deepEqual(
      sources.datasources.map(({ uid, type, editable, isDefault }) => ({ uid, type, editable, isDefault })),
      [{ uid: 'prometheus', type: 'prometheus', editable: false, isDefault: true }],
    );
    assert.equal(sources.datasources[0]?.jsonData.timeInterval, config.global.scrape_interval);
  });

  it('provides the boards of dashboards/, not to be changed in the browser', () => {
    assert.equal(boards.apiVersion, 1);
    const [provider] = boards.providers;
    assert.ok(provider !== undefined);
    assert.equal(provider.type, 'file');
    assert.equal(provider.allowUiUpdates, false);
    const folder = mounted('grafana', provider.options.path);
    assert.equal(folder, 'dashboards');
    assert.ok(readdirSync(join(projectRoot(), 'dashboards')).includes('session-timeouts.json'));
  });

  it('opens with a board that is there, for people who cannot change anything', () => {
    const { environment = {}, volumes = [] } = compose.services['grafana'] ?? {};
    const home = mounted('grafana', environment['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH'] ?? '');
    assert.ok(home !== undefined && existsSync(join(projectRoot(), home)), `${home} exists`);
    assert.ok(volumes.includes(`./${PROVISIONING}:/etc/grafana/provisioning:ro`));
    assert.equal(environment['GF_AUTH_ANONYMOUS_ENABLED'], 'true');
    assert.equal(environment['GF_AUTH_ANONYMOUS_ORG_ROLE'], 'Viewer');
  });

  it('asks nobody on the internet for anything', () => {
    const { environment = {} } = compose.services['grafana'] ?? {};
    for (const [variable, value] of Object.entries({
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
      GF_NEWS_NEWS_FEED_ENABLED: 'false',
      GF_PLUGINS_PREINSTALL_DISABLED: 'true',
      GF_PLUGINS_PREINSTALL_AUTO_UPDATE: 'false',
    }))
      assert.equal(environment[variable], value, variable);
  });
});
