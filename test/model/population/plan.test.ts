// Plans: what a visitor intends depends on neither other visitors nor shards nor rules.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HOUR, MINUTE, NEVER, SECOND } from '../../../src/model/core/time.ts';
import { agentPlan, populationHash, visitorPlan, visitorSecret } from '../../../src/model/population/plan.ts';
import type { Habit, Workload } from '../../../src/model/population/workload.ts';
import type { AgentPlan, Row, VisitorPlan } from '../../../src/model/rows/rows.ts';
import { toRows } from '../../../src/model/rows/recorder.ts';
import { Runner } from '../../../src/model/runner/runner.ts';
import { sameDelay } from '../../../src/model/runner/virtual/network.ts';
import { World } from '../../../src/model/runner/virtual/world.ts';
import { about, evidenceOf, fixed, LINES, only, persona, play, rules, visitorsOf, workload } from '../evening.ts';
import { randomRules, randomWorkload } from '../random-evening.ts';
import { moments, Random, SEED, trials } from '../random.ts';
import { workloadTimes } from '../times.ts';

const planOf = (w: Workload, i: number, at = 0): VisitorPlan => visitorPlan(w, LINES.sets, i, at);
const N = 4000;
const people = (w: Workload): VisitorPlan[] => Array.from({ length: N }, (_, i) => planOf(w, i));
const habit = (name: string, kind: Habit['kind'], share = 500): Habit => ({
  name,
  kind,
  share,
  onset: about(MINUTE),
  length: about(30 * SECOND),
  times: 2,
});

describe('the plan of a visitor', () => {
  it('depends on the seed, the number and the time of arrival only, and time only moves it', () => {
    trials('plan of i', 100, (random, i) => {
      const w = randomWorkload(random, SEED);
      assert.deepEqual(planOf(w, i, 7), { ...planOf(w, i, 0), at: 7 });
      assert.notDeepEqual(planOf({ ...w, seed: 'other' }, i), planOf(w, i));
    });
  });

  it('does not change when the others do: other arrivals, agents, client programs', () => {
    trials('other people', 50, (random, i) => {
      const w = randomWorkload(random, SEED);
      const other = randomWorkload(random, SEED);
      const changed: Workload = { ...w, arrivals: other.arrivals, agents: other.agents, client: other.client };
      assert.deepEqual(planOf(changed, i), planOf(w, i));
    });
  });

  it('keeps everything else when habits are taken away', () => {
    trials('without habits', 100, (random, i) => {
      const w = randomWorkload(random, SEED);
      assert.deepEqual({ ...planOf(w, i), episodes: [] }, planOf({ ...w, habits: [] }, i));
      assert.deepEqual(
        { ...agentPlan(w, i), episodes: [] },
        agentPlan({ ...w, agents: { ...w.agents, habits: [] } }, i),
      );
    });
  });

  it('keeps the episodes of every other habit when one habit is taken away', () => {
    const habits = [habit('first', 'hidden'), habit('second', 'offline'), habit('third', 'frozen')];
    for (const gone of habits) {
      const w = workload({ habits });
      const without = workload({ habits: habits.filter((h) => h !== gone) });
      for (let i = 0; i < 50; i++) {
        const kept = planOf(w, i).episodes.filter((e) => e.habit !== gone.name);
        assert.deepEqual(planOf(without, i).episodes, kept, `v${i} without "${gone.name}"`);
      }
    }
  });

  it('keeps persona and think times when another persona changes how it behaves', () => {
    const one = persona({ weight: 1 });
    const other = persona({ name: 'other', weight: 1 });
    const w = workload({ personas: [one, other] });
    const changed = workload({ personas: [one, { ...other, think: fixed(HOUR), turns: 8 }] });
    for (let i = 0; i < 200; i++) {
      const plan = planOf(w, i);
      assert.equal(planOf(changed, i).persona, plan.persona);
      if (plan.persona === one.name) assert.deepEqual(planOf(changed, i), plan);
    }
  });

  it('is k times as long, exactly, in slow motion; shares, lines and decisions stay', () => {
    trials('scaled plans', 100, (random, i) => {
      const w = randomWorkload(random, SEED);
      const k = random.between(2, 60);
      const [plan, slow] = [planOf(w, i), planOf(workloadTimes(w, k), i)];
      const expected: VisitorPlan = {
        ...plan,
        think: plan.think.map((t) => t * k),
        patience: plan.patience * k,
        replyPatience: plan.replyPatience * k,
        lingers: plan.lingers * k,
        prompts: plan.prompts.map((t) => (t < 0 ? t : t * k)),
        episodes: plan.episodes.map((e) => ({ ...e, at: e.at * k, for: e.for * k })),
      };
      assert.deepEqual(slow, expected);
    });
  });

  it('is well formed: first turn at once, lines of its own trade, episodes in order', () => {
    trials('well-formed plans', 200, (random, i) => {
      const w = randomWorkload(random, SEED);
      const plan = planOf(w, i);
      const { trade } = w.personas.find((p) => p.name === plan.persona) ?? assert.fail('persona');
      assert.equal(plan.think[0], 0);
      assert.equal(plan.think.length, plan.lines.length);
      assert.ok(plan.think.length <= w.turnsMost);
      plan.lines.forEach((line, turn) => {
        assert.ok(LINES.at(line).startsWith(`visitor/${turn === 0 ? 'open' : 'turn'}/${trade} `), LINES.at(line));
      });
      const starts = plan.episodes.map((e) => e.at);
      assert.deepEqual(
        starts,
        [...starts].sort((a, b) => a - b),
      );
      for (const e of plan.episodes) if (e.kind === 'killed') assert.equal(e.for, 0);
    });
  });
});

describe(`shares over ${N} visitors, within 4 standard errors (seed ${SEED})`, () => {
  const near = (count: number, p: number, what: string): void => {
    const text = `${what}: ${count} of ${N}, expected ${N * p}`;
    assert.ok(Math.abs(count - N * p) <= 4 * Math.sqrt(N * p * (1 - p)), text);
  };
  const w = workload({
    seed: SEED,
    turnsMost: 100,
    personas: [
      persona({
        name: 'a',
        weight: 45,
        turns: 4,
        comesBack: 700,
        answersPrompt: 450,
        endings: { closes: 25, goodbye: 30, silent: 45 },
      }),
      persona({ name: 'b', weight: 55, turns: 1, endings: { closes: 0, goodbye: 0, silent: 1 } }),
    ],
    channels: [
      { channel: 'web', weight: 3 },
      { channel: 'app', weight: 1 },
    ],
    habits: [habit('hides', 'hidden', 300), habit('never', 'killed', 0)],
  });
  const plans = people(w);
  const a = plans.filter((plan) => plan.persona === 'a');

  it('personas, channels and habits', () => {
    near(a.length, 0.45, 'persona a');
    near(plans.filter((plan) => plan.channel === 'app').length, 0.25, 'channel app');
    near(plans.filter((plan) => plan.episodes.some((e) => e.habit === 'hides')).length, 0.3, 'habit');
    assert.ok(plans.every((plan) => plan.episodes.every((e) => e.habit !== 'never')));
    assert.ok(
      plans.every((plan) => plan.episodes.length === 0 || plan.episodes.length === 2),
      'two times each',
    );
  });

  it('turns and endings by persona', () => {
    const turns = moments(a.map((plan) => plan.think.length));
    assert.ok(Math.abs(turns.mean - 4) <= 4 * turns.error, `mean turns ${turns.mean}`);
    const silent = a.filter((plan) => plan.ending === 'silent').length / a.length;
    assert.ok(Math.abs(silent - 0.45) <= 4 * Math.sqrt((0.45 * 0.55) / a.length), `silent ${silent}`);
    assert.ok(plans.every((plan) => plan.persona === 'a' || (plan.ending === 'silent' && plan.think.length === 1)));
  });

  it('what a visitor decides about closes and prompts is independent of ending and persona', () => {
    const back = a.filter((plan) => plan.comesBack[0] === true).length / a.length;
    assert.ok(Math.abs(back - 0.7) <= 4 * Math.sqrt(0.21 / a.length), `comes back ${back}`);
    const both = a.filter((plan) => plan.comesBack[0] === true && plan.ending === 'silent').length / a.length;
    assert.ok(Math.abs(both - 0.315) <= 4 * Math.sqrt((0.315 * 0.685) / a.length), `comes back and silent ${both}`);
  });
});

describe('agents', () => {
  it('come on shift one after the other within the spread, and stay unless the plan says otherwise', () => {
    const w = workload({ agents: { count: 8, spread: 80 * SECOND } });
    const plans = Array.from({ length: 8 }, (_, j) => agentPlan(w, j));
    assert.deepEqual(
      plans.map((plan) => plan.at),
      [0, 10, 20, 30, 40, 50, 60, 70].map((s) => s * SECOND),
    );
    assert.ok(plans.every((plan) => plan.leaves === NEVER));
    const leaving = workload({ agents: { leave: { share: 1000, at: fixed(HOUR) } } });
    assert.equal(agentPlan(leaving, 3).leaves, HOUR);
  });

  it('come k times as late, exactly, in slow motion, whatever their number', () => {
    for (let count = 1; count <= 12; count++) {
      const w = workload({ agents: { count, spread: 10 * SECOND } });
      for (let j = 0; j < count; j++)
        assert.equal(agentPlan(workloadTimes(w, 7), j).at, 7 * agentPlan(w, j).at, `agent ${j} of ${count}`);
    }
  });
});

describe('visitor secrets', () => {
  it('are 32 hexadecimal digits, and each visitor has their own under each seed', () => {
    const secrets = Array.from({ length: 1000 }, (_, i) => visitorSecret(SEED, `v${i}`));
    assert.equal(new Set([...secrets, visitorSecret('other', 'v0')]).size, 1001);
    for (const secret of secrets) assert.match(secret, /^[0-9a-f]{32}$/);
  });
});

/** The plan rows that runners write when `shards` runners play the actors of a workload. */
function planRows(w: Workload, shards: number): string[] {
  const rows: Row[] = [];
  for (let shard = 0; shard < shards; shard++) {
    const world = new World({
      rules: rules(),
      delay: sameDelay(1000),
      agentTokens: {},
      record: toRows((row) => rows.push(row)),
    });
    const runner = new Runner({ workload: w, lines: LINES, runtime: world, shard, shards, agentTokens: {} });
    world.attach(runner);
    runner.start();
    world.run(10 * MINUTE);
  }
  return only(rows, 'plan')
    .map((row) => `${row.by} ${JSON.stringify(row.plan)}`)
    .sort();
}

describe('plan rows', () => {
  it('are the same however many shards the actors are dealt out to', () => {
    trials('shards', 20, (random, i) => {
      const w = randomWorkload(random, `${SEED}/${i}`);
      const one = planRows(w, 1);
      assert.equal(one.length, visitorsOf(w) + w.agents.count);
      for (const shards of [2, 3, 7]) assert.deepEqual(planRows(w, shards), one, `${shards} shards`);
    });
  });

  it('are byte-equal under any rules: a profile cannot change people', () => {
    trials('plans under rules', 20, (random, i) => {
      const w = randomWorkload(random, `${SEED}/${i}`);
      const bytes = (): string[] => {
        const rows = play({ workload: w, rules: randomRules(random, true) });
        return only(rows, 'plan')
          .map((row) => JSON.stringify([row.by, row.t, row.plan]))
          .sort();
      };
      const first = bytes();
      assert.deepEqual(bytes(), first);
    });
  });

  it('give the population hash: equal from the workload and from the ledger, different for other people', () => {
    const random = new Random(SEED);
    const w = randomWorkload(random, SEED);
    const { hash, visitors } = populationHash(w, LINES.sets);
    const evidence = evidenceOf(play({ workload: w, rules: rules() }));
    assert.equal(evidence.populationHash(), hash);
    assert.equal(visitors, visitorsOf(w));
    assert.notEqual(populationHash({ ...w, seed: `${SEED}?` }, LINES.sets).hash, hash);
    const plans: (VisitorPlan | AgentPlan | undefined)[] = [...evidence.actors.values()].map((actor) => actor.plan);
    assert.equal(plans.filter((plan) => plan !== undefined).length, visitors + w.agents.count);
  });
});
