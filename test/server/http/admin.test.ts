// Rules changed on a running desk (R31, R32, R61), where a
// message is (R40), and transcripts for follow-up (R62).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { DEFAULT_RULES, type SessionRules } from '../../../src/model/rules/rules.ts';
import { agentToken } from '../../../src/server/tokens.ts';
import { Bench, quiet } from '../../model/desk/bench.ts';
import { idleRule } from '../../model/evening.ts';
import { trials } from '../../model/random.ts';
import { ADMIN, agent, getJson, inProcess, newFile, SECRET, visitor } from '../support.ts';

type Json = Record<string, unknown>;

async function put(url: string, body: unknown, token = ADMIN): Promise<{ status: number; json: Json }> {
  const response = await fetch(`${url}/api/settings`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as Json };
}

describe('R31, R61: settings over HTTP', () => {
  it('an administrator sees all rules and changes some; what is not named stays', async () => {
    const { url } = await inProcess();
    const before = await getJson(`${url}/api/settings`);
    assert.deepEqual(before['rules'], DEFAULT_RULES);
    const { status, json } = await put(url, { rules: { idle: { after: '45m' } } });
    assert.equal(status, 200);
    const wanted = { ...DEFAULT_RULES, idle: { ...DEFAULT_RULES.idle, after: 45 * MINUTE } };
    assert.deepEqual(json['rules'], wanted);
    assert.deepEqual((await getJson(`${url}/api/settings`))['rules'], wanted);
  });

  it('others are told that it is their role: visitors, agents, and whoever brings no token', async () => {
    const { url } = await inProcess();
    for (const token of ['secret of v0', agentToken(SECRET, 'a0')]) {
      const { status, json } = await put(url, { rules: {} }, token);
      assert.deepEqual([status, json['reason']], [403, 'role']);
      assert.match(String(json['error']), /administrator/);
    }
    assert.equal((await fetch(`${url}/api/settings`)).status, 401);
    assert.deepEqual((await getJson(`${url}/api/settings`))['rules'], DEFAULT_RULES);
  });

  it('a plan without settings hides them, and says that it is the plan', async () => {
    const { url } = await inProcess({ plan: 'fixed' });
    for (const answer of [await put(url, { rules: {} }), { status: 403, json: await getJson(`${url}/api/settings`) }]) {
      assert.deepEqual([answer.status, answer.json['reason']], [403, 'plan']);
      assert.match(String(answer.json['error']), /plan/);
    }
    assert.deepEqual(Object.keys(await getJson(`${url}/api/sessions`)), ['sessions'], 'the rest of the API is there');
  });

  it('what is wrong is named, and nothing is changed', async () => {
    const { url } = await inProcess();
    const faults: [unknown, RegExp][] = [
      ['no json', /no JSON/],
      [{ rules: { idel: { after: '1m' } } }, /idel.*idle/],
      [{ rules: { idle: { after: 30 } } }, /rules\.idle\.after/],
      [{ rules: { prompt: { before: '40m', text: 'hi' } } }, /prompt\.before 40m/],
      [{ rules: { agents: { capacity: 9 } } }, /rules\.agents is set when the server starts/],
      [{ rules: {}, running: 'maybe' }, /running/],
      ['x'.repeat(70_000), /longer/],
    ];
    for (const [body, says] of faults) {
      const { status, json } = await put(url, body);
      assert.ok(status === 400 || status === 413, String(status));
      assert.match(String(json['error']), says);
    }
    assert.deepEqual((await getJson(`${url}/api/settings`))['rules'], DEFAULT_RULES);
    assert.deepEqual((await getJson(`${url}/api/settings/audit`))['changes'], []);
  });

  it('every change is an audit row, stored before it is confirmed, and holds after a restart', async () => {
    const file = newFile('admin.db');
    const epoch = Math.floor(Date.now() * 1000);
    const first = await inProcess({ store: { kind: 'sqlite', file }, epoch });
    await put(first.url, { rules: { idle: { after: '45m' } }, by: 'Li', running: 'keep' });
    await put(first.url, { rules: { visitorGone: '5m' }, by: 'Wang' });
    await first.stop();
    const again = await inProcess({ store: { kind: 'sqlite', file }, epoch });
    const { changes } = (await getJson(`${again.url}/api/settings/audit`)) as {
      changes: (Json & { rules: SessionRules })[];
    };
    assert.deepEqual(
      changes.map(({ by, running, rules }) => [by, running, rules.idle?.after, rules.visitorGone]),
      [
        ['Li', 'keep', 45 * MINUTE, null],
        ['Wang', 'apply', 45 * MINUTE, 5 * MINUTE],
      ],
    );
    const { rules } = (await getJson(`${again.url}/api/settings`)) as { rules: SessionRules };
    assert.equal(rules.visitorGone, 5 * MINUTE);
  });
});

describe('R32: what a change means for sessions that are open', () => {
  const desk = (): Bench => {
    const on = new Bench(quiet({ idle: idleRule({ after: 10 * MINUTE }) })).agents('a0');
    on.visitor('v0');
    on.say('v0', 'v0/0');
    on.later(MINUTE);
    return on;
  };
  const change = (on: Bench, running: 'apply' | 'keep', after: number): void =>
    on.desk.change({ at: on.now, by: 'Li', running, rules: { ...on.desk.rules, idle: idleRule({ after }) } });
  const both = (on: Bench): number[] => {
    on.visitor('v1');
    on.say('v1', 'v1/0');
    on.later(60 * MINUTE);
    return ['s1', 's2'].map((id) => (on.session(id).closedAt ?? 0) / MINUTE);
  };

  it('apply: they go by the new time at once, shorter or longer', () => {
    for (const after of [5, 20]) {
      const on = desk();
      change(on, 'apply', after * MINUTE);
      assert.deepEqual(both(on), [after, 1 + after]);
    }
  });

  it('keep: they end by the time under which they were opened; new ones have the new time', () => {
    for (const after of [5, 20]) {
      const on = desk();
      change(on, 'keep', after * MINUTE);
      assert.deepEqual(both(on), [10, 1 + after]);
    }
  });

  it('a shorter time that is over already closes at once', () => {
    const on = desk();
    on.later(5 * MINUTE);
    change(on, 'apply', 2 * MINUTE);
    on.until(on.now);
    assert.equal(on.session('s1').closedAt, 6 * MINUTE);
  });

  it('holds for the desk that comes back after a crash, for each session as before', () => {
    trials('changes', 60, (random) => {
      const on = desk();
      for (let n = 0; n < 3; n++) {
        change(on, random.pick(['apply', 'keep']), random.between(4, 30) * MINUTE);
        on.later(random.between(1, 3) * MINUTE);
        on.visitor(`v${n + 1}`);
        on.say(`v${n + 1}`, `v${n + 1}/0`);
      }
      const again = on.restarted();
      const ends = (bench: Bench): (number | undefined)[] => {
        bench.later(120 * MINUTE);
        return on.sessions().map(({ id }) => bench.sessions().find((s) => s.id === id)?.closedAt);
      };
      const later = ends(again).map((end, i) => end ?? on.sessions()[i]?.closedAt);
      assert.deepEqual(later, ends(on));
    });
  });

  it('agents and connections stay as they were at the start', () => {
    const on = desk();
    on.desk.change({ at: on.now, by: 'Li', running: 'apply', rules: { ...DEFAULT_RULES, idle: null } });
    assert.deepEqual([on.desk.rules.agents, on.desk.rules.idle], [on.rules.agents, null]);
    assert.deepEqual(on.desk.rules.liveness, on.rules.liveness);
  });
});

describe('R40: where a message of a visitor is', () => {
  const where = async (url: string, message: string): Promise<Json> =>
    getJson(`${url}/api/whereabouts?message=${encodeURIComponent(message)}`);

  it('in the list of an agent, answered, in a new session with somebody else, in the leave-messages, not kept, unknown', async () => {
    const rules: SessionRules = {
      ...DEFAULT_RULES,
      afterClose: { ...DEFAULT_RULES.afterClose, byChannel: { app: 'leave_message', wechat: 'drop' } },
    };
    const { port, url } = await inProcess({ rules });
    const a = await agent(port, 'a0');
    await a.next('welcome');
    for (const [name, channel] of [
      ['v0', 'web'],
      ['v1', 'app'],
      ['v2', 'wechat'],
    ] as const) {
      const v = await visitor(port, name, { channel });
      v.send({ f: 'msg', id: `${name}/0`, text: 'hello' });
      const { session } = await v.next('ack');
      if (name === 'v0') {
        const found = await where(url, 'v0/0');
        assert.deepEqual(
          [found['where'], found['session'], found['isNew'], found['listedBy']],
          ['in_hands', session, false, 'a0'],
        );
        a.send({ f: 'msg', id: 'a0/0', text: 'yes?', session });
        await a.next('ack');
        assert.equal((await where(url, 'v0/0'))['where'], 'answered');
      }
      a.send({ f: 'end', session });
      await v.next('notice', ({ kind }) => kind === 'closed');
      v.send({ f: 'msg', id: `${name}/1`, text: 'and another thing' });
      await v.next('ack');
    }
    const second = await where(url, 'v0/1');
    assert.deepEqual(
      [second['where'], second['isNew'], second['before'], second['isLinked'], second['agents']],
      ['in_hands', true, 's1', false, ['a0']],
    );
    assert.equal((await where(url, 'v1/1'))['where'], 'leave_messages');
    assert.equal((await where(url, 'v1/0'))['where'], 'over_unanswered');
    assert.equal((await where(url, 'v2/1'))['where'], 'not_kept');
    assert.equal((await where(url, 'v2/9'))['where'], 'unknown');
    const wrong = await fetch(`${url}/api/whereabouts?message=a0/0`, { headers: { authorization: `Bearer ${ADMIN}` } });
    assert.equal(wrong.status, 400);
  });

  it('waiting while nobody has taken the session', async () => {
    const { port, url } = await inProcess();
    const v = await visitor(port, 'v7');
    v.send({ f: 'msg', id: 'v7/0', text: 'anybody?' });
    await v.next('ack');
    const found = await where(url, 'v7/0');
    assert.deepEqual([found['where'], found['state'], found['agents']], ['waiting', 'queued', []]);
  });
});

describe('R62: transcripts for follow-up', () => {
  it('all sessions of a visitor with every message and leave-message, also after a timeout', async () => {
    const rules: SessionRules = {
      ...DEFAULT_RULES,
      idle: idleRule({ after: SECOND }),
      afterClose: { ...DEFAULT_RULES.afterClose, policy: 'leave_message' },
    };
    for (const store of [{ kind: 'memory' }, { kind: 'sqlite', file: newFile('transcript.db') }] as const) {
      const { port, url } = await inProcess({ rules, store, speed: 20 });
      const a = await agent(port, 'a0');
      await a.next('welcome');
      const v = await visitor(port, 'v0');
      v.send({ f: 'msg', id: 'v0/0', text: 'hello 您好' });
      await v.next('notice', ({ kind }) => kind === 'closed');
      v.send({ f: 'msg', id: 'v0/1', text: 'call me' });
      await v.next('ack', ({ id }) => id === 'v0/1');
      const { sessions, left } = (await getJson(`${url}/api/transcripts?visitor=v0`)) as {
        sessions: { id: string; reason: string; messages: { id: string; text: string }[] }[];
        left: { id: string; text: string }[];
      };
      assert.deepEqual(
        sessions.map(({ id, reason, messages }) => [id, reason, messages.map((m) => m.text)]),
        [['s1', 'idle_timeout', ['hello 您好']]],
      );
      assert.deepEqual(
        left.map(({ id, text }) => [id, text]),
        [['v0/1', 'call me']],
      );
    }
  });

  it('of nobody: 404', async () => {
    const { url } = await inProcess();
    const response = await fetch(`${url}/api/transcripts?visitor=v9`, {
      headers: { authorization: `Bearer ${ADMIN}` },
    });
    assert.equal(response.status, 404);
  });
});
