// Network, store and crashes in a scenario: what they become, and which values are rejected.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { virtualRun } from '../../src/run/virtual-run.ts';
import { socketNotes, surroundingsOf } from '../../src/run/surroundings.ts';
import { MINUTE, MS, SECOND } from '../../src/model/core/time.ts';
import { playVirtual } from '../../src/model/runner/virtual/play.ts';
import { Digest } from '../../src/model/core/hash.ts';
import { defineScenario, type Scenario } from '../../src/scenario/define.ts';
import { bent, faultOf, good, linesOf } from './support.ts';

const digestOf = (scenario: Scenario): string => {
  const digest = new Digest();
  playVirtual(virtualRun(scenario, 'bare', '1'), (row) => digest.add(JSON.stringify(row)));
  return digest.hex();
};

describe('what lies round the desk', () => {
  it('is a steady network of 20 ms, a store that takes no time, and a server that lives, when nobody says anything', () => {
    const { network, commit, crashes } = defineScenario(good).data;
    assert.deepEqual([network, commit, crashes], [{ latency: { kind: 'fixed', value: 20 * MS } }, 0, []]);
    assert.deepEqual(surroundingsOf(defineScenario(good)), { latency: 20 * MS });
  });

  it('is the same when it is written out', () => {
    const written = { ...good, network: { latency: '20ms' }, commit: '0s', crashes: [] };
    assert.equal(digestOf(defineScenario(written)), digestOf(defineScenario(good)));
    assert.equal(defineScenario(written).hash, defineScenario(good).hash);
  });

  it('becomes what virtual time plays; crashes in the order in which they happen', () => {
    const scenario = defineScenario({
      ...good,
      network: { latency: { median: '30ms', sigma: 0.5 }, jitter: { mean: '5ms' } },
      commit: '4ms',
      crashes: [
        { at: '40m', for: '30s' },
        { at: '20m', for: '1m' },
      ],
      tail: '5m',
    });
    assert.deepEqual(surroundingsOf(scenario), {
      latency: 20 * MS,
      path: {
        latency: { kind: 'lognormal', median: 30 * MS, sigma: 0.5 },
        jitter: { kind: 'exponential', mean: 5 * MS },
      },
      commit: 4 * MS,
      crashes: [
        { at: 20 * MINUTE, for: MINUTE },
        { at: 40 * MINUTE, for: 30 * SECOND },
      ],
      tail: 5 * MINUTE,
    });
  });

  it('a steady network needs no draws, a trembling one has a steady part', () => {
    const of = (network: object) => surroundingsOf(defineScenario({ ...good, network }));
    assert.deepEqual(of({ latency: '80ms' }), { latency: 80 * MS });
    assert.deepEqual(of({ jitter: '1ms' }), {
      latency: 20 * MS,
      path: { latency: { kind: 'fixed', value: 20 * MS }, jitter: { kind: 'fixed', value: MS } },
    });
  });

  it('over real sockets says which of its parts are not played there', () => {
    const keys = (more: object) => socketNotes(defineScenario({ ...good, ...more })).map(({ key }) => key);
    assert.deepEqual(keys({}), []);
    assert.deepEqual(keys({ commit: '4ms' }), ['note.virtualOnly']);
    assert.deepEqual(keys({ network: {}, crashes: [{ at: '1m', for: '1s' }] }), ['note.crashes', 'note.virtualOnly']);
  });
});

describe('what cannot be is refused with one line', () => {
  const table: [what: string, crashes: unknown, line: RegExp][] = [
    ['no length', [{ at: '1m', for: '0s' }], /^ {2}crashes\.0\.for = "0s": must be longer than 0$/],
    ['a negative length', [{ at: '1m', for: '-5s' }], /^ {2}crashes\.0\.for = "-5s": .*is not a duration/],
    ['a negative moment', [{ at: '-1m', for: '5s' }], /^ {2}crashes\.0\.at = "-1m": .*is not a duration/],
    ['no moment', [{ for: '5s' }], /^ {2}crashes\.0\.at = \(missing\)/],
    [
      'two at once',
      [
        { at: '5m', for: '2m' },
        { at: '6m', for: '2m' },
      ],
      /^ {2}crashes\.1 = .*the server is already down from 5m to 7m; write a later `at`$/,
    ],
    [
      'one that begins where another ends, in another order',
      [
        { at: '7m', for: '2m' },
        { at: '5m', for: '2m' },
      ],
      /^ {2}crashes\.0 = .*the server is already down from 5m to 7m/,
    ],
    [
      'one beyond the end of play',
      [{ at: '25h', for: '30s' }],
      /^ {2}crashes\.0 = .*the run ends at 25h at the latest, before the server is back; write an earlier `at`/,
    ],
  ];
  for (const [what, crashes, line] of table)
    it(what, () => {
      const lines = linesOf(faultOf(() => defineScenario(bent(['crashes'], crashes))));
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0] ?? '', line);
    });

  it('the end of play is a day after the arrivals at the latest, or as the tail says', () => {
    const at =
      (crash: string, more: object = {}): (() => unknown) =>
      () =>
        defineScenario({ ...good, ...more, crashes: [{ at: crash, for: '1m' }] });
    // The arrivals last one hour.
    at('1499m')();
    assert.match(faultOf(at('25h')), /the run ends at 25h at the latest/);
    assert.match(faultOf(at('90m', { tail: '30m' })), /the run ends at 90m at the latest/);
    at('89m', { tail: '30m' })();
    at('48h', { tail: { atMost: '2d' } })();
    assert.match(
      faultOf(at('49h', { tail: { atMost: '2d' } })),
      /the run ends at 2d1h at the latest|the run ends at 49h at the latest/,
    );
  });

  it('a commit of more than a second', () => {
    assert.match(
      faultOf(() => defineScenario(bent(['commit'], '2s'))),
      /commit = "2s": .*write 1s or less/,
    );
  });

  it('a network with a key that nobody knows', () => {
    assert.match(
      faultOf(() => defineScenario(bent(['network'], { lag: '5ms' }))),
      /network\.lag = "5ms": unknown key "lag"/,
    );
  });
});
