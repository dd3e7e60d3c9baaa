// Numbers say what they leave out: open waits, visitors
// who got no answer, and quantiles without a value.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate } from '../../../src/run/virtual-run.ts';
import { checksOf } from '../../../src/report/run/checks.ts';
import { junitOf } from '../../../src/report/run/junit.ts';
import { summaryOf } from '../../../src/report/run/summary.ts';
import { sideBySide, terminalReport } from '../../../src/report/run/terminal.ts';
import type { Result } from '../../../src/result/schema.ts';
import { defineScenario } from '../../../src/scenario/define.ts';
import type { ScenarioInput } from '../../../src/scenario/schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-left-out-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const desk: ScenarioInput = {
  name: 'slow',
  shows: 'agents who answer every second visitor within the evening',
  locale: 'en',
  arrivals: [{ name: 'a', for: '10m', visitors: 30 }],
  channels: { web: 1 },
  personas: {
    p: {
      weight: 1,
      trade: 'after_sale',
      turns: 2,
      think: '40s',
      patience: '2h',
      endings: { closes: 1, goodbye: 1, silent: 1 },
    },
  },
  agents: { count: 10, answer: { usually: '20s', sometimes: '5h', share: 500 } },
  rules: { idle: { after: '30m', anchor: 'last_agent_message' } },
  expect: { firstResponseP95: '1m' },
};

const play = async (more: Partial<ScenarioInput>): Promise<Result> =>
  (
    await simulate({
      scenario: defineScenario({ ...desk, ...more }),
      profile: 'bare',
      seed: '1',
      out: folder,
      stop: new AbortController().signal,
      watch: () => {},
    })
  ).result;

describe('a run that is cut while many still wait', async () => {
  const result = await play({ tail: '1h' });
  const text = terminalReport(result, 'runs/x', 'npx x');
  const { open } = result.timeouts.rate;

  it('says how many conversations were open beside every rate that they touch', () => {
    assert.ok((open ?? 0) > 10);
    assert.match(text, new RegExp(`of those that had ended; ${open} were still open`));
    assert.match(sideBySide([result, result]), new RegExp(`idle timeouts +\\d+ \\(\\d+ %\\); ${open} open`));
    assert.match(summaryOf([{ result, folder: 'runs/x', repeat: 'npx x' }]), new RegExp(`; ${open} open`));
    assert.match(junitOf([{ result, folder: 'runs/x', repeat: 'npx x' }]), /timeouts\.rate\.open/);
  });

  it('says when play was cut, and that it was asked for', () => {
    assert.match(text, /Arrivals took 10 min; the run was cut 60 min later, as the scenario or the command asks\./);
    assert.equal(result.play?.why, 'cut');
  });

  it('says who was answered, who still waits, and that the quantile is not reached', () => {
    assert.match(text, /First responses: 12 of 36 questions were answered; 24 visitors were still waiting\./);
    assert.match(
      text,
      /first response \(model time\) +not reached +not reached +not reached +12 of 36, 24 still waiting/,
    );
    assert.match(sideBySide([result, result]), /first response, p95 +not reached +not reached/);
    const check = checksOf(result).find(({ name }) => name === 'firstResponseP95');
    assert.deepEqual([check?.status, check?.reasons.length], ['failed', 1]);
    assert.match(check?.text ?? '', /not reached \(12 of 36 were answered\)/);
  });
});

describe('a run that is not cut, on a desk that does not end what is open', async () => {
  const result = await play({
    personas: { p: { ...desk.personas['p'], patience: '10m' } as never },
    rules: { idle: null },
  });

  it('is inconclusive, and says that no rule ends it', () => {
    assert.equal(result.play?.why, 'endless');
    assert.equal(result.verdict, 'inconclusive', JSON.stringify(result.reasons));
    assert.match(
      result.reasons.map(({ text }) => text).join('\n'),
      /still open when the run ended.*, and no rule of this desk closes them/,
    );
  });

  it('is not, where the scenario wants a cut', async () => {
    const { verdict } = await play({ rules: { idle: null }, tail: '6h', expect: {} });
    assert.equal(verdict, 'pass');
  });
});
