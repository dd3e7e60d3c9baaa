// The idle rates of channels are computed like that
// of the run, and add up to it in all three counts.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { MINUTE, MS } from '../../src/model/core/time.ts';
import type { VirtualRun } from '../../src/model/runner/virtual/play.ts';
import { Evidence } from '../../src/model/judge/evidence.ts';
import { judge } from '../../src/model/judge/judge.ts';
import { playVirtual } from '../../src/model/runner/virtual/play.ts';
import { fold, type Numbers } from '../../src/result/fold.ts';
import { LINES, visitorsOf } from '../model/evening.ts';
import { randomCrashes, randomRules, randomWorkload } from '../model/random-evening.ts';
import { SEED, trials } from '../model/random.ts';

/** The numbers of a run that is cut at some time. */
function numbersOf(run: VirtualRun): Numbers {
  const evidence = new Evidence();
  playVirtual(run, (row) => evidence.add(row));
  const { rules } = run;
  return fold(
    evidence,
    judge(evidence, { rules, speed: 1, epsilon: 0, prematureWithin: 30 * MINUTE, generatorLate: false }),
  );
}

it('the channels of a random evening add up to its rate, also where sessions were still open', () => {
  let [open, several] = [0, 0];
  trials('evenings by channel', 60, (random, i) => {
    const workload = randomWorkload(random, `${SEED}/${i}`);
    const { sessions, timeouts } = numbersOf({
      workload,
      rules: randomRules(random, true),
      lines: LINES,
      profile: 'bare',
      latency: 20 * MS,
      crashes: random.chance(0.3) ? randomCrashes(random, 5 * MINUTE) : [],
      tail: random.between(0, 5) * MINUTE,
      visitors: visitorsOf(workload),
    });
    const channels = Object.entries(sessions.byChannel ?? {});
    const sum = (of: (channel: string, figures: (typeof channels)[number][1]) => number): number =>
      channels.reduce((all, [channel, figures]) => all + of(channel, figures), 0);
    assert.deepEqual(
      {
        count: sum((channel) => timeouts.byChannel[channel] ?? 0),
        of: sum((_, { ended = NaN }) => ended),
        open: sum((_, figures) => figures.open ?? NaN),
        opened: sum((_, { opened }) => opened),
        active: sum((_, { active }) => active),
      },
      {
        count: timeouts.rate.count,
        of: timeouts.rate.of,
        open: timeouts.rate.open,
        opened: sessions.opened,
        active: sessions.active,
      },
    );
    for (const [channel, { ended = 0 }] of channels) assert.ok((timeouts.byChannel[channel] ?? 0) <= ended, channel);
    if ((timeouts.rate.open ?? 0) > 0) open += 1;
    if (channels.length > 1) several += 1;
  });
  if (process.env['STILLTHERE_TEST_TRIAL'] === undefined)
    assert.ok(open > 10 && several > 20, `${open} evenings with open sessions, ${several} with several channels`);
});
