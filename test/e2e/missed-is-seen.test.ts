// Problems of a default desk are found: dropped, unseen
// and left messages, frozen pages, networks that fail.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Evidence } from '../../src/model/judge/evidence.ts';
import { isVisitor } from '../../src/model/rows/ids.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { MISSED_FATES, type Profile } from '../../src/model/rows/words.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { SMALL_DESK, TALKER, tooShort } from '../scenario/too-short.ts';
import { judged, play, reasonsOf, rowsOf, scenarioFile, type Played } from './support.ts';

const ENGINES = ['sim', 'node'] as const;

/**
 * All agents leave after half a minute without signing out. The desk still takes them as available.
 */
const absent: ScenarioInput = {
  ...SMALL_DESK,
  name: 'absent',
  shows: 'a new session after the close, given to somebody who has gone home',
  personas: { talker: TALKER },
  agents: { ...SMALL_DESK.agents, leave: { share: 1000, at: '25s' } },
  rules: {
    idle: { after: '10s' },
    afterClose: { policy: 'new_session' },
    agents: { presence: 'manual', capacity: 20 },
  },
  tail: '80s',
};

/** The tab freezes while the agent is still typing the answer. */
const frozen: ScenarioInput = {
  ...SMALL_DESK,
  name: 'frozen',
  shows: 'tabs that freeze before the answer comes and thaw long after it',
  personas: { talker: { ...TALKER, patience: '5m', replyPatience: '5m' } },
  agents: { ...SMALL_DESK.agents, answer: '15s' },
  habits: { 'tab frozen': { kind: 'frozen', share: 1000, onset: '10s', length: '50s' } },
  rules: { idle: { after: '10m' }, liveness: { page: null } },
  tail: '90s',
};

/**
 * The network is down for longer than the desk keeps a session
 * without its visitor. The idle timeout is much longer.
 */
const offline: ScenarioInput = {
  ...SMALL_DESK,
  name: 'offline',
  shows: 'networks that drop for two minutes at a desk that waits twenty seconds',
  personas: { talker: { ...TALKER, turns: 20, patience: '5m', replyPatience: '5m' } },
  habits: { 'no network': { kind: 'offline', share: 1000, onset: '15s', length: '2m' } },
  rules: {
    idle: { after: '10m' },
    visitorGone: '20s',
    liveness: { transport: { every: '5s', limit: '15s' }, page: null },
  },
  tail: '90s',
};

const files = new Map([tooShort, absent, frozen, offline].map((scenario) => [scenario, scenarioFile(scenario)]));

async function playOn(
  engine: (typeof ENGINES)[number],
  scenario: ScenarioInput,
  profile: Profile = 'bare',
): Promise<Played> {
  const played = await play([files.get(scenario) ?? '', '--engine', engine, '--profile', profile]);
  assert.ok(new Set(played.rows.map(({ by }) => by).filter(isVisitor)).size >= 10, 'enough visitors came');
  return played;
}

/** The evidence of a ledger, and the missed messages. */
function missedIn(rows: readonly Row[], scenario: ScenarioInput): { evidence: Evidence; missed: string[] } {
  const { evidence, judgement } = judged(rows, scenario);
  const missed = judgement.messages.filter(({ fate }) => MISSED_FATES.includes(fate)).map(({ id }) => id);
  return { evidence, missed };
}

describe('missed is seen', { concurrency: 10 }, () => {
  for (const engine of ENGINES) {
    it(`R10, P8: a desk that drops what comes after the close loses messages, and the run exits with 3 (${engine})`, async (t) => {
      const { result, rows, ended } = await playOn(engine, tooShort);
      t.diagnostic(`${result.messages.fates.lost} of ${result.messages.attempted} lost`);
      assert.ok(result.messages.fates.lost > 0, reasonsOf(result));
      assert.deepEqual([result.verdict, ended.code], ['violated', 3], reasonsOf(result));
      assert.match(reasonsOf(result), /lost: \d+ acknowledged messages are missing/);
      const acked = new Set(rowsOf(rows, 'ack').map(({ id }) => id));
      for (const id of result.messages.examples['lost'] ?? []) assert.ok(acked.has(id), `${id} was acked`);
    });

    it(`R41, P7: with leave-messages nothing is lost, and every one reads as it was typed (${engine})`, async (t) => {
      const { result, rows } = await playOn(engine, tooShort, '+leave-message');
      assert.equal(result.messages.fates.lost, 0, reasonsOf(result));
      const typed = new Map(rowsOf(rows, 'say').map(({ id, h }) => [id, h]));
      const left = rowsOf(rows, 'w_left').map((row) => row.left);
      t.diagnostic(`${left.length} leave-messages read back`);
      assert.ok(left.length > 0);
      for (const { id, h } of left) assert.equal(h, typed.get(id), id);
      assert.equal(new Set(left.map(({ id }) => id)).size, left.length, 'none is there twice');
      const told = rowsOf(rows, 'ack').filter(({ session }) => session === 'left');
      for (const { id } of told)
        assert.ok(
          left.some((one) => one.id === id),
          `${id} was acked as left`,
        );
      assert.equal(result.messages.fates.left_message, left.length);
    });

    it(`R05, R12: a new session with an agent who has gone home is acknowledged, and never seen (${engine})`, async (t) => {
      const { result, rows } = await playOn(engine, absent);
      const { stored_unseen, unnoticed, lost } = result.messages.fates;
      t.diagnostic(`${stored_unseen} stored and unseen, ${unnoticed} unnoticed`);
      assert.ok(stored_unseen + unnoticed > 0, reasonsOf(result));
      assert.equal(lost, 0);
      const { evidence, missed } = missedIn(rows, absent);
      assert.equal(missed.length, stored_unseen + unnoticed);
      const wentHome = new Map(rowsOf(rows, 'leave').map(({ by, t: at }) => [by, at]));
      const first = new Map<string, string>();
      for (const { id, visitor } of evidence.sessions.values()) if (!first.has(visitor)) first.set(visitor, id);
      const afresh = missed.filter((id) => {
        const session = evidence.sessions.get(evidence.item(id).stored[0]?.session ?? '');
        const agent = session?.agents.at(-1);
        if (session === undefined || agent === undefined || first.get(session.visitor) === session.id) return false;
        return (wentHome.get(agent) ?? Infinity) < session.openedAt;
      });
      t.diagnostic(`${afresh.length} of them in a new session, opened after its agent had left`);
      assert.ok(afresh.length > 0);
    });

    it(`H3b: frozen is not gone: nothing is shown until the thaw, the answer is acked meanwhile, the socket stays open (${engine})`, async (t) => {
      const { rows, result } = await playOn(engine, frozen);
      let answeredInIce = 0;
      for (const visitor of new Set(rows.map(({ by }) => by).filter(isVisitor))) {
        const own = rows.filter(({ by }) => by === visitor);
        const freeze = own.findIndex((row) => row.what === 'device' && row.is === 'frozen');
        // A visitor who was not connected before the freeze says nothing about it.
        if (!own.slice(0, Math.max(0, freeze)).some((row) => row.what === 'conn' && row.is === 'open')) continue;
        const thaw = own.findIndex((row, i) => i > freeze && row.what === 'device');
        const [from, to] = [own[freeze]?.t ?? 0, own[thaw]?.t ?? Infinity];
        assert.ok(to - from >= 45e6, `${visitor} was frozen for its time`);
        assert.deepEqual(own.slice(freeze + 1, thaw), [], `${visitor} did and saw nothing while frozen`);
        const conns = own.slice(0, thaw).filter((row) => row.what === 'conn');
        assert.deepEqual(
          conns.map((row) => row.what === 'conn' && row.is),
          ['open'],
          `the socket of ${visitor} stays open`,
        );
        const shown = rowsOf(own, 'show').filter((row) => row.from === 'agent' && row.t >= to);
        const acks = rowsOf(rows, 'ack').filter((row) => !isVisitor(row.by) && row.t > from && row.t < to);
        answeredInIce += shown.filter(({ id }) => acks.some((ack) => ack.id === id)).length;
      }
      t.diagnostic(
        `${answeredInIce} answers were acked to the agent while the visitor was frozen, and shown after the thaw`,
      );
      assert.ok(answeredInIce >= 5);
      assert.equal(result.sessions.closed.heartbeat_lost, 0);
      assert.equal(result.messages.fates.lost, 0);
    });

    it(`R24: a session cut by a dropped network closes as heartbeat_lost, never as idle_timeout (${engine})`, async (t) => {
      const { rows, result } = await playOn(engine, offline);
      t.diagnostic(JSON.stringify(result.sessions.closed));
      assert.ok(result.sessions.closed.heartbeat_lost >= 5, reasonsOf(result));
      assert.equal(result.sessions.closed.idle_timeout, 0);
      assert.equal(result.timeouts.rate.count, 0);
      const dropped = new Map(
        rowsOf(rows, 'path').flatMap(({ by, t: at, is }) => (is === 'offline' ? [[by, at]] : [])),
      );
      for (const { session } of rowsOf(rows, 'w_session')) {
        if (session.reason !== 'heartbeat_lost') continue;
        const since = dropped.get(session.visitor) ?? Infinity;
        assert.ok((session.closedAt ?? 0) - since >= 20e6, `${session.id} closed after its visitor was gone for 20 s`);
      }
    });
  }
});
