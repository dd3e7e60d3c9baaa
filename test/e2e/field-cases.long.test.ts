// Small scenarios from the field give the right answer
// over real sockets, as they do in virtual time.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it, type TestContext } from 'node:test';
import { honestSpeed } from '../../src/capacity/calibrate.ts';
import { judgingOf, verdictOf } from '../../src/run/conclude.ts';
import { forecast } from '../../src/capacity/forecast.ts';
import { conduct } from '../../src/run/live-run.ts';
import { virtualRun } from '../../src/run/virtual-run.ts';
import { speedLimit, type Calibration, type SpeedLimit } from '../../src/capacity/speed.ts';
import { nodeEngine as engine } from '../../src/engines/node/engine.ts';
import { SECOND, type Micros } from '../../src/model/core/time.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { playVirtual } from '../../src/model/runner/virtual/play.ts';
import { Rolling } from '../../src/result/threads/rolling.ts';
import type { Result } from '../../src/result/schema.ts';
import { corpusOf, defineScenario, rulesOf, workloadOf, type Scenario } from '../../src/scenario/define.ts';
import { tailOf } from '../../src/scenario/surroundings.ts';
import { temporaryFolder } from '../../src/system/temporary.ts';
import { FIELD_CASES, type Answer, type Evening, type FieldCase } from '../requirements/field-answers.ts';

const SEED = '1';
/**
 * The highest speed, however quiet the machine: a
 * minute of model time then lasts a fifth of a second.
 */
const FASTEST = 300;
/** A run with a late machine is played again at half the speed, up to this many tries in all. */
const TRIES = 3;
/**
 * The longest try, however slow the machine, because all
 * tries must end within the limit of a test. Real µs
 */
const LONGEST = 40 * SECOND;
const TRUST = { dishonest: [], broken: [], interrupted: false };

const asked = (scenario: Scenario) => {
  const [workload, rules] = [workloadOf(scenario, SEED), rulesOf(scenario, 'bare')];
  return { workload, rules, plan: forecast(workload, rules, corpusOf(scenario, SEED), 'bare', tailOf(scenario.data)) };
};

/** Reasons why a run proves nothing. Other reasons than the generator are faults. */
const FAULTS = ['target', 'ledger', 'drain', 'run'];
/** Reasons that are neither a fact nor a limit. */
const BESIDE = ['note', 'generator', ...FAULTS];

/** The facts and limits that are broken. */
const wrongOf = (reasons: Result['reasons']): string[] =>
  reasons.flatMap(({ limit }) => (BESIDE.includes(limit) ? [] : limit));

function virtually(scenario: Scenario): Evening & { readonly end: Micros } {
  const run = virtualRun(scenario, 'bare', SEED);
  const rolling = new Rolling(judgingOf(scenario, run.rules, 1, false));
  const rows: Row[] = [];
  playVirtual(run, (row) => {
    rows.push(row);
    rolling.add(row);
  });
  const judged = rolling.finish();
  const { reasons } = verdictOf(scenario, judged, TRUST, []);
  return { rows, numbers: judged.numbers, wrong: wrongOf(reasons), speed: 1, end: judged.numbers.play.end };
}

/**
 * The server shares the machine, so late closes may be caused
 * by the machine. Those of a faulty server occur again.
 */
const lateCloses = ({ timeouts }: Result): string =>
  timeouts.byRule.late === 0 ? '' : `the server was late with ${timeouts.byRule.late} idle closes, by more than 100 ms`;

/** Plays it once. @returns the evening, with the reason if its times are not reliable */
async function overSockets(scenario: Scenario, speed: number, limit: SpeedLimit): Promise<Evening & { late?: string }> {
  const out = await temporaryFolder('field');
  try {
    const { result, folder } = await conduct({
      scenario,
      profile: 'bare',
      seed: SEED,
      engine,
      out: out.path,
      speed,
      limit,
      stop: new AbortController().signal,
      watch: () => undefined,
    });
    const text = readFileSync(folder.ledger, 'utf8');
    const rows = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]));
    const { reasons } = result;
    const why = (...of: string[]): string =>
      reasons.flatMap(({ limit: is, text: told }) => (of.includes(is) ? [told] : [])).join('; ');
    assert.equal(why(...FAULTS), '', 'whatever else makes a run invalid is a fault');
    const late = why('generator') || lateCloses(result);
    return { rows, numbers: result, wrong: wrongOf(reasons), speed, ...(late !== '' && { late }) };
  } finally {
    await out.remove();
  }
}

/** The result of a case; `node` is absent until it has been played. */
interface Line {
  readonly name: string;
  readonly right: string;
  readonly sim: string;
  readonly node: string;
  readonly at: string;
}

const inWords = (answer: Answer): string =>
  Object.entries(answer)
    .map(([what, n]) => `${what}: ${n}`)
    .join(', ');

/** A Markdown table. An answer that equals the right one is written as `the same`. */
function table(lines: readonly Line[]): string {
  const rows = lines.map(({ name, right, sim, node, at }) => {
    const same = (one: string): string => (one === right ? 'the same' : one);
    return `| ${name} | ${right} | ${same(sim)} | ${same(node)} | ${at} |`;
  });
  return ['| case | right | sim | node | speed |', '|---|---|---|---|---|', ...rows].join('\n');
}

describe('what the field reported, over real sockets', () => {
  const lines: Line[] = [];
  let calibration: Calibration | undefined;

  before(async () => {
    // The scenario with most people: a speed that is reliable for it is reliable for all.
    const busiest = FIELD_CASES.map(({ evening }) => asked(defineScenario(evening))).reduce((a, b) =>
      b.plan.peakConnected > a.plan.peakConnected ? b : a,
    );
    ({ calibration } = await honestSpeed({ engine, atMost: FASTEST, ...busiest }));
  });
  after(() => console.log(`\n${table(lines)}\n`));

  /**
   * Plays a case until the machine was on time, and prints why another try was needed.
   * @returns the last try
   */
  async function played(t: TestContext, { evening }: FieldCase, end: Micros): Promise<Evening & { late?: string }> {
    const scenario = defineScenario(evening);
    const { workload, rules, plan } = asked(scenario);
    assert.ok(calibration !== undefined);
    const limit = speedLimit({ calibration, workload, rules, offered: plan.peakFrames, engine: 'node' });
    const within = (speed: number): number => Math.min(FASTEST, Math.max(Math.ceil(end / LONGEST), Math.floor(speed)));
    let speed = within(limit.limit);
    for (let n = 1; ; n++) {
      const tried = await overSockets(scenario, speed, limit);
      if (tried.late === undefined || n === TRIES) return tried;
      t.diagnostic(`try ${n} at ${speed}× proves nothing: ${tried.late}`);
      speed = within(speed / 2);
    }
  }

  for (const one of FIELD_CASES)
    it(one.evening.shows, async (t) => {
      const { end, ...twin } = virtually(defineScenario(one.evening));
      const sim = one.found(twin);
      const evening = await played(t, one, end);
      const node = one.found(evening);
      const at = `${evening.speed}×${evening.late === undefined ? '' : ', late'}`;
      lines.push({ name: one.evening.name, right: inWords(one.right), sim: inWords(sim), node: inWords(node), at });
      assert.deepEqual(sim, one.right, 'virtual time');
      // The answer must be right even if the machine was late in every try.
      assert.deepEqual(node, one.right, `over sockets at ${at}: ${evening.late ?? 'in time'}`);
    });
});
