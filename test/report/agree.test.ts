// The report of a comparison, in both languages, and the document that it is made from.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { Agreed, RealRun } from '../../src/study/agree/agree.ts';
import type { Figures } from '../../src/study/agree/figures.ts';
import { agreementOf } from '../../src/study/agree/agreed.ts';
import { message, speak } from '../../src/language/language.ts';
import { nodeEngine } from '../../src/engines/node/engine.ts';
import { agreeLooks, agreementReport } from '../../src/report/agree.ts';
import { agreementSchema, type Agreement } from '../../src/result/agreement.ts';
import { noise, runs } from '../study/figures.ts';
import { quickDesk } from '../quick-desk.ts';
import smoke from '../../scenarios/smoke.ts';
import { virtual, withHole } from './runs.ts';

const good = await virtual(smoke);
const { result } = good;
const holed = withHole(good, smoke).result;

afterEach(() => speak('en'));

/** A comparison at 40×, with so many unusable runs over sockets. */
function agreed(real: readonly Figures[], unused = 0): Agreed {
  const played = (seed: string, isUsed: boolean): RealRun => ({
    engine: 'node',
    speed: 40,
    seed,
    isUsed,
    result: isUsed ? result : holed,
  });
  const bound = message('speed.bias', { share: 0.01, hazard: '5.6 %', lateness: 3_100, actors: 94 });
  return {
    folder: {
      id: 'agree-quick-desk',
      path: 'runs/agree-quick-desk',
      ledger: '',
      engineLog: '',
      serverLog: '',
      store: '',
    },
    startedAt: '2020-01-01T00:00:00.000Z',
    machine: { cores: 2, load: 0.4 },
    loopback: { latency: 120, commit: 410, n: 200 },
    engines: [
      {
        engine: 'node',
        speed: 40,
        limit: { limit: 57, bound, all: [] },
        calibration: { epsilon: 3_100, actors: 94, framesPerCpuSecond: 150_000 },
      },
    ],
    virtual: runs(20),
    speeds: [{ speed: 40, compressed: runs(20), real: { node: real } }],
    runs: [
      ...real.map(({ seed }) => played(seed, true)),
      ...runs(20)
        .slice(20 - unused)
        .map(({ seed }) => played(seed, false)),
    ],
  };
}

const documentOf = (all: Agreed): Agreement =>
  agreementOf(all, {
    scenario: quickDesk,
    profile: 'bare',
    seed: '1',
    replicates: 20,
    engines: [{ engine: nodeEngine }],
  });

const reportOf = (document: Agreement): string => agreementReport(document, 'runs/agree', 'npx stillthere agree …');

describe('the document', () => {
  it('is what its schema says, and survives being written down', () => {
    const document = documentOf(agreed(runs(20)));
    const back: unknown = JSON.parse(JSON.stringify(document));
    assert.deepEqual(agreementSchema.parse(back), back);
    assert.deepEqual([document.verdict, document.exitCode], ['equivalent', 0]);
    assert.deepEqual(
      document.speeds[0]?.comparisons.map(({ what, engine, from, to }) => [what, engine, from, to]),
      [
        ['compression', 'node', 'S1', 'SN'],
        ['model', 'node', 'SN', 'RN'],
      ],
    );
  });

  it('runs that cannot be used make it invalid only where nothing took their place', () => {
    assert.equal(documentOf(agreed(runs(18), 2)).verdict, 'invalid');
    assert.equal(documentOf(agreed(runs(20), 2)).verdict, 'equivalent');
  });

  it('what was stopped early is too few', () => assert.equal(documentOf(agreed(runs(7))).verdict, 'too_few'));

  it('both comparisons of an engine are over the same pairs', () => {
    const [bias, model] = documentOf(agreed(runs(18), 2)).speeds[0]?.comparisons ?? [];
    assert.deepEqual([bias?.seeds.length, model?.seeds.length], [18, 18]);
    assert.equal(documentOf(agreed([])).speeds[0]?.comparisons[0]?.seeds.length, 20, 'virtual time needs no real run');
  });

  it('times may differ by what 20 times the lateness of a quiet machine is at that speed', () => {
    const at = { ...agreed(runs(20)), virtual: runs(20, () => ({ transfers: { sum: 10e6, n: 10 } })) };
    const [bias] = documentOf(at).speeds[0]?.comparisons ?? [];
    assert.equal(bias?.metrics.transferLatency.margin, 20 * 3_000 * 40);
  });
});

describe('the report', () => {
  it('says the verdict, the machine, the bound that was measured, and each metric with its interval', () => {
    const shifted = runs(20, (i) => ({ timeouts: { count: 112 + noise(i, 2), of: 400 } }));
    const text = reportOf(documentOf(agreed(shifted)));
    assert.match(text, /^DIFFERENT: at least one difference exceeds its margin/);
    assert.match(text, /machine: 2 cores, load 0\.4; loopback 0\.1 ms one way, commit 0\.4 ms/);
    assert.match(text, /At 40×, with node\n {2}20 of 20 pairs, seeds 1\/1 … 1\/20\n/);
    assert.match(text, /node: reliable up to 57× \(timer delay 3\.1 ms with 94 actors/);
    assert.match(
      text,
      /timeout rate +25\.00 % +25\.00 % +28\.00 % +±1 pp +\+0\.00 ± 0\.00 pp +equivalent +\+3\.00 ± 0\.\d+ pp +different/,
    );
    assert.match(text, /transfer latency +30 s +30 s +30 s +±3\.0 s/);
    assert.match(text, /first response, distribution +distance 0\.000 +close/);
    assert.match(text, /transfer latency, distribution +200 samples +too few/);
    assert.match(text, /visitors with a different outcome +0 % \(0 \/ 40\)/);
    assert.match(text, /repeat: +npx stillthere agree …$/);
    assert.doesNotMatch(text, /exceeds the reliable speed/);
  });

  it('equivalent says of what nothing was counted, and could not be compared', () => {
    assert.match(reportOf(documentOf(agreed(runs(20)))), /^EQUIVALENT: [^;\n]+\n/);
    const without = runs(20, () => ({ transfers: { sum: 0, n: 0 } }));
    const text = reportOf(
      documentOf({
        ...agreed(without),
        virtual: without,
        speeds: [{ speed: 40, compressed: without, real: { node: without } }],
      }),
    );
    assert.match(text, /within the margins; not compared, because none occurred: transfer latency\n/);
  });

  it('names a speed beyond the honest limit, runs that were not used, and pairs that are missing', () => {
    const all = agreed(runs(18), 2);
    const [engine] = all.engines;
    assert.ok(engine !== undefined);
    const slow = { ...all, engines: [{ ...engine, limit: { ...engine.limit, limit: 12 } }] };
    const text = reportOf(documentOf(slow));
    assert.match(text, /40× exceeds the reliable speed of node on this machine/);
    assert.match(text, /2 of 20 runs of node were unreliable and not used, such as: .* missing/);
    assert.match(text, /18 of 20 pairs, .*from these pairs only/);
  });

  it('with nothing on either side it does not speak of agreement', () => {
    const silent = (): Figures[] => runs(20, () => ({ missed: { count: 0, of: 1000 } }));
    const all = {
      ...agreed(silent()),
      virtual: silent(),
      speeds: [{ speed: 40, compressed: silent(), real: { node: silent() } }],
    };
    assert.match(reportOf(documentOf(all)), /missed messages .*nothing to compare .*nothing to compare/);
  });

  it('speaks Chinese', () => {
    const document = documentOf(agreed(runs(20)));
    speak('zh-CN');
    const text = reportOf(document);
    assert.match(text, /^一致：在容许范围内/);
    assert.match(text, /可信上限 57 倍速（94 人在线时滞后 3\.1 毫秒；更快则比率的偏差可能超过 1 个百分点/);
    assert.match(text, /超时率 +25\.00%/);
    assert.match(text, /转接耗时的分布 .*样本太少/);
  });

  it('progress names pair, seed, engine and speed', () => {
    const moment = { phase: 'playing', model: 0, realSeconds: 3 } as const;
    const step = { is: 'real', at: 2, seed: '1/3', engine: 'k6', speed: 40, moment } as const;
    const lines = agreeLooks.lines({ phase: 'playing', step, of: 20, realSeconds: 9 });
    assert.deepEqual(lines, ['  pair 3 of 20 (seed 1/3): k6 at 40×, playing']);
  });
});
