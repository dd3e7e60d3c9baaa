// docker-compose.yml: images are pinned, no port is open to the network, paths and commands exist.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Command } from 'commander';
import { makeProgram } from '../../src/cli/program.ts';
import { projectRoot } from '../../src/system/entry.ts';
import { compose, COMPOSE_TEXT, PINNED, withDefaults, type Service } from './compose.ts';

const services = Object.entries(compose.services);
const own = services.filter(([, service]) => service.build !== undefined);
const isOneShot = (service: Service): boolean => service.restart === 'no' && service.profiles !== undefined;

describe('docker-compose.yml', () => {
  it('has a server, a run, Prometheus and Grafana; a plain "up" starts all but the run', () => {
    assert.deepEqual(
      services.map(([name]) => name),
      ['server', 'harness', 'prometheus', 'grafana'],
    );
    assert.deepEqual(
      services.filter(([, { profiles }]) => profiles !== undefined).map(([name]) => name),
      ['harness'],
    );
    assert.deepEqual(compose.services['harness']?.profiles, ['load']);
  });

  it('is named, and has no version key, which Compose no longer knows', () => {
    assert.equal(compose.name, 'stillthere');
    assert.ok(!('version' in compose));
  });

  it('pins every image that is fetched by tag and digest', () => {
    for (const [name, { image, build }] of services) {
      if (build === undefined) assert.match(image ?? '', PINNED, name);
      for (const [arg, base] of Object.entries(build?.args ?? {})) assert.match(base, PINNED, `${name}: ${arg}`);
    }
  });

  it('lets an .env file choose other images', () => {
    const images = [...COMPOSE_TEXT.matchAll(/^\s*(?:image|\w+_IMAGE): (.*)$/gm)].map(([, value = '']) => value);
    assert.equal(images.length, 5);
    for (const image of images) assert.match(image, /^\$\{\w+_IMAGE:-.+\}$/);
  });

  it('opens ports on this machine only', () => {
    for (const [name, { ports = [] }] of services)
      for (const port of ports) assert.match(port, /^127\.0\.0\.1:\d+:\d+$/, name);
  });

  it('checks the health of every service that stays, and starts none before what it needs is healthy', () => {
    for (const [name, service] of services) {
      if (!isOneShot(service)) assert.ok((service.healthcheck?.test.length ?? 0) > 1, `${name} has a health check`);
      for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
        assert.equal(condition, 'service_healthy', `${name} waits for ${needed}`);
        assert.ok(compose.services[needed]?.healthcheck !== undefined, `${needed} has a health check`);
      }
    }
  });

  it('mounts only what is there: folders and files of this project for reading, volumes that are declared', () => {
    for (const [name, { volumes = [] }] of services) {
      for (const volume of volumes) {
        const [from = '', , mode] = volume.split(':');
        if (from.startsWith('./')) {
          assert.ok(existsSync(join(projectRoot(), from)), `${name}: ${from} exists`);
          assert.equal(mode, 'ro', `${name}: ${from} is mounted for reading`);
        } else assert.ok(from in compose.volumes, `${name}: volume ${from} is declared`);
      }
    }
  });

  it('runs Node under an init, so that signals arrive', () => {
    for (const [name, { init }] of own) assert.equal(init, true, name);
  });

  it('asks for commands and options of stillthere that exist', () => {
    for (const [name, { command = [] }] of own) {
      const [first, ...rest] = command;
      const found = makeProgram().commands.find((c: Command) => c.name() === first);
      assert.ok(found !== undefined, `${name}: stillthere ${first}`);
      const options = found.options.map(({ long }) => long);
      for (const option of rest.filter((word) => word.startsWith('--')))
        assert.ok(options.includes(option), `${name}: stillthere ${first} has ${option}`);
    }
  });

  it('plays the run against the rules that the server follows', () => {
    const text = COMPOSE_TEXT;
    assert.equal(text.match(/\$\{SCENARIO:-smoke\}/g)?.length, 2);
    assert.equal(text.match(/\$\{PROFILE:-bare\}/g)?.length, 2);
    const { server, harness } = compose.services;
    assert.deepEqual(server?.environment, harness?.environment, 'and both know the same secrets');
    assert.ok(harness?.command?.includes('ws://server:8080/ws'));
    assert.ok(harness?.command?.includes('http://prometheus:9090/api/v1/write'));
    const prometheus = compose.services['prometheus'];
    assert.ok(prometheus?.command?.includes('--web.enable-remote-write-receiver'));
  });
});

describe('the tests of docker-compose.yml can fail', () => {
  it('on a tag without a digest', () => {
    assert.doesNotMatch('grafana/grafana:13.1.3', PINNED);
    assert.doesNotMatch(`grafana/grafana@sha256:${'0'.repeat(64)}`, PINNED);
  });

  it('on a variable without a default', () => {
    assert.equal(withDefaults('a ${B:-c:d} e'), 'a c:d e');
    assert.throws(() => withDefaults('${TOKEN}'), /TOKEN has no default/);
  });
});
