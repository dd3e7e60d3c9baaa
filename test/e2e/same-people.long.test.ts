// The same people come under every engine, profile and
// speed: equal plans, and equal think times to the µs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { isVisitor } from '../../src/model/rows/ids.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { play, reasonsOf, rowsOf, scenarioFile, skipK6, type Played } from './support.ts';

const scenario: ScenarioInput = {
  name: 'same-people',
  shows: 'a hundred and fifty visitors with time to talk, and patience',
  locale: 'en',
  arrivals: [{ name: 'steady', for: '60s', visitors: 150 }],
  channels: { web: 2, app: 1 },
  personas: {
    buyer: {
      weight: 2,
      trade: 'pre_sale',
      turns: 3,
      think: { median: '5s', sigma: 0.7, cap: '25s' },
      patience: '10m',
      replyPatience: '10m',
      lingers: '20s',
      endings: { closes: 40, goodbye: 40, silent: 20 },
    },
    owner: {
      weight: 1,
      trade: 'after_sale',
      turns: 2,
      think: { usually: { median: '4s', sigma: 0.5, cap: '20s' }, sometimes: { from: '20s', to: '30s' }, share: 100 },
      patience: '10m',
      replyPatience: '10m',
      lingers: '20s',
      endings: { closes: 50, goodbye: 50, silent: 0 },
    },
  },
  turnsMost: 6,
  habits: { 'tab hidden': { kind: 'hidden', share: 100, onset: { median: '8s', sigma: 0.5 }, length: '5s' } },
  agents: { count: 24, answer: { median: '2s', sigma: 0.3 }, perSession: 50, glance: '500ms', notice: '1s' },
  rules: { idle: { after: '60s' } },
  profiles: {
    bare: {},
    all: { prompt: { before: '20s', text: 'Hello, are you still there?' }, afterClose: { policy: 'leave_message' } },
  },
  tail: '80s',
};

interface Evening extends Played {
  readonly name: string;
  /** Plan rows of the ledger, without time and count, by actor. */
  readonly plans: ReadonlyMap<string, string>;
}

const file = scenarioFile(scenario);

async function playOn(engine: 'sim' | 'node' | 'k6', profile: 'bare' | 'all', speed?: number): Promise<Evening> {
  const name = [engine, profile, ...(speed === undefined ? [] : [`at speed ${speed}`])].join(' ');
  // On a busy machine these speeds make the run invalid, but plans do not depend on it.
  const pace = speed === undefined ? [] : ['--speed', String(speed)];
  const played = await play([file, '--engine', engine, '--profile', profile, '--seed', 'people', ...pace]);
  const plans = new Map<string, string>();
  for (const line of readFileSync(join(played.folder, 'ledger.ndjson'), 'utf8').split('\n')) {
    const at = line.indexOf('"what":"plan"');
    const by = /"by":"([^"]+)"/.exec(line)?.[1];
    if (at >= 0 && by !== undefined) plans.set(by, line.slice(at));
  }
  return { ...played, name, plans };
}

/** Think time by visitor and turn, for every turn that a visitor intended. */
const thinking = ({ rows }: Played): Map<string, number> =>
  new Map(rowsOf(rows, 'intend').map(({ by, turn, think }) => [`${by} turn ${turn}`, think]));

/** How many turns of the plan each visitor said. */
function turnsSaid({ rows }: Played): Map<string, number> {
  const turns = new Map<string, Set<number>>();
  for (const { by, turn } of rowsOf(rows, 'say')) {
    if (!isVisitor(by) || turn < 0) continue;
    turns.set(by, (turns.get(by) ?? new Set()).add(turn));
  }
  return new Map([...turns].map(([by, said]) => [by, said.size]));
}

describe('the same people', () => {
  const runs: Evening[] = [];
  let paired: { node: Evening; k6: Evening } | undefined;

  before(async () => {
    const wait = [playOn('sim', 'bare'), playOn('sim', 'all'), playOn('node', 'bare', 12), playOn('node', 'all', 8)];
    if (skipK6 === false) wait.push(playOn('k6', 'bare', 12), playOn('k6', 'all', 8));
    runs.push(...(await Promise.all(wait)));
    const [, , node, , k6] = runs;
    if (node !== undefined && k6 !== undefined) paired = { node, k6 };
  });

  const compareAll = (): readonly [Evening, readonly Evening[]] => {
    const [first, ...others] = runs;
    assert.ok(first !== undefined && others.length >= 3);
    return [first, others];
  };

  it('k6 is among the engines that are compared', { skip: skipK6 }, () => assert.equal(runs.length, 6));

  it('plan rows are equal to the byte in all engines, under both profiles and at both speeds', (t) => {
    const [first, others] = compareAll();
    t.diagnostic(`${first.plans.size} plans in ${runs.length} runs`);
    assert.ok(first.plans.size > 120, `${first.plans.size} plans`);
    for (const other of others) {
      assert.deepEqual([...other.plans.keys()].sort(), [...first.plans.keys()].sort(), `who came: ${other.name}`);
      for (const [by, plan] of first.plans) assert.equal(other.plans.get(by), plan, `${by}: ${other.name}`);
    }
  });

  it('populationHash is equal everywhere', () => {
    const [first, others] = compareAll();
    assert.match(first.result.run.populationHash, /^[0-9a-f]{8,}$/);
    for (const { name, result } of others)
      assert.equal(result.run.populationHash, first.result.run.populationHash, name);
  });

  it('a turn that comes about in two runs was thought over for the same time, to the µs', (t) => {
    const [first, others] = compareAll();
    const expected = thinking(first);
    for (const other of others) {
      let both = 0;
      for (const [turn, think] of thinking(other)) {
        const known = expected.get(turn);
        if (known === undefined) continue;
        both += 1;
        assert.equal(think, known, `${turn}: ${other.name}`);
      }
      t.diagnostic(`${both} turns in ${first.name} and ${other.name}`);
      assert.ok(both > 100, `${both} turns in both`);
    }
  });

  it('at least 95 % of visitors say as many turns with k6 as with node', { skip: skipK6 }, (t) => {
    assert.ok(paired !== undefined);
    const { node, k6 } = paired;
    assert.deepEqual([node.result.run.engine, k6.result.run.engine], ['node', 'k6']);
    for (const { result } of [node, k6]) assert.ok(result.messages.attempted > 300, reasonsOf(result));
    const [a, b] = [turnsSaid(node), turnsSaid(k6)];
    const visitors = [...new Set([...a.keys(), ...b.keys()])];
    const same = visitors.filter((by) => a.get(by) === b.get(by)).length;
    t.diagnostic(`${same} of ${visitors.length} visitors said as many turns`);
    assert.ok(visitors.length > 100, `${visitors.length} visitors`);
    assert.ok(same / visitors.length >= 0.95, `${same} of ${visitors.length}`);
  });
});
