// The counters of the live view: a timeout counts once, whoever saw it; so does a missed message.
import assert from 'node:assert/strict';
import test from 'node:test';
import { RunningFold } from '../../../src/run/watch/counters.ts';
import type { Channel } from '../../../src/model/rows/words.ts';
import type { RowBody } from '../../../src/model/rows/rows.ts';
import { playVirtual } from '../../../src/model/runner/virtual/play.ts';
import { Evidence } from '../../../src/model/judge/evidence.ts';
import { judge } from '../../../src/model/judge/judge.ts';
import { MISSED_FATES } from '../../../src/model/rows/words.ts';
import { fold as numbersOf } from '../../../src/result/fold.ts';
import { corpusOf, rulesOf, workloadOf } from '../../../src/scenario/define.ts';
import festival from '../../../scenarios/double-eleven-peak.ts';
import { PLAN } from '../../model/judge/ledger.ts';

/** The live counters after rows written as `[time, party, body]`. */
function folded(...rows: readonly [t: number, by: string, body: RowBody][]): RunningFold['live'] {
  const fold = new RunningFold();
  for (const [t, by, body] of rows) fold.add({ t, by, k: 0, ...body });
  return fold.live;
}

const ack = (id: string, session = 's1'): RowBody => ({ what: 'ack', id, session, seq: 1 });
const look = (id: string, session = 's1'): RowBody => ({ what: 'look', id, session });
const closed = (session = 's1'): RowBody => ({ what: 'notice', kind: 'closed', session, reason: 'idle_timeout' });
const told = (kind: 'assigned' | 'reopened' | 'left_message', session = 's1'): RowBody => ({
  what: 'notice',
  kind,
  session,
});

test('an idle timeout counts when only the agent is there to notice it, and once when both are', () => {
  assert.equal(folded([1, 'v1', told('assigned')], [9, 'a0', closed()]).timeouts, 1);
  const both = folded([1, 'v1', told('assigned')], [9, 'a0', closed()], [9, 'v1', closed()], [12, 'a0', closed()]);
  assert.deepEqual([both.opened, both.closed, both.timeouts], [1, 1, 1]);
});

test('a session that is reopened and times out again is one session; late word of its first end does not end it', () => {
  const live = folded(
    [1, 'v1', told('assigned')],
    [9, 'v1', closed()],
    [20, 'v1', told('reopened')],
    [9, 'a0', closed()],
  );
  assert.deepEqual([live.opened, live.closed, live.timeouts], [1, 0, 1]);
});

test('missed: acknowledged, session over, and nobody of the other side has looked', () => {
  const open: [number, string, RowBody][] = [
    [1, 'v1', told('assigned')],
    [2, 'v1', ack('v1/0')],
  ];
  assert.equal(folded(...open).missed, 0, 'while the session is open somebody may still look');
  assert.equal(folded(...open, [9, 'a0', closed()]).missed, 1);
  assert.equal(folded(...open, [3, 'a0', look('v1/0')], [9, 'a0', closed()]).missed, 0);
  assert.equal(folded(...open, [9, 'a0', closed()], [11, 'a0', look('v1/0')]).missed, 0, 'a late look takes it away');
  assert.equal(folded(...open, [9, 'a0', closed()], [11, 'v1', look('v1/0')]).missed, 1, 'one’s own look is none');
  assert.equal(
    folded([3, 'a0', look('v1/0')], ...open, [9, 'a0', closed()]).missed,
    0,
    'rows of two parties in any order',
  );
  assert.equal(
    folded(...open, [9, 'a0', closed()], [20, 'v1', ack('v1/1')]).missed,
    2,
    'acknowledged into a closed session',
  );
  assert.equal(folded(...open, [9, 'a0', closed()], [20, 'v1', told('reopened')]).missed, 0, 'reopened');
});

test('missed: what became a leave-message is kept', () => {
  const live = folded([2, 'v1', ack('v1/0')], [9, 'v1', told('left_message')]);
  assert.deepEqual([live.missed, live.leftMessages, live.closed], [0, 1, 1]);
  assert.equal(folded([9, 'v1', closed()], [20, 'v1', ack('v1/1', 'left')]).missed, 0);
  const afterwards = folded([9, 'v1', told('left_message')], [10, 'v1', ack('v1/1')]);
  assert.equal(afterwards.missed, 0, 'whose acknowledgement is read after the end of its session');
});

test('a message that was acknowledged and looked at is kept no longer, in whatever order the rows are read', () => {
  const [send, read] = [{ what: 'send', id: 'v1/0', try: 1 } as const, look('v1/0')];
  const fold = new RunningFold();
  const kept = (by: string, body: RowBody): number => {
    fold.add({ t: 1, by, k: 0, ...body });
    return fold.kept;
  };
  assert.deepEqual(
    [kept('v1', send), kept('v1', ack('v1/0')), kept('a0', read), kept('v1', ack('v1/0'))],
    [1, 1, 0, 0],
  );
  const other = { ...send, id: 'v1/1' };
  assert.deepEqual([kept('a0', look('v1/1')), kept('v1', other), kept('v1', ack('v1/1'))], [0, 1, 0]);
});

const comes = (channel: Channel): RowBody => ({ what: 'plan', plan: { ...PLAN, channel } });
const queued: RowBody = { what: 'notice', kind: 'queued', session: 's1' };
const assigned: RowBody = { what: 'notice', kind: 'assigned', session: 's1', visitor: 'v1' };

test('by channel: a session that an agent was told of counts as soon as the visitor behind it is known', () => {
  const early = folded([3, 'a0', assigned]);
  assert.equal(
    Object.values(early.byChannel).reduce((sum, { opened }) => sum + opened, 0),
    0,
  );
  const { byChannel } = folded([3, 'a0', assigned], [1, 'v1', comes('app')], [9, 'a0', closed()]);
  assert.deepEqual(byChannel.app, { arrived: 1, opened: 1, open: 0, queued: 0, ended: 1, timeouts: 1 });
  assert.deepEqual(byChannel.web, { arrived: 0, opened: 0, open: 0, queued: 0, ended: 0, timeouts: 0 });
});

test('by channel: who waits is queued until an agent has the session, whose word is read first or not', () => {
  const waiting = folded([1, 'v1', comes('web')], [2, 'v1', queued]).byChannel.web;
  assert.deepEqual(waiting, { arrived: 1, opened: 1, open: 1, queued: 1, ended: 0, timeouts: 0 });
  assert.equal(folded([1, 'v1', comes('web')], [2, 'v1', queued], [5, 'a0', assigned]).byChannel.web.queued, 0);
  assert.equal(folded([5, 'a0', assigned], [1, 'v1', comes('web')], [2, 'v1', queued]).byChannel.web.queued, 0);
  const again = folded([1, 'v1', comes('web')], [5, 'a0', assigned], [8, 'v1', queued]).byChannel.web;
  assert.equal(again.queued, 1, 'handed over, and back in the queue');
  assert.equal(folded([1, 'v1', comes('web')], [2, 'v1', queued], [9, 'v1', closed()]).byChannel.web.queued, 0);
});

test('by channel: of the sessions of an agent those count as ended that somebody was told of, once, in whatever order the words are read', () => {
  const over = (reason: 'agent' | 'queue_timeout'): RowBody => ({
    what: 'notice',
    kind: 'closed',
    session: 's1',
    reason,
  });
  const ended = (...rows: readonly [t: number, by: string, body: RowBody][]): [number, number] => {
    const { ended: n, timeouts } = folded([1, 'v1', comes('web')], ...rows).byChannel.web;
    return [n, timeouts];
  };
  assert.deepEqual(ended([5, 'a0', assigned]), [0, 0], 'it goes on');
  assert.deepEqual(ended([2, 'v1', queued], [9, 'v1', over('queue_timeout')]), [0, 0], 'no agent had it');
  assert.deepEqual(ended([5, 'a0', assigned], [9, 'a0', over('agent')]), [1, 0]);
  assert.deepEqual(ended([9, 'v1', over('agent')], [5, 'a0', assigned]), [1, 0]);
  assert.deepEqual(ended([2, 'v1', queued], [9, 'v1', closed()]), [1, 1], 'idle in the queue: a timeout all the same');
  const again = ended([5, 'a0', assigned], [9, 'v1', over('agent')], [20, 'v1', told('reopened')]);
  assert.deepEqual(again, [1, 0], 'it has ended once');
});

test('times: an ack of what was sent once, an answer to the first word of a visitor', () => {
  const send = (n: number): RowBody => ({ what: 'send', id: 'v1/0', try: n });
  const say: RowBody = { what: 'say', id: 'v1/0', turn: 0, h: 'x' };
  const answer = (id: string): RowBody => ({ what: 'show', id, session: 's1', seq: 2, from: 'agent', h: 'x' });
  const once = folded([5, 'v1', send(1)], [12, 'v1', ack('v1/0')]);
  assert.deepEqual(once.bySender.visitor.ackTime.lows(), [[7, 1]]);
  assert.equal(folded([5, 'v1', send(1)], [9, 'v1', send(2)], [12, 'v1', ack('v1/0')]).bySender.visitor.ackTime.n, 0);
  const asked: [number, string, RowBody][] = [
    [1, 'v1', comes('app')],
    [2, 'v1', say],
  ];
  const { firstResponse } = folded(...asked, [50, 'v1', answer('a0/0')], [60, 'v1', answer('a0/1')]);
  assert.deepEqual(firstResponse.app?.lows(), [[48, 1]]);
});

test('on a festival evening the running figures end within 2 % of what the judge finds', () => {
  const workload = workloadOf(festival, '1');
  const corpus = corpusOf(festival, '1');
  const rules = rulesOf(festival, 'bare');
  const fold = new RunningFold();
  const evidence = new Evidence();
  const lines = { at: (i: number) => corpus.lines[i] ?? '', sets: corpus.sets };
  playVirtual({ workload, rules, lines, profile: 'bare', latency: 20_000, visitors: 708 }, (row) => {
    fold.add(row);
    evidence.add(row);
  });
  const options = { rules, speed: 1, epsilon: 100_000, prematureWithin: 0, generatorLate: false };
  const judgement = judge(evidence, options);
  const { messages, timeouts } = judgement;
  const missed = messages.filter((m) => MISSED_FATES.includes(m.fate)).length;
  assert.ok(missed > 100, `${missed} missed`);
  assert.ok(Math.abs(fold.live.missed - missed) <= missed * 0.02, `${fold.live.missed} against ${missed}`);
  assert.ok(Math.abs(fold.live.timeouts - timeouts.length) <= timeouts.length * 0.02, `${fold.live.timeouts} timeouts`);
  const { live } = fold;
  assert.ok(fold.kept <= live.refused + missed * 1.1, `${fold.kept} of ${live.said} messages are still kept`);
  const total = (of: 'arrived' | 'opened' | 'open' | 'ended' | 'timeouts'): number =>
    Object.values(live.byChannel).reduce((sum, figures) => sum + figures[of], 0);
  assert.deepEqual(
    [total('arrived'), total('opened'), total('open'), total('timeouts')],
    [live.arrived, live.opened, live.opened - live.closed, live.timeouts],
    'the channels add up',
  );
  const { count, of } = numbersOf(evidence, judgement).timeouts.rate;
  const soFar = total('timeouts') / total('ended');
  assert.ok(Math.abs(soFar - count / of) < 0.02, `so far ${soFar}, judged ${count / of}`);
});
