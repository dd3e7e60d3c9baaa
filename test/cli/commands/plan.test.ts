// `stillthere plan`: the forecast of a scenario agrees with its run; nothing is started or written.
import assert from 'node:assert/strict';
import { tailOf } from '../../../src/scenario/surroundings.ts';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { loadScenario } from '../../../src/cli/load.ts';
import { arrivalTimes, forecast } from '../../../src/capacity/forecast.ts';
import { meanOf } from '../../../src/capacity/offered.ts';
import { overfull, planOf, tight, type Plan } from '../../../src/capacity/plan.ts';
import { DRAWN_MOST, sampleOf, scaledUp } from '../../../src/capacity/sample.ts';
import { SECOND, type Micros } from '../../../src/model/core/time.ts';
import { Evidence } from '../../../src/model/judge/evidence.ts';
import { playVirtual } from '../../../src/model/runner/virtual/play.ts';
import { curve, planText } from '../../../src/report/plan.ts';
import type { Result } from '../../../src/result/schema.ts';
import { corpusOf, defineScenario, rulesOf, workloadOf, type Scenario } from '../../../src/scenario/define.ts';
import type { ScenarioInput } from '../../../src/scenario/schema.ts';
import millionDay from '../../../scenarios/million-day.ts';
import { stillthere } from '../support.ts';
import { seedOf } from '../../../src/cli/flags/seed.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-plan-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const first = await loadScenario('first-evening');
/** The first evening with something changed. */
const changed = (change: (input: ScenarioInput) => void): Scenario => {
  const input = structuredClone(first.input);
  change(input);
  return defineScenario(input);
};
const withAgents = (count: number): Scenario => changed((input) => (input.agents.count = count));

describe('the plan agrees with the run', () => {
  const plan = planOf(first, 'bare', seedOf(first, undefined));
  const out = join(folder, 'runs');
  const played = stillthere(['run', 'first-evening', '--engine', 'sim', '--ledger', '--json', '--out', out]).then(
    ({ stdout }) => JSON.parse(stdout) as Result,
  );

  it('in who comes: in all, by stretch and on the curve', async () => {
    const { run, visitors } = await played;
    assert.equal(plan.populationHash, run.populationHash);
    assert.equal(plan.visitors, visitors.arrived);
    const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
    assert.equal(sum(plan.phases.map((p) => p.drawn)), plan.visitors);
    assert.equal(sum(plan.arrivals.counts), plan.visitors);
    assert.equal(plan.arrivals.counts.length * plan.arrivals.step, plan.horizon);
    assert.deepEqual(
      plan.phases.map((p) => [p.name, p.expected]),
      first.data.arrivals.map((p) => [p.name, p.visitors]),
    );
  });

  it('in the load: where nobody has to wait, about as many conversations are going on as are wanted', () => {
    const scenario = withAgents(60);
    for (const seed of ['1', '2', '3']) {
      const { phases } = planOf(scenario, 'bare', seed);
      const going = conversations(scenario, seed);
      for (const { name, from, for: length, wanted } of phases) {
        const seen = going(from, from + length);
        const off = Math.abs(wanted.mean - seen) / Math.max(seen, 5);
        assert.ok(off < 0.25, `${name}, seed ${seed}: ${wanted.mean.toFixed(1)} wanted, ${seen.toFixed(1)} went on`);
      }
    }
  });

  it('in messages: as many as are said in play', async () => {
    assert.equal(plan.messages, (await played).messages.attempted);
    assert.ok(plan.peak.messages * 60 <= plan.messages && plan.peak.frames > plan.peak.messages);
    assert.ok(plan.peak.connected <= plan.visitors + plan.agents);
  });

  it('in the memory of virtual time and the size of its ledger, about', async () => {
    const { run, resources } = await played;
    const sim = plan.engines[0];
    const file = statSync(join(out, run.id, 'ledger.ndjson')).size;
    const isAbout = (planned = 0, real: number): boolean => planned > real / 1.6 && planned < real * 1.6;
    assert.ok(isAbout(sim?.memoryBytes, resources.peakRssBytes), `${sim?.memoryBytes} of ${resources.peakRssBytes}`);
    assert.ok(isAbout(sim?.withLedger?.fileBytes, file), `${sim?.withLedger?.fileBytes} of ${file}`);
  });

  it('leaves nothing behind', async () => {
    const cwd = mkdtempSync(join(folder, 'empty-'));
    const { code, stdout, stderr } = await stillthere(['plan', 'smoke'], {}, cwd);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^smoke \(profile bare, seed 1\)/);
    assert.deepEqual(readdirSync(cwd), []);
  });
});

describe('the load of the desk', () => {
  const names = (phases: readonly { name: string }[]): string[] => phases.map((p) => p.name);

  it('warns where more are wanted than there are places, and where it is full for a while', () => {
    const few = planOf(withAgents(4), 'bare', '1');
    assert.deepEqual(names(overfull(few)), ['rush', 'after the rush']);
    assert.match(planText(few), /! rush: demand \(\d+\.\d concurrent chats\) exceeds capacity \(20\)/);
    const enough = planOf(withAgents(60), 'bare', '1');
    assert.deepEqual([names(overfull(enough)), names(tight(enough))], [[], []]);
    assert.doesNotMatch(planText(enough), /^ {2}! /m);
    const between = planOf(first, 'bare', '1');
    assert.deepEqual(names(tight(between)), ['rush']);
    assert.match(
      planText(between),
      /! rush: demand peaks at \d+ concurrent chats, above the capacity of 60: visitors queue for a while/,
    );
  });

  it('halves where there are twice the places, and shrinks with shorter timeouts', () => {
    const load = (scenario: Scenario): number => planOf(scenario, 'bare', '1').phases[2]?.occupancy ?? 0;
    assert.ok(Math.abs(load(withAgents(24)) / load(withAgents(12)) - 0.5) < 0.03);
    const hasty = changed((input) => (input.rules = { ...input.rules, idle: { after: '4m' } }));
    assert.ok(load(hasty) < load(first) * 0.9);
  });

  it('says so where nobody is there to answer', () => {
    const plan = planOf(withAgents(0), 'bare', '1');
    assert.equal(plan.phases[0]?.occupancy, null);
    assert.match(planText(plan), /! calm: no agent is there/);
  });

  it('means of distributions are those of their draws', () => {
    const median: Micros = 60 * SECOND;
    const exact = median * Math.exp(1.3 ** 2 / 2);
    const mean = meanOf({ kind: 'lognormal', median, sigma: 1.3 });
    assert.ok(Math.abs(mean / exact - 1) < 0.03, `${mean} of ${exact}`);
    assert.ok(meanOf({ kind: 'lognormal', median, sigma: 1.3, cap: median }) < median);
    assert.equal(meanOf({ kind: 'uniform', low: 10, high: 30 }), 20);
    assert.equal(meanOf({ kind: 'exponential', mean: 7 }), 7);
  });
});

describe('what a run needs', () => {
  it('the speed that the scenario asks for, and the time and memory that go with it', () => {
    const { engines, playEnd } = planOf(first, 'bare', '1');
    const [sim, node, k6] = engines;
    assert.deepEqual([sim?.speed, node?.speed, k6?.speed], [null, 150, 150]);
    assert.ok((node?.wallSeconds ?? 0) > playEnd / 150e6);
    assert.ok((sim?.wallSeconds ?? 0) > 0 && (sim?.memoryBytes ?? 0) > 1e8);
  });

  it('where it asks for none, the highest honest one of a usual machine, with the bound that chose it', () => {
    const plan = planOf(
      changed((input) => (input.speed = 'auto')),
      'bare',
      '1',
    );
    assert.equal(plan.engines[1]?.speed, plan.speed.limit.node);
    assert.ok(plan.speed.limit.k6 <= plan.speed.limit.node);
    assert.match(planText(plan), /highest reliable speed of k6 .*: \d+× \(.*timer delay 3\.0 ms\b.*\)/);
    assert.match(planText(plan), /takes the highest reliable speed/);
  });

  it('more actors need more memory, more in k6 than in node', () => {
    const crowd = changed((input) => input.arrivals.forEach((phase) => (phase.visitors *= 5)));
    const [small, large] = [planOf(first, 'bare', '1'), planOf(crowd, 'bare', '1')];
    const growth = (engine: number): number =>
      (large.engines[engine]?.memoryBytes ?? 0) - (small.engines[engine]?.memoryBytes ?? 0);
    assert.ok(growth(2) > growth(1) && growth(1) > 1e6);
  });
});

describe('a scenario with too many people to draw them all', () => {
  const crowd = changed((input) => input.arrivals.forEach((phase) => (phase.visitors *= 20)));
  const many = { ...crowd, data: { ...crowd.data, agents: { ...crowd.data.agents, count: 240 } } };

  it('a third of the people at a third of the desk say about the same as all of them', () => {
    const [workload, rules, corpus] = [workloadOf(many, '1'), rulesOf(many, 'bare'), corpusOf(many, '1')];
    const arrivals = arrivalTimes(workload);
    const all = forecast(workload, rules, corpus, 'bare', tailOf(many.data));
    const sample = sampleOf(workload, arrivals.length, Math.round(arrivals.length / 3)) ?? assert.fail();
    assert.equal(sample.workload.agents.count, 80);
    const options = { ...tailOf(many.data), window: sample.window };
    const scaled = scaledUp(forecast(sample.workload, rules, corpus, 'bare', options), sample, arrivals);
    assert.deepEqual([scaled.visitors, scaled.horizon], [all.visitors, all.horizon]);
    for (const key of ['messages', 'peakMessages', 'peakFrames', 'peakConnected', 'playEnd'] as const)
      assert.ok(Math.abs(scaled[key] / all[key] - 1) < 0.15, `${key}: ${scaled[key]} for ${all[key]}`);
  });

  it('a day of a million takes seconds, and the plan says that it is an estimate', () => {
    const began = performance.now();
    const plan = planOf(millionDay, 'bare', '1');
    assert.ok(performance.now() - began < 60_000);
    assert.ok(Math.abs(plan.visitors / 1e6 - 1) < 0.01, 'arrivals are those of everybody');
    assert.equal(plan.populationHash, undefined);
    assert.ok(Math.abs((plan.sample?.visitors ?? 0) / DRAWN_MOST - 1) < 0.1);
    assert.match(planText(plan), /! estimated from a sample: \d+ \d+ of \d+ \d+ visitors, with /);
    assert.match(planText(plan), /busiest 29m: /);
    const { memoryBytes = 0, withLedger } = plan.engines[0] ?? {};
    assert.ok(memoryBytes < 4e9, 'virtual time forgets who is over');
    assert.ok((withLedger?.fileBytes ?? 0) > 4e9);
    assert.match(
      planText(plan),
      /sim writes no ledger by default; with --ledger the run takes .* and writes [\d.]+ [MG]B/,
    );
  });

  it('an ordinary one is played whole, and says nothing of samples', () => {
    const plan = planOf(first, 'bare', '1');
    assert.equal(plan.sample, undefined);
    assert.doesNotMatch(planText(plan), /sample/);
    assert.match(planText(plan), /busiest 1m: /);
  });
});

describe('rules and assumptions', () => {
  const text = planText(planOf(first, 'bare', '1'));

  it('rules that matter, by profile and channel', () => {
    assert.match(
      text,
      /idle timeout +10m from the last message of either side +10m from the last message of either side/,
    );
    assert.match(text, /prompt +none +3m before/);
    assert.match(text, /queue +none +8m, then becomes a leave-message/);
    assert.match(text, /message after the close, app +is acknowledged and lost +becomes a leave-message/);
    assert.match(text, /message after the close, web +opens a new session +becomes a leave-message/);
  });

  it('what nobody wrote is named, and what was written is not', () => {
    assert.match(text, /personas\.shopper: patience, replyPatience, lingers/);
    assert.doesNotMatch(text, /personas\.shopper:.*think/);
    const written = changed((input) => (input.prematureWithin = '10m'));
    assert.ok(planOf(first, 'bare', '1').byDefault.includes('prematureWithin'));
    assert.ok(!planOf(written, 'bare', '1').byDefault.includes('prematureWithin'));
  });

  it('a step of the curve with anybody in it is never blank', () => {
    assert.equal(curve([0, 1, 50, 100]), ' ▁▄█');
    assert.equal(curve([0, 0]), '  ');
  });
});

describe('on the command line', () => {
  it('--json: one document, or a list of several profiles', async () => {
    const one = JSON.parse((await stillthere(['plan', 'smoke', '--json'])).stdout) as Plan;
    assert.deepEqual([one.schema, one.profile, one.seed], ['stillthere/plan/1', 'bare', '1']);
    const two = JSON.parse(
      (await stillthere(['plan', 'smoke', '--json', '--profile', 'bare,all', '--seed', '7'])).stdout,
    ) as Plan[];
    assert.deepEqual(
      two.map((p) => [p.profile, p.seed]),
      [
        ['bare', '7'],
        ['all', '7'],
      ],
    );
  });

  it('in Chinese', async () => {
    const { stdout } = await stillthere(['plan', 'smoke'], { LC_ALL: 'zh_CN.UTF-8' });
    assert.match(stdout, /访客与客服/);
    assert.match(stdout, /空闲超时 +1 分钟，自双方最后一条消息起/);
  });

  it('a profile or scenario that is not there is named with the nearest', async () => {
    assert.match((await stillthere(['plan', 'smok'])).stderr, /unknown scenario "smok" \(did you mean smoke\?\)/);
    const { code, stderr } = await stillthere(['plan', 'smoke', '--profile', 'bar']);
    assert.equal(code, 1);
    assert.match(stderr, /unknown profile "bar" \(did you mean bare\?\)/);
  });
});

/** The mean number of conversations with an agent between two moments of a run. */
function conversations(scenario: Scenario, seed: string): (from: Micros, to: Micros) => number {
  const corpus = corpusOf(scenario, seed);
  const evidence = new Evidence();
  playVirtual(
    {
      workload: workloadOf(scenario, seed),
      rules: rulesOf(scenario, 'bare'),
      lines: { at: (i) => corpus.lines[i] ?? '', sets: corpus.sets },
      profile: 'bare',
      latency: 20_000,
      visitors: planOf(scenario, 'bare', seed).visitors,
      ...tailOf(scenario.data),
    },
    (row) => evidence.add(row),
  );
  return (from, to) => {
    let held = 0;
    for (const { activeAt, closedAt = Infinity } of evidence.sessions.values())
      if (activeAt !== undefined) held += Math.max(0, Math.min(to, closedAt) - Math.max(from, activeAt));
    return held / (to - from);
  };
}
