// Runs in virtual time: same seed, same bytes; every message
// has a fate; slow motion scales the ledger exactly.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, MS, NEVER, SECOND } from '../../../src/model/core/time.ts';
import { DEFAULT_RULES } from '../../../src/model/rules/rules.ts';
import type { AgentPlan, Row, VisitorPlan } from '../../../src/model/rows/rows.ts';
import { FATES } from '../../../src/model/rows/words.ts';
import {
  about,
  digestOf,
  evidenceOf,
  fixed,
  judged,
  only,
  persona,
  play,
  rules,
  tally,
  workload,
  type Run,
  ATTENTION,
} from '../evening.ts';
import { randomRules, randomWorkload } from '../random-evening.ts';
import { SEED, trials, type Random } from '../random.ts';
import { rulesTimes, workloadTimes } from '../times.ts';

const randomRun = (random: Random, seed: string): Run => ({
  workload: randomWorkload(random, seed),
  rules: randomRules(random, true),
  latency: random.pick([1, 20 * MS, 300 * MS]),
});

/** A row with all its times divided by k; nothing else changes. */
function slowedDown(row: Row, k: number): Row {
  const div = (t: number): number => (t === NEVER || t < 0 ? t : t / k);
  const plan = (p: VisitorPlan | AgentPlan): VisitorPlan | AgentPlan => {
    const episodes = p.episodes.map((e) => ({ ...e, at: div(e.at), for: div(e.for) }));
    if ('leaves' in p) return { ...p, at: div(p.at), leaves: div(p.leaves), episodes };
    return {
      ...p,
      at: div(p.at),
      think: p.think.map(div),
      patience: div(p.patience),
      replyPatience: div(p.replyPatience),
      lingers: div(p.lingers),
      prompts: p.prompts.map(div),
      episodes,
    };
  };
  const t = div(row.t);
  if (row.what === 'plan') return { ...row, t, plan: plan(row.plan) };
  if (row.what === 'intend') return { ...row, t, think: div(row.think), due: div(row.due) };
  if (row.what === 'w_message') return { ...row, t, message: { ...row.message, at: div(row.message.at) } };
  if (row.what === 'w_left') return { ...row, t, left: { ...row.left, at: div(row.left.at) } };
  if (row.what !== 'w_session') return { ...row, t };
  const { session: s } = row;
  return {
    ...row,
    t,
    session: {
      ...s,
      openedAt: div(s.openedAt),
      ...(s.activeAt !== undefined && { activeAt: div(s.activeAt) }),
      ...(s.closedAt !== undefined && { closedAt: div(s.closedAt) }),
      ...(s.leftAt !== undefined && { leftAt: div(s.leftAt) }),
      ...(s.closes !== undefined && {
        closes: s.closes.map((close) => ({
          ...close,
          openedAt: div(close.openedAt),
          ...(close.closedAt !== undefined && { closedAt: div(close.closedAt) }),
          ...(close.leftAt !== undefined && { leftAt: div(close.leftAt) }),
          ...(close.activeAt !== undefined && { activeAt: div(close.activeAt) }),
        })),
      }),
      transfers: s.transfers.map((one) => ({
        ...one,
        at: div(one.at),
        ...(one.doneAt !== undefined && { doneAt: div(one.doneAt) }),
      })),
      ...(s.touches !== undefined && { touches: s.touches.map(({ kind, at }) => ({ kind, at: div(at) })) }),
    },
  };
}

/** The longest time of play, which is scaled like any other time. */
const MOST = 300 * MINUTE;

function sameInSlowMotion(drawn: Run, k: number): void {
  // Office hours are those of a day, and a day has 24 hours at any scale.
  const run: Run = { ...drawn, rules: { ...drawn.rules, hours: null } };
  const slow: Run = {
    workload: workloadTimes(run.workload, k),
    rules: rulesTimes(run.rules, k),
    latency: (run.latency ?? 20 * MS) * k,
    ...(run.tail !== undefined && { tail: run.tail * k }),
    tailMost: MOST * k,
  };
  const [fast, slowly] = [play({ ...run, tailMost: MOST }), play(slow).map((row) => slowedDown(row, k))];
  const at = fast.findIndex((row, i) => JSON.stringify(row) !== JSON.stringify(slowly[i]));
  if (at < 0) return assert.equal(slowly.length, fast.length, 'the slow run has more rows');
  assert.fail(`× ${k} differs first at row ${at}:\n  ${JSON.stringify(fast[at])}\n  ${JSON.stringify(slowly[at])}`);
}

describe(`an evening in virtual time (seed ${SEED})`, () => {
  it('played twice gives the same bytes', () => {
    trials('played twice', 40, (random, i) => {
      const run = randomRun(random, `${SEED}/${i}`);
      const [first, second] = [play(run), play(run)];
      const at = first.findIndex((row, n) => JSON.stringify(row) !== JSON.stringify(second[n]));
      const text = `differs first at row ${at}:\n  ${JSON.stringify(first[at])}\n  ${JSON.stringify(second[at])}`;
      assert.equal(digestOf(second), digestOf(first), text);
    });
  });

  it('with another seed gives other bytes', () => {
    const digests = ['1', '2', '3'].map((seed) => digestOf(play({ workload: workload({ seed }), rules: rules() })));
    assert.equal(new Set(digests).size, 3);
  });

  it('every party keeps a whole book, in order of time', () => {
    trials('whole books', 60, (random, i) => {
      const rows = play(randomRun(random, `${SEED}/${i}`));
      const books = new Map<string, Row[]>();
      for (const row of rows) books.set(row.by, [...(books.get(row.by) ?? []), row]);
      for (const [by, book] of books) {
        book.forEach((row, k) => {
          assert.equal(row.k, k, `${by} misses row ${k}`);
          assert.ok(row.t >= (book[k - 1]?.t ?? 0), `${by} goes back in time at row ${k}`);
        });
        const last = book.at(-1);
        assert.ok(last?.what === 'end' && last.rows === book.length, `the book of ${by} is not closed`);
      }
      assert.deepEqual(evidenceOf(rows).problems(), []);
    });
  });

  it('conservation: every message said has exactly one fate, and Σ fates = attempted', () => {
    trials('conservation', 60, (random, i) => {
      const run = randomRun(random, `${SEED}/${i}`);
      const rows = play(run);
      const judgement = judged(rows, run.rules);
      assert.equal(judgement.messages.length, only(rows, 'say').length);
      assert.equal(judgement.attempted, judgement.messages.length);
      assert.equal(new Set(judgement.messages.map((m) => m.id)).size, judgement.attempted);
      const fates = tally(judgement.messages, (m) => m.fate);
      assert.ok(Object.keys(fates).every((fate) => (FATES as readonly string[]).includes(fate)));
      assert.equal(
        Object.values(fates).reduce((sum, n) => sum + n, 0),
        judgement.attempted,
      );
    });
  });

  it('what a person says is what is stored and shown, to the letter', () => {
    trials('texts', 30, (random, i) => {
      const rows = play(randomRun(random, `${SEED}/${i}`));
      const said = new Map(only(rows, 'say').map((row) => [row.id, row.h]));
      for (const row of only(rows, 'show')) if (said.has(row.id)) assert.equal(row.h, said.get(row.id), row.id);
      for (const { message } of only(rows, 'w_message'))
        if (message.from === 'visitor' || message.from === 'agent')
          assert.equal(message.h, said.get(message.id), message.id);
    });
  });
});

describe('R72: slow motion: every duration × k gives the same ledger with every time × k', () => {
  it('for times in whole seconds', () => {
    const run: Run = {
      workload: workload({ visitors: 30 }),
      rules: rules({ prompt: { before: 30 * SECOND, text: '?', max: 1, every: null } }),
    };
    for (const k of [2, 7, 60]) sameInSlowMotion(run, k);
  });

  it('for any times in whole milliseconds', () => {
    const settings = {
      answer: about(2537 * MS),
      perSession: 333,
      glance: about(711 * MS),
      notice: about(1999 * MS),
      typing: 0,
      declines: 0,
      noticePerSession: 0,
      attention: ATTENTION,
    };
    const run: Run = { workload: workload({ visitors: 30, agents: { settings } }), rules: rules() };
    for (const k of [2, 7, 60]) sameInSlowMotion(run, k);
  });

  it('for agents who come one after the other, whatever their number', () => {
    const run: Run = { workload: workload({ agents: { count: 3, spread: 10 * SECOND } }), rules: rules() };
    sameInSlowMotion(run, 3);
  });

  it('for a drain that needs its time', () => {
    const offline = {
      name: 'late',
      kind: 'offline' as const,
      share: 1000,
      onset: fixed(2 * MINUTE),
      length: fixed(60 * MINUTE),
    };
    const run: Run = { workload: workload({ habits: [offline] }), rules: rules(), tail: 5 * MINUTE };
    for (const k of [7, 60]) sameInSlowMotion(run, k);
  });

  it('for random people under random rules', () => {
    trials('slow motion', 40, (random, i) => {
      sameInSlowMotion(randomRun(random, `${SEED}/${i}`), random.pick([2, 3, 10, 60]));
    });
  });
});

describe('profiles', () => {
  it('R46: prompts bring visitors back who would have been timed out, in the same population', () => {
    const slow = persona({
      think: { kind: 'lognormal', median: 100 * SECOND, sigma: 0.5 },
      turns: 5,
      answersPrompt: 1000,
      promptDelay: fixed(5 * SECOND),
    });
    const w = workload({ personas: [slow], visitors: 40, agents: { count: 20 } });
    const bare = rules();
    const prompting = rules({ prompt: { before: 40 * SECOND, text: 'still there?', max: 1, every: null } });
    const closes = (r: typeof bare): number =>
      only(play({ workload: w, rules: r }), 'w_session').filter((row) => row.session.reason === 'idle_timeout').length;
    assert.ok(closes(prompting) < closes(bare), `${closes(prompting)} with prompts, ${closes(bare)} without`);
  });

  it('R41: with leave-message after close nothing that was acked is lost; with drop something is', () => {
    const slow = persona({ think: fixed(150 * SECOND), turns: 5, comesBack: 1000 });
    const w = workload({ personas: [slow], visitors: 30, agents: { count: 20 } });
    const lost = (policy: 'drop' | 'leave_message'): number => {
      const r = rules({ afterClose: { policy, window: 0, linked: false, byChannel: {} } });
      return tally(judged(play({ workload: w, rules: r }), r).messages, (m) => m.fate)['lost'] ?? 0;
    };
    assert.equal(lost('leave_message'), 0);
    assert.ok(lost('drop') > 0);
  });

  it('the default desk plays too', () => {
    const judgement = judged(play({ workload: workload(), rules: DEFAULT_RULES }), DEFAULT_RULES);
    assert.deepEqual([judgement.missing, judgement.undrained, judgement.phantoms], [[], [], []]);
    assert.ok(judgement.attempted > 0);
  });
});
