// Timeouts around an outage of the server: those due
// meanwhile may come afterwards and break no rule.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, MS, SECOND } from '../../../src/model/core/time.ts';
import { judge, type Judgement } from '../../../src/model/judge/judge.ts';
import { expectedAt, wasAway } from '../../../src/model/judge/evidence/outages.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import { evidenceOf, judged } from '../evening.ts';
import { SEED, trials } from '../random.ts';
import { interleaved, type Story } from './ledger.ts';
import { closed, DUE, idle, SLACK, T, talk } from './talk.ts';

/** The outage includes the due time of the talk. */
const DOWN = DUE - MINUTE;
const UP = DUE + 4 * MINUTE;

const away = (story: Story, from = DOWN, to = UP): Story => {
  story.add('conductor', from, { what: 'fault', is: 'down' });
  return to === Infinity ? story : story.add('conductor', to, { what: 'fault', is: 'up' });
};
const verdicts = (story: Story, rules: SessionRules = idle()): unknown[] =>
  judged(story.done(), rules).timeouts.map((t) => [t.byRule, t.cause, t.closedAt]);

describe('a timeout that fell due while the server was away', () => {
  it('is justified when it comes as soon as the server is back, and the server is its cause', () => {
    for (const at of [UP, UP + SLACK])
      assert.deepEqual(verdicts(away(talk()).session(closed(at))), [['justified', 'server', at]]);
  });

  it('has the server as its cause, however late the generator was', () => {
    const { timeouts } = judged(away(talk()).session(closed(UP)).done(), idle(), { generatorLate: true });
    assert.deepEqual(
      timeouts.map((t) => [t.byRule, t.cause]),
      [['justified', 'server']],
    );
  });

  it('is late when it comes later than that, and late without an outage', () => {
    const late = UP + SLACK + 1;
    assert.deepEqual(verdicts(away(talk()).session(closed(late))), [['late', 'server', late]]);
    assert.deepEqual(verdicts(talk().session(closed(UP))), [['late', 'server', UP]]);
  });

  it('may have been decided just before, and not been stored any more', () => {
    const back = DUE + MINUTE;
    assert.deepEqual(verdicts(away(talk(), DUE + SLACK, back).session(closed(back))), [['justified', 'server', back]]);
    const later = DUE + SLACK + 1;
    assert.deepEqual(verdicts(away(talk(), later, back).session(closed(back))), [['late', 'server', back]]);
  });

  it('that came before the server went away has nothing to do with it', () => {
    const story = away(talk(), DUE + 1, UP).session(closed(DUE));
    assert.deepEqual(verdicts(story), [['justified', 'silence', DUE]]);
  });

  it('waits on when the server dies again before it can act', () => {
    const twice = away(away(talk()), UP, UP + MINUTE).session(closed(UP + MINUTE));
    assert.deepEqual(verdicts(twice), [['justified', 'server', UP + MINUTE]]);
  });

  it('may take the sweep after that, too', () => {
    const swept = idle({ sweep: 2 * MINUTE });
    const at = UP + 2 * MINUTE + SLACK;
    assert.deepEqual(verdicts(away(talk()).session(closed(at)), swept), [['justified', 'server', at]]);
    assert.deepEqual(verdicts(away(talk()).session(closed(at + 1)), swept), [['late', 'server', at + 1]]);
  });

  it('is missed when the server is back and it does not come', () => {
    assert.deepEqual(
      verdicts(
        away(talk())
          .session()
          .drainStart(UP + MINUTE),
      ),
      [['missed', 'server', UP + MINUTE]],
    );
    const on = UP + MINUTE;
    const goesOn = talk()
      .say('v0/1', on, { ack: ['s1', 3] })
      .stored('v0/1', on, { seq: 3 });
    assert.deepEqual(verdicts(away(goesOn).session(closed(on + T)))[0], ['missed', 'server', on]);
  });

  it('is not missed when the talk goes on before anybody could have closed it', () => {
    const on = UP + SLACK;
    const goesOn = talk()
      .say('v0/1', on, { ack: ['s1', 3] })
      .stored('v0/1', on, { seq: 3 })
      .show('a0', 'v0/1', on + 1, { seq: 3 });
    assert.deepEqual(verdicts(away(goesOn).session(closed(on + T))), [['justified', 'agent', on + T]]);
  });

  it('is not asked of a server that never came back', () => {
    assert.deepEqual(verdicts(away(talk(), DOWN, Infinity).session()), []);
  });

  it('that comes early is early, whatever happened to the server', () => {
    const at = DUE - 5 * MINUTE;
    const story = away(talk(), at - MINUTE, at).session(closed(at));
    assert.deepEqual(verdicts(story), [['early', 'server', at]]);
  });
});

describe('what is measured round an outage', () => {
  const real = (story: Story): Judgement['latency']['real'] => judged(story.done(), idle()).latency.real;

  it('lateness leaves out closes that waited for the server; delivery leaves out nothing', () => {
    assert.equal(real(away(talk()).session(closed(UP))).closeLateness.n, 0);
    assert.equal(
      real(away(talk(), DUE + 1, UP).session(closed(UP))).closeLateness.n,
      0,
      'it died just before it could',
    );
    assert.equal(real(away(talk(), DUE + 1, UP).session(closed(DUE))).closeLateness.n, 1);
    const shown = real(talk().session(closed(DUE))).delivery.ended.n;
    // The answer is written at one minute and shown a second later.
    const over = real(away(talk(), MINUTE + 100 * MS, MINUTE + 500 * MS).session(closed(DUE))).delivery.ended.n;
    assert.equal(over, shown);
  });

  it('comes to the same however the rows of the parties lie between each other', () => {
    trials('interleaved', 20, (random) => {
      const rows = away(away(talk()), UP + SECOND, UP + MINUTE)
        .session(closed(UP))
        .done();
      const options = { rules: idle(), speed: 1, epsilon: SLACK, prematureWithin: T, generatorLate: false };
      assert.deepEqual(judge(evidenceOf(interleaved(rows, random)), options).timeouts, judged(rows, idle()).timeouts);
    });
  });
});

describe(`outages (seed ${SEED})`, () => {
  it('a later deadline is never expected earlier, none before it is due, and none while the server is away', () => {
    trials('expected', 200, (random) => {
      let at = 0;
      const outages = Array.from({ length: random.below(4) }, () => {
        const from = at + random.below(100);
        at = from + 1 + random.below(100);
        return { from, to: at };
      });
      const tolerance = random.below(30);
      let before = -Infinity;
      for (let due = 0; due < 500; due++) {
        const expected = expectedAt(due, tolerance, outages);
        assert.ok(expected >= due && expected >= before, `${due} is expected at ${expected}, after ${before}`);
        assert.ok(!outages.some(({ from, to }) => from <= expected + tolerance && expected < to));
        if (!wasAway(outages, due, due + tolerance)) assert.equal(expected, due);
        before = expected;
      }
    });
  });
});
