// The report of many seeds, in both languages: totals
// with intervals, one line a seed, and what to do next.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { replicateVirtually } from '../../../src/study/replicates/replicates.ts';
import { withSummary } from '../../../src/study/replicates/together.ts';
import { speak } from '../../../src/language/language.ts';
import type { Profile } from '../../../src/model/rows/words.ts';
import { pairedReport, progressLooks, replicatesReport, secondsLeft } from '../../../src/report/replicates/terminal.ts';
import type { Replicates } from '../../../src/result/replicates.ts';
import { defineScenario, type Scenario } from '../../../src/scenario/define.ts';
import smoke from '../../../scenarios/smoke.ts';
import { tooShort } from '../../scenario/too-short.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-report-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const desk = defineScenario(tooShort);

async function documentOf(scenario: Scenario, profile: Profile, replicates: number): Promise<Replicates> {
  const request = { scenario, profile, seed: 'S', replicates, out: folder };
  return withSummary((await replicateVirtually(request)).document);
}

let bare: Replicates;
let kept: Replicates;
let quiet: Replicates;
let single: Replicates;
before(async () => {
  bare = await documentOf(desk, 'bare', 4);
  kept = await documentOf(desk, '+leave-message', 4);
  quiet = await documentOf(smoke, 'bare', 3);
  single = await documentOf(smoke, 'bare', 1);
});

const report = (document: Replicates): string =>
  replicatesReport({ document, folder: 'runs/x', again: { all: 'npx all', one: (seed) => `npx one ${seed}` } });

function inChinese(text: () => string): string {
  speak('zh-CN');
  try {
    return text();
  } finally {
    speak('en');
  }
}

/** The line of a report that begins with these words. */
function line(text: string, start: string): string {
  const found = text.split('\n').find((one) => one.trim().startsWith(start));
  assert.ok(found !== undefined, `no line "${start}" in\n${text}`);
  return found;
}

describe('the report of replicates', () => {
  test('begins with the verdict, and names the seeds of every reason', () => {
    const lines = report(bare).split('\n');
    assert.match(lines[0] ?? '', /^VIOLATED/);
    assert.match(
      lines[1] ?? '',
      /^ {2}- \d+ acknowledged messages are missing, in 4 of 4 seeds: S\/1, S\/2, S\/3, S\/4$/,
    );
  });

  test('a line a metric: mean ± half the interval, sd, range', () => {
    const text = report(bare);
    assert.match(text, /^4 replicates of too-short \(bare, sim\), seeds S\/1 to S\/4: same rules, different visitors/m);
    assert.match(text, /^ +mean +sd +min … max$/m);
    const { mean = 0, half95 = 0, min, max } = bare.summary.opened;
    const found = /opened +([\d.]+) ± ([\d.]+) +([\d.]+) +([\d.]+) … ([\d.]+)$/.exec(line(text, 'sessions opened'));
    assert.ok(found !== null, text);
    assert.ok(Math.abs(Number(found[1]) - mean) <= 0.5 && Math.abs(Number(found[2]) - half95) <= 0.5);
    assert.deepEqual([Number(found[4]), Number(found[5])], [min, max]);
    assert.match(line(text, '… missed'), /\d ± [\d.]+ %/);
    assert.match(line(text, 'first response, median'), / s /);
  });

  test('a line a replicate', () => {
    const text = report(bare);
    for (const row of bare.replicates)
      assert.match(line(text, row.seed), new RegExp(`${row.seed} +violated +[\\d.]+ % .* ${row.lost} `));
  });

  test('ends with the folder, the first seed that went wrong, and the command for all', () => {
    assert.match(
      report(bare),
      /Evidence: runs\/x\nRun one of them alone: +npx one S\/1\nRepeat all of them: +npx all$/,
    );
    const [first, second, ...rest] = bare.replicates;
    assert.ok(first !== undefined && second !== undefined);
    const reasons = bare.reasons.map((reason) => ({ ...reason, seeds: ['S/2'] }));
    assert.match(report({ ...bare, reasons, replicates: [first, second, ...rest] }), /npx one S\/2/);
  });

  test('none lost is not never: it comes with its upper bound', () => {
    // 1 − 0.05^(1/3)
    assert.match(report(quiet), /No message was lost in 3 replicates: at most 63 % of such runs lose one/);
    assert.doesNotMatch(report(bare), /No message was lost/);
  });

  test('what never occurred gets no line, except what was lost', () => {
    assert.doesNotMatch(report(quiet), /transfers done|leave-messages|against the rules/);
    assert.match(line(report(quiet), '… acknowledged and lost'), / 0 +0 +0 … 0$/);
  });

  test('what some could not measure says how many did', () => {
    const [first, ...rest] = bare.replicates;
    const { prematureRate: _premature, ...without } = first ?? assert.fail();
    const { summary: _summary, ...played } = { ...bare, replicates: [without, ...rest] };
    assert.match(line(report(withSummary(played)), '… premature'), /measured in 3 of 4$/);
    assert.doesNotMatch(report(bare), /measured in/);
  });

  test('one replicate is too few, and the report says so', () => {
    const text = report(single);
    assert.match(text, /One replicate is too few for an interval/);
    assert.doesNotMatch(text, /±|NaN|undefined|min … max/);
    assert.match(
      inChinese(() => report(single)),
      /只运行一次，样本太少/,
    );
  });

  test('hundreds of replicates: the first fifty, and where the others are', () => {
    const row = bare.replicates[0] ?? assert.fail();
    const replicates = Array.from({ length: 120 }, (_, i) => ({ ...row, seed: `S/${i + 1}` }));
    const { summary: _summary, ...played } = { ...bare, replicates };
    const text = report(withSummary(played));
    assert.match(text, /^ {2}S\/50 /m);
    assert.doesNotMatch(text, /^ {2}S\/51 /m);
    assert.match(text, /… and 70 more in replicates\.json/);
  });

  test('stopped before any was done: the verdict, and how to begin again', () => {
    const { summary: _summary, ...played } = bare;
    const none = withSummary({ ...played, verdict: 'inconclusive', reasons: [], replicates: [] });
    assert.equal(report(none).split('\n').at(-1), 'Repeat all of them:     npx all');
    assert.doesNotMatch(report(none), /replicates of|Run one/);
  });

  test('in Chinese: every line but names and numbers', () => {
    const text = inChinese(() => report(bare));
    assert.match(text, /^不合格/);
    assert.match(text, /too-short（bare，sim）共运行 4 次，种子 S\/1 到 S\/4：规则相同，访客不同/);
    assert.match(text, /平均值 +标准差 +最小 … 最大/);
    assert.doesNotMatch(text.replace(/npx .*/g, ''), /[a-z]{3,} [a-z]{3,}/);
  });
});

describe('several sets of rules on the same people', () => {
  test('stand side by side, with the difference of each to the first, seed by seed', () => {
    const text = pairedReport([bare, kept]);
    assert.match(text, /^ +bare +\+leave-message +difference$/m);
    const lostNow = bare.replicates.map((row) => row.lost ?? 0);
    const mean = lostNow.reduce((sum, n) => sum + n, 0) / lostNow.length;
    const found = /lost +[\d.]+ ± ([\d.]+) +0 +−([\d.]+) ± ([\d.]+)$/.exec(line(text, '… acknowledged and lost'));
    assert.ok(found !== null, text);
    assert.ok(Math.abs(Number(found[2]) - mean) < 0.5, 'all that was lost is not lost any more');
    assert.equal(found[1], found[3], 'and nothing else is in the difference');
    assert.match(line(text, 'visitors'), /± [\d.]+ +[\d.]+ ± [\d.]+ +0$/, 'the same people: no difference at all');
  });

  test('seeds that one of them lacks, or that had other people, are in no difference', () => {
    const strangers = kept.replicates.map((row) => ({ ...row, populationHash: 'others' }));
    assert.match(line(pairedReport([bare, { ...kept, replicates: strangers }]), 'sessions opened'), / –$/);
    assert.match(line(pairedReport([bare, { ...kept, replicates: [] }]), 'sessions opened'), / –$/);
  });
});

describe('while they are played', () => {
  test('how many of how many, since when, and how long it will go on', () => {
    const [line_] = progressLooks.lines({ phase: 'playing', done: 7, of: 20, share: 0.4, realSeconds: 12 });
    assert.equal(line_, '  7 of 20 seeds done, 12 s, about 18 s left');
  });

  test('nothing is said of the time to go before there is anything to go by', () => {
    const [first] = progressLooks.lines({ phase: 'playing', done: 0, of: 20, share: 0, realSeconds: 0 });
    assert.equal(first, '  0 of 20 seeds done, 0 s');
    assert.equal(secondsLeft(9, 1), undefined);
  });
});
