// Violations of the facts `waiting` and `forgotten`:
// shrinking keeps them, and each names a person and a time.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { judgingOf } from '../../src/run/conclude.ts';
import { findingsOf, type Finding } from '../../src/replay/findings.ts';
import { shrink, type Shrunk } from '../../src/replay/shrink.ts';
import { virtualRun } from '../../src/run/virtual-run.ts';
import { Trials } from '../../src/replay/trial.ts';
import { MINUTE, SECOND } from '../../src/model/core/time.ts';
import { Evidence } from '../../src/model/judge/evidence.ts';
import { judge, type Judgement } from '../../src/model/judge/judge.ts';
import { isVisitor } from '../../src/model/rows/ids.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { playVirtual } from '../../src/model/runner/virtual/play.ts';
import { closingOf } from '../../src/report/explain/closing.ts';
import { lifeStory } from '../../src/report/explain/explain.ts';
import type { Scenario } from '../../src/scenario/define.ts';
import { without } from '../model/judge/ledger.ts';
import { lossy } from './lossy.ts';

const never = new AbortController().signal;
const shrunk = (scenario: Scenario, limit: string): Promise<Shrunk> =>
  shrink({ scenario, profile: 'bare', seed: '1', limit, most: 500, memory: Infinity, stop: never, watch: () => {} });
const trialsOf = (scenario: Scenario): Trials =>
  new Trials(scenario, virtualRun(scenario, 'bare', '1'), { memory: Infinity });

/**
 * One agent answers at once, one session at a time, and no session
 * ends by itself. So later visitors wait until play is cut.
 */
const crowded = (change: Parameters<typeof lossy>[0] = {}): Scenario =>
  lossy({
    agents: { count: 1, answer: '3s', perSession: 0, glance: '1s', notice: '1s' },
    rules: { idle: null, agents: { capacity: 1 }, queue: { timeout: null } },
    profiles: { bare: {} },
    tail: '3m',
    ...change,
  });

describe('waiting', () => {
  test('messages of visitors who had given up, where play was cut: as many as the verdict counts', async () => {
    const scenario = crowded({ tail: '30s' });
    const trials = trialsOf(scenario);
    const broken = (await trials.broken({})).find(({ limit }) => limit === 'waiting');
    const { findings, evidence } = await trials.find({}, 'waiting');
    const { n } = (broken?.args ?? {}) as { n: number };
    assert.ok(n > 5, `${n} messages`);
    assert.equal(findings.length, n);
    const { messages } = judge(evidence, judgingOf(scenario, virtualRun(scenario, 'bare', '1').rules, 1, false));
    const waited = messages.filter(({ id, fate }) => fate === 'pending' && isVisitor(id)).length;
    assert.ok(waited > n, `${waited} messages waited, some of visitors who had not given up`);
    for (const { subject, actors, at } of findings) {
      const [visitor = ''] = actors;
      assert.ok(isVisitor(subject) && subject.startsWith(`${visitor}/`), subject);
      assert.ok(evidence.actors.get(visitor)?.gaveUp !== undefined, `${visitor} has given up`);
      assert.ok(
        at >= (evidence.actors.get(visitor)?.gaveUp?.t ?? Infinity),
        'until the moment at which it was in vain',
      );
    }
  });

  test('shrinking keeps it: one visitor who waited in vain is left, with whoever kept the agent busy, and the time for it', async () => {
    const scenario = crowded();
    const result = await shrunk(scenario, 'waiting');
    assert.equal(result.broken.limit, 'waiting');
    assert.ok(result.visitors.length <= 2, `${result.visitors.length} visitors`);
    assert.ok((result.excerpt.until ?? Infinity) < 5 * MINUTE, 'cut shortly after it');
    const trials = trialsOf(scenario);
    assert.ok(await trials.breaks(result.excerpt, 'waiting'), JSON.stringify(result.excerpt));
    assert.ok((await trials.find(result.excerpt, 'waiting')).findings.length > 0);
  });

  test('where nothing cuts play, all messages that waited count', async () => {
    // The agent leaves at once, and no rule ends the sessions.
    const scenario = crowded({
      tail: { atMost: '30m' },
      agents: {
        count: 1,
        answer: '3s',
        perSession: 0,
        glance: '1s',
        notice: '1s',
        leave: { share: 1000, at: '1s' },
      },
    });
    const trials = trialsOf(scenario);
    const broken = (await trials.broken({})).find(({ limit }) => limit === 'waiting');
    const { n } = (broken?.args ?? {}) as { n: number };
    assert.ok(n > 5, `${n} messages`);
    assert.equal((await trials.find({}, 'waiting')).findings.length, n);
  });
});

describe('forgotten', () => {
  const scenario = lossy();
  const run = virtualRun(scenario, 'bare', '1');
  const rows: Row[] = [];
  playVirtual(run, (row) => rows.push(row));

  function found(kept: readonly Row[]): { findings: Finding[]; judgement: Judgement; evidence: Evidence } {
    const evidence = new Evidence();
    for (const row of kept) evidence.add(row);
    const judgement = judge(evidence, judgingOf(scenario, run.rules, 1, false));
    return { findings: findingsOf('forgotten', evidence, judgement), judgement, evidence };
  }

  test('a session that is in no history: who was told of it, and until when', () => {
    const gone = rows.find((row) => row.what === 'w_session' && row.session.activeAt !== undefined);
    assert.ok(gone?.what === 'w_session');
    const { id, visitor } = gone.session;
    const { findings, judgement, evidence } = found(
      without(rows, (row) => row.what === 'w_session' && row.session.id === id),
    );
    assert.deepEqual(judgement.forgotten, [id]);
    const end = closingOf(evidence, id, judgement.timeouts).join('\n');
    assert.match(end, new RegExp(`at the end the server did not know ${id}`), 'and `explain` says so');
    assert.ok((lifeStory(rows, id) ?? []).length > 1, 'and who said what of it');
    const [finding, ...more] = findings;
    assert.deepEqual(more, []);
    assert.equal(finding?.subject, id);
    assert.ok(finding.actors.includes(visitor), finding.actors.join());
    const told = rows.filter((row) => 'session' in row && row.session === id && row.by === visitor).map(({ t }) => t);
    assert.ok(finding.at >= Math.min(...told) && finding.at <= Math.max(...told) + SECOND, `${finding.at}`);
  });

  test('one that nobody ever wrote in: the moment is that at which somebody was told of it', () => {
    const sent = new Set(rows.flatMap((row) => (row.what === 'ack' ? [row.session] : [])));
    const notice = rows.find((row) => row.what === 'notice' && isVisitor(row.by) && row.kind !== 'left_message');
    assert.ok(notice?.what === 'notice');
    const ghost: Row = { ...notice, session: 's9999' };
    assert.ok(!sent.has('s9999'));
    const at = rows.indexOf(notice);
    const { findings } = found(without([...rows.slice(0, at + 1), ghost, ...rows.slice(at + 1)], () => false));
    assert.deepEqual(
      findings.map(({ subject, at: t }) => ({ subject, t })),
      [{ subject: 's9999', t: notice.t }],
    );
    assert.ok(findings[0]?.actors.includes(notice.by));
  });
});
