// JUnit files: valid for CI systems with any text, equal to
// the result, and red exactly when the exit code is not 0.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { Evidence } from '../../../src/model/judge/evidence.ts';
import { judge, type Judgement } from '../../../src/model/judge/judge.ts';
import { DEFAULT_RULES } from '../../../src/model/rules/rules.ts';
import { checksOf, type Check } from '../../../src/report/run/checks.ts';
import { junitOf, type Reported } from '../../../src/report/run/junit.ts';
import { fold, type Numbers } from '../../../src/result/fold.ts';
import { rateOf } from '../../../src/stats/rates.ts';
import type { Result } from '../../../src/result/schema.ts';
import { decide, EXIT, type Limits, type Trust } from '../../../src/result/verdict.ts';
import { speak } from '../../../src/language/language.ts';
import { defineScenario } from '../../../src/scenario/define.ts';
import { tooShort } from '../../scenario/too-short.ts';
import { everyVerdict, expecting, ODD_SEED, virtual } from '../runs.ts';
import { assertValid, find, skipXmllint } from '../xmllint.ts';

const runs = await everyVerdict();
const statusOf = (result: Result): Record<string, Check['status']> =>
  Object.fromEntries(checksOf(result).map(({ name, status }) => [name, status]));

describe('a JUnit file is valid by the schema of Jenkins', { skip: skipXmllint }, () => {
  for (const [verdict, run] of Object.entries(runs))
    test(`of a run that is ${verdict}`, () => assertValid(junitOf([run])));

  test('of several runs in one file, a suite each', () => {
    const xml = junitOf(Object.values(runs));
    assertValid(xml);
    assert.equal(find(xml, 'count(/testsuites/testsuite)'), '5');
    assert.equal(find(xml, 'string(//testsuite[3]/@name)'), 'too-short (bare, sim)');
  });

  test('in Chinese', () => {
    speak('zh-CN');
    try {
      const xml = junitOf(Object.values(runs));
      assertValid(xml);
      assert.match(xml, /没有设置上限/);
    } finally {
      speak('en');
    }
  });

  test('whatever a seed holds: what XML can hold stands there, what it cannot is seen to be gone', async () => {
    const run = await virtual(defineScenario(tooShort), 'bare', ODD_SEED);
    const xml = junitOf([run, run]);
    assertValid(xml);
    const held = ODD_SEED.replace(/[\u0001\u001b\ud800](?![\udc00-\udfff])/g, '\uFFFD');
    assert.equal(find(xml, 'string(//testsuite[1]//property[@name="run.seed"]/@value)'), held);
    const output = find(xml, 'string(//testsuite[1]/testcase[@name="lost"]/system-out)');
    assert.ok(output.endsWith(`--seed '${held}'`), output);
  });

  test('whatever the other texts hold', () => {
    const odd = runs.violated.result;
    const reasons = [...odd.reasons, { limit: 'target', text: ODD_SEED }, { limit: ODD_SEED, text: ODD_SEED }];
    const result = { ...odd, reasons, run: { ...odd.run, scenario: ODD_SEED, target: ODD_SEED, startedAt: ODD_SEED } };
    assertValid(junitOf([{ result, folder: ODD_SEED, repeat: ODD_SEED }]));
  });
});

describe('what stands in it', { skip: skipXmllint }, () => {
  const text = (run: Reported, path: string): string => find(junitOf([run]), `string(${path})`);

  test('counts, seconds, and a time in UTC without a zone', () => {
    const { result } = runs.failed;
    assert.equal(text(runs.failed, '//testsuite/@failures'), '2');
    assert.equal(text(runs.failed, '//testsuite/@errors'), '0');
    assert.equal(Number(text(runs.failed, '//testsuite/@time')), result.resources.wallSeconds);
    assert.equal(Number(text(runs.failed, 'sum(//testcase/@time)')), result.resources.wallSeconds);
    assert.equal(text(runs.failed, '//testsuite/@timestamp'), result.run.startedAt.slice(0, 19));
  });

  test('a broken limit: the sentence, the value and the bound, and how to repeat it', () => {
    const lost = '//testcase[@name="firstResponseP95"]';
    assert.match(
      text(runs.failed, `${lost}/failure/@message`),
      /^first response p95 of [\d.]+ s is above the limit of 1 s$/,
    );
    assert.match(text(runs.failed, `${lost}/failure`), /first response, p95: [\d.]+ s; allowed: at most 1 s/);
    assert.match(text(runs.failed, `${lost}/system-out`), /npx stillthere run x --seed '1'$/);
    assert.match(text(runs.failed, '//testcase[@name="fates.delivered"]/failure'), /allowed: at most 5/);
  });

  test('a fact: the shorter run that goes wrong in the same way comes last, where there is one', () => {
    const shortest = 'npx stillthere run x --only v3,a1 --until 9m';
    const output = '//testcase[@name="lost"]/system-out';
    assert.ok(text({ ...runs.violated, shortest }, output).endsWith(`${runs.violated.repeat}\n${shortest}`));
    assert.ok(text(runs.violated, output).endsWith(runs.violated.repeat));
  });

  test('a fact: the command that tells the story of one of its messages, as the page of CI promises', () => {
    const { result, folder, repeat } = runs.violated;
    const lost = result.messages.examples['lost']?.[0] ?? assert.fail('nothing was lost');
    const output = text(runs.violated, '//testcase[@name="lost"]/system-out');
    assert.ok(output.includes(`${folder}\nnpx stillthere explain ${folder} ${lost}\n${repeat}`), output);
    assert.doesNotMatch(text(runs.failed, '//testcase[@name="firstResponseP95"]/system-out'), /explain/);
  });

  test('what was not looked at says why', () => {
    assert.match(text(runs.pass, '//testcase[@name="timeoutRate"]/skipped/@message'), /no limit is set$/);
    assert.match(text(runs.invalid, '//testcase[@name="lost"]/skipped/@message'), /the evidence is incomplete/);
    assert.match(text(runs.pass, '//testcase[@name="evidence.generator"]/skipped/@message'), /virtual time/);
  });

  test('evidence that does not suffice is an error, named by its verdict', () => {
    assert.equal(text(runs.invalid, '//testcase[@name="evidence.ledger"]/error/@type'), 'invalid');
    assert.match(text(runs.invalid, '//testcase[@name="evidence.ledger"]/error/@message'), /missing or out of order/);
    assert.equal(text(runs.inconclusive, '//testcase[@name="prematureRate"]/error/@type'), 'inconclusive');
  });

  test('the numbers of the run are properties', () => {
    const { result } = runs.violated;
    const property = (name: string): string => text(runs.violated, `//property[@name="${name}"]/@value`);
    assert.equal(property('run.seed'), '1');
    assert.equal(property('run.populationHash'), result.run.populationHash);
    assert.equal(property('exitCode'), '3');
    assert.equal(property('messages.missed.count'), String(result.messages.missed.count));
    assert.equal(property('timeouts.rate.of'), String(result.timeouts.rate.of));
    assert.equal(property('run.speed'), '1');
  });
});

describe('checks follow from the result', () => {
  test('facts, limits and evidence, each once and under the word of `expect`', () => {
    const names = checksOf(runs.failed.result).map(({ name }) => name);
    assert.deepEqual(names, [
      ...['lost', 'misrouted', 'phantom', 'vanished', 'forgotten', 'waiting', 'wrongTimeouts'],
      ...['timeoutRate', 'prematureRate', 'missedRate', 'firstResponseP95', 'fates.delivered', 'fates.refused'],
      ...['evidence.target', 'evidence.generator', 'evidence.ledger', 'evidence.drain', 'evidence.run'],
    ]);
  });

  test('passed, failed, lifted, unset and empty are told apart', async () => {
    const status = statusOf(runs.failed.result);
    assert.deepEqual(
      [status['missedRate'], status['firstResponseP95'], status['fates.refused']],
      ['passed', 'failed', 'passed'],
    );
    assert.deepEqual([status['timeoutRate'], status['lost']], ['skipped', 'passed']);
    assert.equal(statusOf(runs.inconclusive.result)['wrongTimeouts'], 'skipped', 'no timeout that could be wrong');
    const lifted = await virtual(expecting({ lost: 'any' }));
    assert.equal(statusOf(lifted.result)['lost'], 'skipped');
    assert.equal(statusOf(lifted.result)['vanished'], 'skipped', 'lifted with lost');
  });

  test('nothing is called passed in a run with a hole, but for the parts of the evidence that are whole', () => {
    const passed = checksOf(runs.invalid.result).filter(({ status }) => status === 'passed');
    assert.ok(passed.every(({ name }) => name.startsWith('evidence.')));
    assert.notEqual(statusOf(runs.invalid.result)['evidence.ledger'], 'passed');
  });

  test('a document without limits says so, and keeps what its reasons say', () => {
    const { limits: _, ...old } = runs.violated.result;
    const status = statusOf(old);
    assert.deepEqual([status['lost'], status['misrouted']], ['failed', 'skipped']);
  });

  test('a reason of an unknown kind is never left out', () => {
    const { result } = runs.pass;
    const reasons = [
      { limit: 'gate', text: 'worse', value: 2, bound: 1 },
      { limit: 'stars', text: 'bad' },
    ];
    const status = statusOf({ ...result, reasons });
    assert.deepEqual([status['gate'], status['stars']], ['failed', 'error']);
  });
});

describe('red exactly when the exit code is not 0', () => {
  const options = { rules: DEFAULT_RULES, speed: 1, epsilon: 0, prematureWithin: 0, generatorLate: false };
  const base = judge(new Evidence(), options);
  const empty = fold(new Evidence(), base);
  let state = 7;
  /** A whole number from 0 to n − 1, from a fixed sequence. */
  const upTo = (n: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % n;
  };
  const seldom = (): boolean => upTo(5) === 0;

  function randomNumbers(): Numbers {
    const of = seldom() ? 0 : 10;
    const closes = seldom() ? 0 : upTo(10);
    const answered = seldom() ? 0 : 5;
    return {
      ...empty,
      timeouts: {
        ...empty.timeouts,
        rate: rateOf(closes, closes === 0 ? upTo(2) : 10),
        premature: rateOf(Math.min(closes, upTo(3)), closes),
        byRule: { ...empty.timeouts.byRule, justified: closes, early: seldom() ? 1 : 0 },
      },
      messages: {
        ...empty.messages,
        attempted: of,
        fates: { ...empty.messages.fates, lost: seldom() ? 1 : 0, refused: upTo(3), misrouted: seldom() ? 1 : 0 },
        missed: rateOf(Math.min(of, upTo(4)), of),
        phantoms: seldom() ? 1 : 0,
        vanished: seldom() ? 1 : 0,
      },
      latency: {
        ...empty.latency,
        model: {
          ...empty.latency.model,
          firstResponse: { n: answered, p50: 0, p95: answered === 0 ? 0 : upTo(3) * 1e6, p99: 0, max: 0 },
        },
      },
    };
  }

  const randomLimits = (): Limits => ({
    lost: seldom() ? 'any' : upTo(2),
    misrouted: upTo(2),
    phantom: seldom() ? 'any' : 0,
    wrongTimeouts: upTo(2),
    ...(upTo(2) === 0 && { timeoutRate: upTo(10) / 10 }),
    ...(upTo(2) === 0 && { prematureRate: upTo(10) / 10 }),
    ...(upTo(2) === 0 && { missedRate: upTo(5) / 10 }),
    ...(upTo(2) === 0 && { firstResponseP95: 1e6 }),
    ...(upTo(2) === 0 && { fates: { refused: upTo(3) } }),
  });

  test('in 2 000 random results of every verdict', () => {
    const seen = new Map<string, number>();
    for (let n = 0; n < 2000; n++) {
      const isOdd = upTo(2) === 0;
      const judgement: Judgement = {
        ...base,
        missing: isOdd && seldom() ? base.missing.slice(0, 1) : [],
        undrained: isOdd && seldom() ? base.undrained.slice(0, 1) : [],
      };
      const trust: Trust = {
        dishonest: isOdd && seldom() ? ['late'] : [],
        broken: isOdd && seldom() ? ['ended'] : [],
        interrupted: isOdd && seldom(),
      };
      const numbers = randomNumbers();
      const limits = randomLimits();
      const { verdict, reasons } = decide(numbers, judgement, trust, limits);
      const result = { ...runs.pass.result, ...numbers, limits, verdict, exitCode: EXIT[verdict], reasons } as Result;
      const checks = checksOf(result);
      const has = (status: Check['status']): boolean => checks.some((check) => check.status === status);
      const where = JSON.stringify({ n, verdict, reasons, checks });
      seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
      if (result.exitCode === 0) assert.ok(!has('failed') && !has('error'), where);
      if (result.exitCode === 2) assert.ok(has('failed') && !has('error'), where);
      if (result.exitCode === 3) assert.ok(has('failed'), where);
      if (result.exitCode === 4) assert.ok(has('error'), where);
      assert.equal(new Set(checks.map(({ name }) => name)).size, checks.length, where);
      for (const { status, reasons: why } of checks)
        assert.equal(why.length > 0, status === 'failed' || status === 'error', where);
    }
    assert.deepEqual([...seen.keys()].sort(), ['failed', 'inconclusive', 'invalid', 'pass', 'violated']);
  });
});
