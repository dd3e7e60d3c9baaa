// R46: how many people answered "are you still there?", counted from the transcripts alone.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HOUR, MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { judged, only, persona, play, rules, workload } from '../evening.ts';
import { SEED } from '../random.ts';

const prompt = { before: 30 * SECOND, text: 'still there?', max: 1, every: null };

function evening(answersPrompt: number, desk = rules({ prompt })) {
  const people = workload({
    seed: SEED,
    visitors: 60,
    personas: [persona({ answersPrompt, endings: { closes: 1, goodbye: 1, silent: 2 } })],
  });
  const rows = play({ workload: people, rules: desk, tail: 30 * MINUTE });
  return { rows, prompts: judged(rows, desk).prompts };
}

describe('R46: prompts that were answered', () => {
  it('one verdict for every session with a prompt; none where nobody was asked', () => {
    const { rows, prompts } = evening(500);
    const asked = only(rows, 'w_message').filter(({ message }) => message.from === 'system');
    assert.deepEqual(
      prompts.map(({ session }) => session).sort(),
      [...new Set(asked.map(({ message }) => message.session))].sort(),
    );
    assert.ok(prompts.length > 10);
    assert.deepEqual(evening(500, rules()).prompts, []);
  });

  it('expired are those of whom the store has nothing after the prompt; more answer when more people would', () => {
    const share = (answersPrompt: number): number => {
      const { rows, prompts } = evening(answersPrompt);
      for (const { session, outcome } of prompts) {
        const said = only(rows, 'w_message').filter(({ message }) => message.session === session);
        const last = said.findLastIndex(({ message }) => message.from === 'visitor');
        const first = said.findIndex(({ message }) => message.from === 'system');
        assert.equal(last > first, outcome === 'answered', session);
      }
      return prompts.filter(({ outcome }) => outcome === 'answered').length / prompts.length;
    };
    assert.ok(share(0) < share(1000));
  });

  it('what has not come out when play is cut is open; all else is as in the evening that goes on', (t) => {
    const people = workload({ seed: SEED, visitors: 60, personas: [persona({ answersPrompt: 500 })] });
    const desk = rules({ prompt });
    const outcomes = (tail: number): Map<string, string> =>
      new Map(judged(play({ workload: people, rules: desk, tail }), desk).prompts.map((p) => [p.session, p.outcome]));
    const whole = outcomes(12 * HOUR);
    assert.ok(![...whole.values()].includes('open'), 'everything has ended');
    let open = 0;
    for (let tail = 0; tail < 30 * MINUTE; tail += 20 * SECOND)
      for (const [session, outcome] of outcomes(tail)) {
        if (outcome === 'open') open += 1;
        else assert.equal(outcome, whole.get(session), session);
      }
    t.diagnostic(`${open} open in 90 cuts`);
    assert.ok(open > 0);
  });
});
