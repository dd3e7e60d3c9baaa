// R26: the judge derives when the window of a channel ends, and checks closes against it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE } from '../../../src/model/core/time.ts';
import type { WitnessSession } from '../../../src/model/rows/rows.ts';
import { idleRule, judged, rules } from '../evening.ts';
import { Story } from './ledger.ts';

const WINDOW = 20 * MINUTE;
const limited = rules({
  idle: null,
  channels: {
    wechat: {
      message: { window: WINDOW, quota: null },
      click: { window: MINUTE, quota: null },
      code: null,
      gone: null,
      cut: false,
    },
  },
});
const closed = (at: number, reason: NonNullable<WitnessSession['reason']> = 'channel_window') =>
  ({ channel: 'wechat', closedAt: at, reason, state: 'closed', closedFrom: 'active' }) as const;
const verdicts = (story: Story): string[] =>
  judged(story.done(), limited).windows.map(
    ({ byRule, due, closedAt }) => `${byRule} ${(due ?? NaN) / MINUTE} ${closedAt / MINUTE}`,
  );
const talk = (session: Partial<WitnessSession>): Story => new Story().session(session).stored('v0/0', MINUTE);

describe('a close at the end of a window', () => {
  it('is right when the visitor wrote last that long ago, whatever the agent wrote since', () => {
    assert.deepEqual(verdicts(talk(closed(21 * MINUTE)).stored('a0/0', 20 * MINUTE)), ['justified 21 21']);
  });
  it('is early or late by the clock of the platform, which does not sweep', () => {
    assert.deepEqual(verdicts(talk(closed(20 * MINUTE))), ['early 21 20']);
    assert.deepEqual(verdicts(talk(closed(22 * MINUTE))), ['late 21 22']);
  });
  it('is missed when the session was left open, was closed for another reason later, or somebody wrote on in it', () => {
    assert.deepEqual(verdicts(talk({ channel: 'wechat' })), ['missed 21 60']);
    assert.deepEqual(verdicts(talk(closed(30 * MINUTE, 'agent'))), ['missed 21 30']);
    assert.deepEqual(verdicts(talk({ channel: 'wechat' }).stored('v0/1', 25 * MINUTE)), ['missed 21 25']);
  });
  it('is moved by a click for as long as a click says', () => {
    const touches = [{ kind: 'click', at: 20.5 * MINUTE }] as const;
    assert.deepEqual(verdicts(talk({ ...closed(21.5 * MINUTE), touches })), ['justified 21.5 21.5']);
    const early = [{ kind: 'click', at: 2 * MINUTE }] as const;
    assert.deepEqual(verdicts(talk({ ...closed(21 * MINUTE), touches: early })), ['justified 21 21']);
  });
  it('is judged in each life of a session that was taken up again', () => {
    const closes = [{ openedAt: 0, closedAt: 21 * MINUTE, reason: 'channel_window', closedFrom: 'active' }] as const;
    const story = talk({ ...closed(50 * MINUTE), closes }).stored('v0/1', 30 * MINUTE);
    assert.deepEqual(verdicts(story), ['justified 21 21', 'justified 50 50']);
  });
  it('there is none to judge on other channels, or where another rule came first', () => {
    assert.deepEqual(verdicts(talk({ ...closed(50 * MINUTE, 'agent'), channel: 'web' })), []);
    assert.deepEqual(verdicts(talk(closed(15 * MINUTE, 'agent'))), []);
  });
});

describe('an idle close on a channel', () => {
  it('has the cause `channel` when the answer was there and the platform let nothing through', () => {
    const close = { ...closed(31 * MINUTE, 'idle_timeout') };
    const story = new Story().session(close).stored('v0/0', MINUTE);
    const held = rules({ idle: idleRule({ after: 30 * MINUTE }) });
    story
      .say('a0/0', 2 * MINUTE, { session: 's1' })
      .add('a0', 2 * MINUTE + 1, { what: 'refuse', id: 'a0/0', why: 'quota' });
    const [timeout] = judged(story.done(), held).timeouts;
    assert.deepEqual([timeout?.byPeople, timeout?.cause], ['waiting', 'channel']);
    const bare = new Story()
      .session(close)
      .stored('v0/0', MINUTE)
      .show('a0', 'v0/0', MINUTE + 1)
      .done();
    assert.equal(judged(bare, held).timeouts[0]?.cause, 'agent');
  });
});
