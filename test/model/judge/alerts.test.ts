// R52: for each alert, whether the agent answered before
// the session expired, so that agents can be counted.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE } from '../../../src/model/core/time.ts';
import type { WitnessSession } from '../../../src/model/rows/rows.ts';
import { judged, rules } from '../evening.ts';
import { Story } from './ledger.ts';

const AT = 10 * MINUTE;
const closed = (at: number, reason: WitnessSession['reason'] = 'idle_timeout'): Partial<WitnessSession> => ({
  closedAt: at,
  ...(reason !== undefined && { reason }),
  state: 'closed',
  closedFrom: 'active',
});
const alerted = (session: Partial<WitnessSession>, kind: 'expiring' | 'waiting' = 'expiring'): Story =>
  new Story().session(session).add('a0', AT, { what: 'alert', session: 's1', kind });
const outcomes = (story: Story): string[] =>
  judged(story.done(), rules()).alerts.map(({ agent, at, outcome }) => `${agent} ${at / MINUTE} ${outcome}`);

describe('R52: an alert before an idle close', () => {
  it('is handled when an agent writes before the close, also at the very moment of the alert', () => {
    for (const at of [AT, AT + MINUTE])
      assert.deepEqual(outcomes(alerted(closed(AT + 2 * MINUTE)).stored('a0/0', at)), ['a0 10 handled']);
    assert.deepEqual(outcomes(alerted({}).stored('a0/0', AT + MINUTE)), ['a0 10 handled'], 'still open');
  });

  it('is expired when the idle close came first, whatever was written before the alert or by others', () => {
    const story = alerted(closed(AT + 2 * MINUTE));
    story
      .stored('a0/0', AT - 1)
      .stored('v0/0', AT + MINUTE)
      .stored('s/s1/3', AT + MINUTE);
    assert.deepEqual(outcomes(story), ['a0 10 expired']);
  });

  it('is neither when the session ended otherwise, and open when it goes on without a word', () => {
    assert.deepEqual(outcomes(alerted(closed(AT + MINUTE, 'visitor'))), ['a0 10 other']);
    assert.deepEqual(outcomes(alerted({})), ['a0 10 open']);
  });

  it('of a session that was reopened, the close after the alert counts', () => {
    const closes = [{ openedAt: 0, activeAt: 1, closedAt: AT + MINUTE, reason: 'idle_timeout' as const }];
    const story = alerted({ ...closed(AT + 9 * MINUTE, 'visitor'), closes }).stored('a0/0', AT + 2 * MINUTE);
    assert.deepEqual(outcomes(story), ['a0 10 expired']);
  });

  it('alerts of visitors who wait are another thing', () => assert.deepEqual(outcomes(alerted({}, 'waiting')), []));
});
