// One verdict for many replicates: the gravest of all; each reason appears once, with its seeds.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { message, retell, speak, type Said } from '../../src/language/language.ts';
import type { Verdict } from '../../src/model/rows/words.ts';
import { decideTogether } from '../../src/result/replicates-verdict.ts';
import { reason } from '../../src/result/verdict.ts';

type Row = Parameters<typeof decideTogether>[0][number];
const rows = (...given: [Verdict, ...Row['reasons']][]): Row[] =>
  given.map(([verdict, ...reasons], i) => ({ seed: `S/${i + 1}`, verdict, reasons }));
const lost = (n: number): Row['reasons'][number] =>
  reason('lost', message('decide.lost', { n }), { value: n, bound: 0 });
const above = (value: number): Row['reasons'][number] =>
  reason('timeoutRate', message('decide.above', { what: message('decide.timeoutRate'), value, bound: 0.3 }), {
    value,
    bound: 0.3,
  });
const because = (limit: string, said: Said): Row['reasons'][number] => reason(limit, said);
const verdictOf = (...verdicts: Verdict[]): Verdict =>
  decideTogether(rows(...verdicts.map((v): [Verdict] => [v])), verdicts.length).verdict;

describe('the verdict of all replicates', () => {
  test('is the gravest of any: facts, then invalid, inconclusive, failed, pass', () => {
    assert.equal(verdictOf('pass', 'pass'), 'pass');
    assert.equal(verdictOf('pass', 'failed'), 'failed');
    assert.equal(verdictOf('failed', 'inconclusive'), 'inconclusive');
    assert.equal(verdictOf('inconclusive', 'invalid', 'failed'), 'invalid');
    assert.equal(verdictOf('invalid', 'violated', 'pass'), 'violated');
  });

  test('is at least inconclusive when not all were played, and says how many were', () => {
    const { verdict, reasons } = decideTogether(rows(['pass'], ['failed', above(0.4)]), 20);
    assert.equal(verdict, 'inconclusive');
    assert.equal(reasons[0]?.text, 'interrupted: 2 of 20 seeds finished');
    assert.equal(decideTogether([], 20).verdict, 'inconclusive');
    assert.equal(decideTogether(rows(['pass']), 2).verdict, 'inconclusive', 'a single one is missing');
    assert.equal(decideTogether(rows(['violated', lost(1)]), 20).verdict, 'violated', 'a fact stays a fact');
  });
});

describe('the reasons of all replicates', () => {
  test('facts add up, and name their seeds', () => {
    const { reasons } = decideTogether(rows(['violated', lost(5)], ['pass'], ['violated', lost(4)]), 3);
    assert.deepEqual(
      reasons.map(({ limit, text, seeds }) => ({ limit, text, seeds })),
      [
        {
          limit: 'lost',
          text: '9 acknowledged messages are missing, in 2 of 3 seeds: S/1, S/3',
          seeds: ['S/1', 'S/3'],
        },
      ],
    );
  });

  test('sessions that were forgotten add up, too; facts come before all else', () => {
    const forgotten = (n: number): Row['reasons'][number] =>
      reason('forgotten', message('decide.forgotten', { n }), { value: n, bound: 0 });
    const waiting = reason('waiting', message('decide.waiting', { n: 5, of: 10, bound: 0.01 }), {
      value: 0.5,
      bound: 0.01,
    });
    const { reasons } = decideTogether(
      rows(
        ['violated', because('run', message('decide.silence')), above(0.4), waiting, forgotten(3)],
        ['violated', forgotten(4)],
      ),
      2,
    );
    assert.deepEqual(
      reasons.map(({ limit }) => limit),
      ['forgotten', 'waiting', 'run', 'timeoutRate'],
    );
    assert.match(reasons[0]?.text ?? '', /^7 sessions that people were told of .*, in 2 of 2 seeds: S\/1, S\/2$/);
  });

  test('every number of a fact adds up', () => {
    const wrong = (early: number, late: number) =>
      because(
        'wrongTimeouts',
        message('decide.wrongTimeouts', { n: early + late, early, late, missed: 0, wrongState: 0 }),
      );
    const { reasons } = decideTogether(rows(['violated', wrong(1, 2)], ['violated', wrong(3, 0)]), 2);
    assert.equal(reasons[0]?.text, '6 timeouts against the rules: 4 early, 2 late, in 2 of 2 seeds: S/1, S/2');
  });

  test('of shares and times the worst is told, with its seed', () => {
    const { reasons } = decideTogether(rows(['failed', above(0.31)], ['failed', above(0.42)], ['pass']), 3);
    assert.equal(
      reasons[0]?.text,
      'timeout rate: 42.0 % is above the limit of 30.0 % (seed S/2), in 2 of 3 seeds: S/1, S/2',
    );
  });

  test('of what has no value none is the worst: the first is told, as one of several', () => {
    const open = (n: number): Row['reasons'][number] =>
      because('run', message('decide.open', { n, of: 100, most: 0.01 }));
    const sentence = (n: number): string =>
      `${n} of 100 conversations with an agent were still open when the run ended (limit 1.00 %), so their rates are unknown`;
    const told = (...found: Row['reasons'][number][]): string | undefined =>
      decideTogether(rows(...found.map((one): [Verdict, typeof one] => ['inconclusive', one])), found.length).reasons[0]
        ?.text;
    assert.equal(told(open(5), open(40)), `${sentence(5)} (seed S/1; other seeds differ), in 2 of 2 seeds: S/1, S/2`);
    assert.equal(told(open(40), open(5)), `${sentence(40)} (seed S/1; other seeds differ), in 2 of 2 seeds: S/1, S/2`);
    assert.equal(told(open(5), open(5)), `${sentence(5)}, in 2 of 2 seeds: S/1, S/2`);
    const { value: _, ...unknown } = above(0.31);
    assert.match(told(above(0.42), unknown) ?? '', /^timeout rate: 42.*\(seed S\/1; other seeds differ\)/);
    assert.match(
      told(above(0.4), above(0.42), above(0.42)) ?? '',
      /42\.0 % .*\(seed S\/2\), in 3 of 3/,
      'the first worst',
    );
    assert.match(told(above(-0.2), above(-0.1)) ?? '', /\(seed S\/2\)/, 'whatever its sign');
  });

  test('the same words are told once; the words of other programs, too', () => {
    const same = because('run', message('decide.silence'));
    const other = because('target', 'EPIPE');
    const { reasons } = decideTogether(rows(['invalid', other], ['invalid', other, same], ['inconclusive', same]), 3);
    assert.deepEqual(
      reasons.map(({ text }) => text),
      [
        'EPIPE, in 2 of 3 seeds: S/1, S/2',
        'nobody wrote a message, so there is nothing to judge, in 2 of 3 seeds: S/2, S/3',
      ],
    );
  });

  test('facts stand before what spoils the evidence, limits after it, notes last', () => {
    const note = because('note', 'by the way');
    const late = because('generator', 'late');
    const { reasons } = decideTogether(rows(['failed', above(0.4), note], ['violated', lost(1), late]), 2);
    assert.deepEqual(
      reasons.map(({ limit }) => limit),
      ['lost', 'generator', 'timeoutRate', 'note'],
    );
  });

  test('many seeds: the sentence names the first, the document all', () => {
    const many = rows(...Array.from({ length: 12 }, (): [Verdict, Row['reasons'][number]] => ['violated', lost(1)]));
    const [one] = decideTogether(many, 12).reasons;
    assert.match(one?.text ?? '', /^12 acknowledged messages are missing, in 12 of 12 seeds: S\/1, .*S\/8, …$/);
    assert.equal(one?.seeds.length, 12);
  });

  test('written down and read back they are told in Chinese', () => {
    const { reasons } = decideTogether(rows(['violated', lost(5)], ['failed', above(0.42)], ['failed', above(0.4)]), 3);
    const read = JSON.parse(JSON.stringify(reasons)) as typeof reasons;
    speak('zh-CN');
    try {
      assert.deepEqual(read.map(retell), [
        '5 条已确认的消息丢失；3 个种子中有 1 个如此：S/1',
        '超时率：42.0%，超出上限 30.0%（种子 S/2）；3 个种子中有 2 个如此：S/2、S/3',
      ]);
    } finally {
      speak('en');
    }
  });
});
