// The order of precedence in the verdict: gaps in the ledger, facts, trust, evidence, limits.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Evidence } from '../../src/model/judge/evidence.ts';
import { judge, type Judgement } from '../../src/model/judge/judge.ts';
import { DEFAULT_RULES } from '../../src/model/rules/rules.ts';
import { fold, type Numbers } from '../../src/result/fold.ts';
import { decide, EXIT, type Limits, type Trust } from '../../src/result/verdict.ts';

const options = { rules: DEFAULT_RULES, speed: 1, epsilon: 0, prematureWithin: 0, generatorLate: false };
const empty = judge(new Evidence(), options);
const whole: Judgement = { ...empty, missing: [], undrained: [], drained: true };
const base = fold(new Evidence(), whole);
const some: Numbers = {
  ...base,
  messages: {
    ...base.messages,
    attempted: 10,
    fates: { ...base.messages.fates, delivered: 10 },
    missed: { count: 0, of: 10, low: 0, high: 0.3 },
  },
};
const trust: Trust = { dishonest: [], broken: [], interrupted: false };
const none: Limits = { lost: 0, misrouted: 0, phantom: 0, wrongTimeouts: 0 };
const withFate = (fate: 'lost' | 'misrouted', n: number): Numbers => ({
  ...some,
  messages: { ...some.messages, fates: { ...some.messages.fates, [fate]: n } },
});

test('nothing wrong: pass, 0', () => {
  const { verdict, reasons } = decide(some, whole, trust, none);
  assert.equal(verdict, 'pass');
  assert.equal(EXIT[verdict], 0);
  assert.deepEqual(reasons, []);
});

test('a lost message is a fact: violated, 3, even when the generator was late', () => {
  assert.equal(decide(withFate('lost', 1), whole, trust, none).verdict, 'violated');
  assert.equal(decide(withFate('lost', 1), whole, { ...trust, dishonest: ['late'] }, none).verdict, 'violated');
  assert.equal(EXIT.violated, 3);
});

test('expect: {lost: any} lifts one fact and no other', () => {
  assert.equal(decide(withFate('lost', 1), whole, trust, { ...none, lost: 'any' }).verdict, 'pass');
  assert.equal(decide(withFate('misrouted', 1), whole, trust, { ...none, lost: 'any' }).verdict, 'violated');
});

test('what vanished from the history is a fact, lifted with lost', () => {
  const gone: Numbers = { ...some, messages: { ...some.messages, vanished: 2 } };
  const { verdict, reasons } = decide(gone, whole, trust, none);
  assert.equal(verdict, 'violated');
  assert.deepEqual(
    reasons.map((r) => [r.limit, r.value, r.bound]),
    [['vanished', 2, 0]],
  );
  assert.equal(decide(gone, whole, trust, { ...none, lost: 'any' }).verdict, 'pass');
});

test('a ledger with gaps proves nothing: invalid, 4, and no fact is taken from it', () => {
  const { verdict, reasons } = decide(
    withFate('lost', 1),
    { ...whole, missing: [{ key: 'judge.noRun' }] },
    trust,
    none,
  );
  assert.equal(verdict, 'invalid');
  assert.equal(EXIT.invalid, 4);
  assert.ok(reasons.every((r) => r.limit !== 'lost'));
});

test('timeouts against the rules are facts only in an honest run', () => {
  const wrong: Numbers = { ...some, timeouts: { ...some.timeouts, byRule: { ...some.timeouts.byRule, early: 2 } } };
  assert.equal(decide(wrong, whole, trust, none).verdict, 'violated');
  assert.equal(decide(wrong, whole, { ...trust, dishonest: ['late'] }, none).verdict, 'invalid');
});

test('an incomplete drain, an interrupted run, and a run without messages are inconclusive, 4', () => {
  assert.equal(decide(some, { ...whole, undrained: [{ key: 'judge.noDrain' }] }, trust, none).verdict, 'inconclusive');
  assert.equal(decide(some, whole, { ...trust, interrupted: true }, none).verdict, 'inconclusive');
  assert.equal(decide(base, whole, trust, none).verdict, 'inconclusive');
  assert.equal(EXIT.inconclusive, 4);
});

test('a broken limit fails, 2; a limit on something of which there was none is inconclusive, never pass', () => {
  const missed: Numbers = { ...some, messages: { ...some.messages, missed: { count: 3, of: 10, low: 0, high: 1 } } };
  assert.equal(decide(missed, whole, trust, { ...none, missedRate: 0.1 }).verdict, 'failed');
  assert.equal(EXIT.failed, 2);
  assert.equal(decide(some, whole, trust, { ...none, missedRate: 0.1 }).verdict, 'pass');
  assert.equal(decide(some, whole, trust, { ...none, prematureRate: 0.1 }).verdict, 'inconclusive');
});

test('limits on single fates and on the first answer hold, each by its own number', () => {
  const refused: Numbers = {
    ...some,
    messages: { ...some.messages, fates: { ...some.messages.fates, refused: 2 } },
    latency: {
      ...some.latency,
      model: { ...some.latency.model, firstResponse: { n: 5, p50: 1, p95: 30e6, p99: 1, max: 1 } },
    },
  };
  const under = (limits: Partial<Limits>): string => decide(refused, whole, trust, { ...none, ...limits }).verdict;
  assert.equal(under({ fates: { refused: 1 } }), 'failed');
  assert.equal(under({ fates: { refused: 2 } }), 'pass');
  assert.equal(under({ firstResponseP95: 29e6 }), 'failed');
  assert.equal(under({ firstResponseP95: 30e6 }), 'pass');
  assert.equal(decide(some, whole, trust, { ...none, firstResponseP95: 1 }).verdict, 'inconclusive');
});

test('a first answer that nobody can know is inconclusive; one that is never to come fails', () => {
  const waiting = (wait: object): Numbers => ({
    ...some,
    latency: {
      ...some.latency,
      model: {
        ...some.latency.model,
        firstResponse: { n: 90, of: 100, never: 0, open: 10, p50: 1, p95: null, p99: null, max: 10e6, ...wait },
      },
    },
  });
  const under = (wait: object): string =>
    decide(waiting(wait), whole, trust, { ...none, firstResponseP95: 60e6 }).verdict;
  assert.equal(under({ openMax: 12e6 }), 'inconclusive', 'ten had waited for 12 s of 60 when play ended');
  assert.equal(under({ openMax: 60e6 }), 'failed', 'ten have waited for longer than the limit');
  assert.equal(under({ never: 10, open: 0, openMax: 0 }), 'failed', 'ten will never be answered');
  assert.equal(under({ never: 5, open: 5, openMax: 12e6 }), 'inconclusive');
});

test('missed messages are judged by what had ended where play was cut, and by all of them where it was not', () => {
  const missed = { count: 12, of: 100, low: 0, high: 1, open: 10 };
  const played = (why: 'ended' | 'cut'): string =>
    decide({ ...some, messages: { ...some.messages, missed }, play: { arrivals: 1, end: 2, why } }, whole, trust, {
      ...none,
      missedRate: 0.05,
    }).verdict;
  assert.deepEqual([played('cut'), played('ended')], ['pass', 'failed']);
});

test('what broke is said first, and the gaps that follow from it are not listed', () => {
  const { reasons } = decide(
    some,
    { ...whole, missing: [{ key: 'judge.noRow', args: { by: 'server' } }] },
    { ...trust, broken: ['k6 ended'] },
    none,
  );
  assert.deepEqual(reasons, [{ limit: 'target', text: 'k6 ended' }]);
});
