// The scenarios in the repository are valid, and a definition becomes rules, people and arrivals.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { loadScenario } from '../../src/cli/load.ts';
import { HOUR, MINUTE, SECOND } from '../../src/model/core/time.ts';
import { Arrivals, countArrivals } from '../../src/model/population/arrivals.ts';
import { populationHash } from '../../src/model/population/plan.ts';
import { DEFAULT_RULES } from '../../src/model/rules/rules.ts';
import { rulesFaults } from '../../src/model/rules/validate.ts';
import { corpusOf, defineScenario, rulesOf, workloadOf } from '../../src/scenario/define.ts';
import { bent, faultOf, good } from './support.ts';

const FOLDER = new URL('../../scenarios/', import.meta.url);

describe('every scenario in scenarios/', () => {
  const files = readdirSync(FOLDER).filter((name) => /\.(ts|yaml)$/.test(name));

  it('there are some', () => assert.ok(files.length >= 4));

  for (const file of files) {
    it(`${file} is sound: named like its file, every profile without a fault, people to play it`, async () => {
      const name = file.replace(/\.\w+$/, '');
      const scenario = await loadScenario(name);
      assert.equal(scenario.kind, 'stillthere/scenario');
      assert.equal(scenario.name, name);
      assert.match(scenario.hash, /^[0-9a-f]{16}$/);
      for (const profile of Object.keys(scenario.data.profiles))
        assert.deepEqual(rulesFaults(rulesOf(scenario, profile)), []);
      const workload = workloadOf(scenario, '1');
      const visitors = countArrivals('1', workload.arrivals);
      const expected = workload.arrivals.reduce((sum, phase) => sum + phase.visitors, 0);
      assert.ok(Math.abs(visitors - expected) <= 5 * Math.sqrt(expected), `${visitors} visitors, ${expected} expected`);
    });
  }
});

describe('a scenario', () => {
  it('is filled in: durations in µs, the default desk below it', () => {
    const scenario = defineScenario(good);
    assert.deepEqual(scenario.input, good);
    assert.equal(scenario.data.arrivals[0]?.for, HOUR);
    assert.equal(scenario.data.prematureWithin, 30 * MINUTE);
    assert.deepEqual(rulesOf(scenario, 'bare'), DEFAULT_RULES);
  });

  it('defined twice has one hash; any change gives another', () => {
    const { hash } = defineScenario(good);
    assert.equal(defineScenario(structuredClone(good)).hash, hash);
    const others = [
      bent(['arrivals', 0, 'visitors'], 21),
      bent(['rules'], { idle: { after: '31m' } }),
      bent(['agents', 'count'], 3),
    ];
    for (const other of others) assert.notEqual(defineScenario(other).hash, hash);
    assert.equal(defineScenario(bent(['rules'], { idle: { after: '30m' } })).hash === hash, false);
  });

  it('gives the same people under every profile, and other people under another seed', () => {
    const scenario = defineScenario({ ...good, profiles: { bare: {}, all: { idle: null } } });
    assert.deepEqual(workloadOf(scenario, '1'), workloadOf(scenario, '1'));
    const hash = (seed: string): string =>
      populationHash(workloadOf(scenario, seed), corpusOf(scenario, seed).sets).hash;
    assert.equal(hash('1'), hash('1'));
    assert.notEqual(hash('1'), hash('2'));
  });
});

describe('profiles change rules, and only what they name', () => {
  const scenario = defineScenario({
    ...good,
    rules: {
      idle: { after: '20m', anchor: 'last_agent_message' },
      sweep: '1m',
      afterClose: { policy: 'reopen', byChannel: { web: 'drop' } },
    },
    profiles: {
      bare: {},
      '+prompt': { prompt: { before: '5m', text: '?' } },
      '+leave-message': { afterClose: { policy: 'leave_message' } },
      '+bot': { idle: { resets: ['visitor', 'agent'] } },
      '+transfer': { agents: { handOver: '2m' } },
      all: { idle: null, sweep: '0s', visitorGone: null, liveness: { page: null } },
    },
  });
  const bare = rulesOf(scenario, 'bare');

  it('bare: the scenario’s rules over the default desk', () => {
    assert.deepEqual(bare.idle, { ...DEFAULT_RULES.idle, after: 20 * MINUTE, anchor: 'last_agent_message' });
    assert.deepEqual(
      [bare.sweep, bare.afterClose],
      [MINUTE, { ...DEFAULT_RULES.afterClose, policy: 'reopen', byChannel: { web: 'drop' } }],
    );
    assert.deepEqual(bare.agents, DEFAULT_RULES.agents);
  });

  it('a profile over those, key by key', () => {
    assert.deepEqual(rulesOf(scenario, '+prompt'), {
      ...bare,
      prompt: { before: 5 * MINUTE, text: '?', max: 1, every: null },
    });
    assert.deepEqual(rulesOf(scenario, '+bot'), { ...bare, idle: { ...bare.idle, resets: ['visitor', 'agent'] } });
    assert.deepEqual(rulesOf(scenario, '+transfer'), { ...bare, agents: { ...bare.agents, handOver: 2 * MINUTE } });
    const liveness = { ...bare.liveness, page: null };
    assert.deepEqual(rulesOf(scenario, 'all'), { ...bare, idle: null, sweep: 0, visitorGone: null, liveness });
  });

  it('a profile that names a policy means it on every channel, unless it names channels too', () => {
    const { afterClose } = rulesOf(scenario, '+leave-message');
    assert.deepEqual(afterClose, { ...DEFAULT_RULES.afterClose, policy: 'leave_message' });
  });

  it('one that does not exist is answered with those that do', () => {
    for (const name of ['+alert', 'nonsense', 'toString', 'constructor']) {
      const message = faultOf(() => rulesOf(scenario, name));
      assert.ok(message.includes('"my-desk"') && message.includes(`"${name}"`), message);
      assert.match(message, /bare, \+prompt/);
    }
  });
});

describe('what is accepted can be played', () => {
  it('arrivals that pass can be walked through', () => {
    const curve = Array.from({ length: 24 }, (_, hour) => hour % 5);
    for (const phase of [
      { name: 'day', for: '1d', visitors: 50, curve },
      { name: 'ramp', for: '7s', visitors: 9, ramp: [1, 5] as [number, number] },
    ]) {
      const { arrivals } = workloadOf(defineScenario({ ...good, arrivals: [phase] }), '1');
      const walk = new Arrivals('1', arrivals);
      for (let at = walk.next(); at !== undefined; at = walk.next()) assert.ok(at < (arrivals[0]?.for ?? 0) + SECOND);
    }
  });
});
