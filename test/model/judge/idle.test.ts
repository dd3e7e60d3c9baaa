// The judge's due time equals the desk's clock on random
// conversations, for every anchor and reset list.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dueByMessages, type ClockEvent } from '../../../src/model/judge/timeouts/idle.ts';
import { idleDue, noActivity, noteActivity } from '../../../src/model/rules/clock.ts';
import { ANCHORS, DEFAULT_RULES, PENDING, RESETS, type SessionRules } from '../../../src/model/rules/rules.ts';
import { idleRule } from '../evening.ts';
import { trials } from '../random.ts';

const SIDES = [
  { visitor: 20, agent: 60 },
  { visitor: 60, agent: 20 },
  { visitor: null, agent: 45 },
  { visitor: 25, agent: null },
] as const;
const asked = { before: 8, text: '?', max: 1, every: null };
const PROMPTS = [asked, { ...asked, after: 22, closes: 8 }, { ...asked, after: 10, closes: 20 }] as const;

describe('R21, R22: two derivations of the idle clock', () => {
  it('agree, also where the clock does not run', () => {
    let running = 0;
    let still = 0;
    trials('due times', 4000, (random) => {
      // 0 is a valid time and must not be taken for "never".
      const opened = random.chance(0.3) ? 0 : random.between(1, 100);
      const moments: ClockEvent[] = [];
      let t = opened - 1;
      for (let n = random.between(0, 8); n > 0; n--) {
        t += random.between(1, 50);
        moments.push({ kind: RESETS[random.between(0, RESETS.length - 1)] ?? 'visitor', at: t });
      }
      const taken = random.between(0, 2) === 0 ? undefined : random.between(opened, t + 20);
      const resets = RESETS.filter(() => random.between(0, 2) > 0);
      const anchor = ANCHORS[random.between(0, ANCHORS.length - 1)] ?? 'either_last_message';
      const onlyIfPending = random.pick(PENDING);
      const rules: SessionRules = {
        ...DEFAULT_RULES,
        idle: idleRule({
          after: anchor === 'per_participant' && random.chance(0.7) ? random.pick(SIDES) : 30,
          anchor,
          resets,
          onlyIfPending,
          byChannel: { app: random.pick([40, null]), wechat: anchor === 'per_participant' ? random.pick(SIDES) : 50 },
        }),
        prompt: random.chance(0.5) ? null : random.pick(PROMPTS),
      };
      const activity = noActivity(opened);
      const channel = random.pick(['web', 'app', 'wechat'] as const);
      if (taken !== undefined) activity.assigned = taken;
      for (const { kind, at } of moments) noteActivity(activity, kind, at);
      const due = dueByMessages(moments, { channel, opened, taken }, rules);
      assert.equal(
        due,
        idleDue(activity, rules, channel),
        JSON.stringify({ moments, opened, taken, channel, idle: rules.idle, prompt: rules.prompt }),
      );
      if (due === undefined) still += 1;
      else running += 1;
    });
    assert.ok(running > 500 && still > 100, `${running} running, ${still} still: both kinds must have been tried`);
  });
});
