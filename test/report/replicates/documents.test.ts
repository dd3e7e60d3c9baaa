// Replicates for CI: a valid JUnit file, red exactly
// when the exit code is not 0, and a Markdown page.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { replicateVirtually } from '../../../src/study/replicates/replicates.ts';
import { withSummary } from '../../../src/study/replicates/together.ts';
import { speak } from '../../../src/language/language.ts';
import type { Profile } from '../../../src/model/rows/words.ts';
import { replicatesJunitOf } from '../../../src/report/replicates/junit.ts';
import { replicatesSummaryOf } from '../../../src/report/replicates/summary.ts';
import type { ReportedReplicates } from '../../../src/report/replicates/terminal.ts';
import { decideTogether } from '../../../src/result/replicates-verdict.ts';
import { EXIT } from '../../../src/result/verdict.ts';
import { defineScenario, type Scenario } from '../../../src/scenario/define.ts';
import smoke from '../../../scenarios/smoke.ts';
import { tooShort } from '../../scenario/too-short.ts';
import { ODD_SEED } from '../runs.ts';
import { assertValid, find, skipXmllint } from '../xmllint.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-many-documents-'));
after(() => rmSync(folder, { recursive: true, force: true }));

async function reportedOf(scenario: Scenario, profile: Profile, seed = 'S'): Promise<ReportedReplicates> {
  const { document } = await replicateVirtually({ scenario, profile, seed, replicates: 3, out: folder });
  const again = { all: `npx all ${seed}`, one: (one: string): string => `npx one ${one}` };
  return { document: withSummary(document), folder: 'runs/x', again };
}

const desk = defineScenario(tooShort);
const bare = await reportedOf(desk, 'bare');
const kept = await reportedOf(desk, '+leave-message');
const quiet = await reportedOf(smoke, 'bare');

/** The same document with fewer replicates than requested, because the run was stopped. */
function stopped({ document, ...rest }: ReportedReplicates): ReportedReplicates {
  const { summary: _summary, ...played } = document;
  const replicates = played.replicates.slice(0, 2);
  const { verdict, reasons } = decideTogether(replicates, 3);
  const cut = { ...played, replicates, verdict, reasons, exitCode: EXIT[verdict] };
  return { document: withSummary(cut), ...rest };
}

describe('the JUnit file of replicates', { skip: skipXmllint }, () => {
  const text = (reported: ReportedReplicates, path: string): string =>
    find(replicatesJunitOf([reported]), `string(${path})`);

  test('is valid, with a case a seed and one for all, red exactly when the exit code is not 0', () => {
    for (const one of [bare, kept, quiet, stopped(quiet), stopped(bare)]) {
      const xml = replicatesJunitOf([one]);
      assertValid(xml);
      assert.equal(find(xml, 'count(//testcase)'), String(one.document.replicates.length + 1));
      const red = Number(find(xml, 'count(//failure | //error)'));
      assert.equal(red > 0, one.document.exitCode !== 0, xml);
    }
  });

  test('a seed that went wrong: why, its numbers, and the command that plays it alone', () => {
    const seed = '//testcase[@name="seed S/2"]';
    assert.match(text(bare, `${seed}/failure/@message`), /^\d+ acknowledged messages? (?:is|are) missing/);
    assert.equal(text(bare, `${seed}/failure/@type`), 'violated');
    assert.match(text(bare, `${seed}/failure`), /; lost: \d+;/);
    const example = bare.document.replicates[1]?.example ?? assert.fail('no example');
    assert.ok(text(bare, `${seed}/system-out`).endsWith(`npx one S/2\nnpx stillthere explain <run> ${example}`));
    assert.doesNotMatch(text(quiet, `${seed}/system-out`), /explain/);
  });

  test('a bad seed is one failure, its own: all together is red only for what is wrong with no seed', () => {
    const all = '//testcase[@name="together"]';
    assert.equal(find(replicatesJunitOf([bare]), 'count(//failure)'), '3');
    assert.match(text(bare, `${all}/system-out`), /in 3 of 3 seeds: S\/1, S\/2, S\/3/);
    assert.ok(text(bare, `${all}/system-out`).endsWith('runs/x\nnpx all S'));
    for (const one of [stopped(quiet), stopped(bare)]) {
      assert.equal(text(one, `${all}/error/@type`), 'inconclusive');
      assert.match(text(one, `${all}/error/@message`), /^interrupted: 2 of 3 seeds/);
    }
  });

  test('each seed has the time that it took, and together they have at least that of all', () => {
    const { wallSeconds, wallSecondsOf = [] } = bare.document.resources;
    const times = bare.document.replicates.map(({ seed }) =>
      Number(text(bare, `//testcase[@name="seed ${seed}"]/@time`)),
    );
    assert.deepEqual(times, wallSecondsOf);
    assert.ok(times.length === 3 && times.every((one) => one > 0), times.join());
    assert.ok(Number(text(bare, 'sum(//testcase/@time)')) >= wallSeconds - 0.02);
  });

  test('means with intervals are properties', () => {
    const { mean, half95 } = bare.document.summary.missedRate;
    assert.equal(text(bare, '//property[@name="missedRate.mean"]/@value'), String(mean));
    assert.equal(text(bare, '//property[@name="missedRate.half95"]/@value'), String(half95));
    assert.equal(text(bare, '//property[@name="run.replicates"]/@value'), '3');
  });

  test('whatever a seed holds, and in Chinese', async () => {
    const odd = await reportedOf(desk, 'bare', ODD_SEED);
    assertValid(replicatesJunitOf([odd, bare]));
    speak('zh-CN');
    try {
      assertValid(replicatesJunitOf([bare, stopped(quiet)]));
    } finally {
      speak('en');
    }
  });
});

describe('the Markdown of replicates', () => {
  const markdown = replicatesSummaryOf([bare]);

  test('begins with the verdict and its reasons, and ends with what to do', () => {
    assert.match(markdown, /^## ❌ too-short \(bare, sim\)\n\n\*\*VIOLATED/);
    assert.match(markdown, /^- .*in 3 of 3 seeds: S\/1, S\/2, S\/3$/m);
    assert.match(markdown, /```sh\nnpx one S\/1\n```\n\n.*\n\n```sh\nnpx all S\n```\n\nEvidence: `runs\/x`\n$/);
  });

  test('a line a metric and a line a seed, in tables whose lines are equally long', () => {
    assert.match(markdown, /^\| {2}\| mean \| sd \| min … max \| {2}\|$/m);
    assert.match(markdown, /^\| messages written \| [\d .±]+ \|/m);
    for (const { seed } of bare.document.replicates)
      assert.match(markdown, new RegExp(`^\\| ${seed} \\| violated \\|`, 'm'));
    for (const part of markdown.split('\n\n').filter((one) => one.startsWith('|'))) {
      const cells = part
        .trimEnd()
        .split('\n')
        .map((line) => line.split('|').length);
      assert.equal(new Set(cells).size, 1, part);
    }
  });

  test('several sets of rules stand side by side', () => {
    const both = replicatesSummaryOf([bare, kept]);
    assert.match(both, /^## Same visitors, side by side\n/);
    assert.match(both, /^\| {2}\| bare \| \+leave-message \| difference \|$/m);
    assert.equal(both.match(/^## [❌✅]/gmu)?.length, 2);
  });

  test('never longer than its place, and the verdict is always there', () => {
    const short = replicatesSummaryOf([bare, kept], 500);
    assert.ok(Buffer.byteLength(short) < 500, short);
    assert.match(short, /^## ❌ too-short/);
    assert.match(short, /the rest is in the run folders/);
  });

  test('none was played: the verdict, and how to begin again', () => {
    const { summary: _summary, ...played } = quiet.document;
    const none = withSummary({ ...played, verdict: 'inconclusive', exitCode: 4, reasons: [], replicates: [] });
    const page = replicatesSummaryOf([{ ...quiet, document: none }]);
    assert.match(page, /^## ⚠️ smoke/);
    assert.doesNotMatch(page, /undefined|NaN|npx one/);
    assert.match(page, /npx all S/);
  });
});
