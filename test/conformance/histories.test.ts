// Scripted conversations give the same history in virtual
// time, over sockets, and in test/golden/histories (R72).
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE, SECOND, type Micros } from '../../src/model/core/time.ts';
import type { StoredSession } from '../../src/model/desk/ports.ts';
import type { ClientFrame } from '../../src/model/protocol/frames.ts';
import type { Channel } from '../../src/model/rows/words.ts';
import type { SessionRules } from '../../src/model/rules/rules.ts';
import { projectRoot } from '../../src/system/entry.ts';
import { Bench, quiet } from '../model/desk/bench.ts';
import { idleRule } from '../model/evening.ts';
import { agent, getJson, inProcess, visitor, type Client } from '../server/support.ts';

/** Who does what, and when: seconds of model time after the beginning. */
type Step = readonly [at: number, who: string, does: 'comes' | 'goes' | ClientFrame, channel?: Channel];

interface Script {
  readonly name: string;
  readonly rules: SessionRules;
  readonly steps: readonly Step[];
  /** When the history is read, in seconds. */
  readonly end: number;
}

/** Model seconds per real second. */
const SPEED = 60;
/** Times are rounded to this. A busy machine shifts a moment by less. */
const GRAIN = 20 * SECOND;

const say = (id: string, session?: string): ClientFrame => ({
  f: 'msg',
  id,
  text: `text of ${id}`,
  ...(session !== undefined && { session }),
});
const { agents } = quiet();

const SCRIPTS: readonly Script[] = [
  {
    name: 'prompt, click, timeout, leave-message',
    rules: quiet({
      idle: idleRule({ after: 10 * MINUTE, resets: ['visitor', 'agent', 'click'] }),
      prompt: { before: 3 * MINUTE, text: 'still there?', max: 1, every: null },
      bot: { after: 4 * MINUTE, text: 'may I help?', options: [{ id: 'faq', label: 'x', answer: 'y' }], max: 1 },
      afterClose: { policy: 'leave_message', window: 0, linked: false, byChannel: {} },
    }),
    steps: [
      [0, 'a0', 'comes'],
      [20, 'v0', 'comes'],
      [40, 'v0', say('v0/0')],
      [100, 'a0', say('a0/0', 's1')],
      [400, 'v0', { f: 'click', session: 's1', option: 'faq' }],
      [1300, 'v0', say('v0/1')],
    ],
    end: 1400,
  },
  {
    name: 'transfer, hand-over, a new session with the same agent',
    rules: quiet({
      idle: idleRule({ after: 10 * MINUTE }),
      transfer: { after: 2 * MINUTE, when: 'every_reply', hops: 2, typingStops: true, orElse: 'stay' },
      afterClose: { policy: 'sticky', window: 0, linked: true, byChannel: {} },
      agents: { ...agents, handOver: 3 * MINUTE },
    }),
    steps: [
      [0, 'a0', 'comes'],
      [20, 'a1', 'comes'],
      [40, 'v0', 'comes'],
      [60, 'v0', say('v0/0')],
      [240, 'a1', say('a1/0', 's1')],
      [300, 'a1', 'goes'],
      [600, 'a0', say('a0/0', 's1')],
      [660, 'a0', { f: 'end', session: 's1' }],
      [720, 'v0', say('v0/1')],
    ],
    end: 800,
  },
  {
    name: 'ringing, a quota, the end of a window',
    rules: quiet({
      idle: null,
      agents: { ...agents, ring: { timeout: MINUTE, misses: null } },
      channels: {
        wechat: { message: { window: 8 * MINUTE, quota: 1 }, click: null, code: '45015', gone: null, cut: false },
      },
    }),
    steps: [
      [0, 'a0', 'comes'],
      [20, 'a1', 'comes'],
      [40, 'v0', 'comes', 'wechat'],
      [60, 'v0', say('v0/0')],
      [150, 'a1', { f: 'take', session: 's1' }],
      [240, 'a1', say('a1/0', 's1')],
      [300, 'a1', say('a1/1', 's1')],
    ],
    end: 700,
  },
];

interface History {
  readonly sessions: readonly object[];
  readonly messages: readonly string[];
  readonly left: readonly string[];
}

const moment = (t: Micros): number => Math.round(t / GRAIN) * (GRAIN / SECOND);

/**
 * The history of a conversation: every session with its agents,
 * transfers and times, and every message with its place.
 */
function historyOf(
  sessions: readonly StoredSession[],
  messages: readonly { session: string; seq: number; id: string; from: string; at: Micros }[],
  left: readonly { id: string; at: Micros }[],
  zero: Micros,
): History {
  return {
    sessions: sessions.map((s) => ({
      id: s.id,
      state: s.state,
      opened: moment(s.openedAt - zero),
      ...(s.closedAt !== undefined && { closed: moment(s.closedAt - zero), reason: s.reason, from: s.closedFrom }),
      agents: s.agents,
      transfers: s.transfers.map(({ at, from, to }) => `${moment(at - zero)} ${from} ${to ?? '-'}`),
      ...(s.follows !== undefined && { follows: s.follows }),
      ...(s.rangAt !== undefined && { rangAt: s.rangAt }),
    })),
    messages: messages.map((m) => `${m.session}/${m.seq} ${moment(m.at - zero)} ${m.from} ${m.id}`),
    left: left.map(({ id, at }) => `${moment(at - zero)} ${id}`),
  };
}

function inVirtualTime({ rules, steps, end }: Script): History {
  const on = new Bench(rules, { now: SECOND });
  for (const [at, who, does, channel] of steps) {
    on.until(SECOND + at * SECOND);
    if (does === 'goes') on.drop(who);
    else if (does !== 'comes') on.frame(who, does);
    else if (who.startsWith('a')) on.agent(who);
    else on.visitor(who, channel === undefined ? {} : { channel });
  }
  on.until(SECOND + end * SECOND);
  return historyOf(on.sessions(), on.rows('message'), on.rows('left'), SECOND);
}

async function overSockets({ rules, steps, end }: Script): Promise<History> {
  const epoch = Math.floor(Date.now() * 1000);
  const { port, url } = await inProcess({ rules, speed: SPEED, epoch });
  const began = performance.now();
  const zero = (Date.now() * 1000 - epoch) * SPEED;
  const clients = new Map<string, Client>();
  const until = (at: number): Promise<void> => sleep(Math.max(0, began + (at * 1000) / SPEED - performance.now()));
  for (const [at, who, does, channel] of steps) {
    await until(at);
    if (does === 'goes') clients.get(who)?.ws.terminate();
    else if (does !== 'comes') clients.get(who)?.send(does);
    else if (who.startsWith('a')) clients.set(who, await agent(port, who));
    else clients.set(who, await visitor(port, who, channel === undefined ? {} : { channel }));
  }
  await until(end);
  const { sessions } = (await getJson(`${url}/api/sessions`)) as { sessions: StoredSession[] };
  const { messages } = (await getJson(`${url}/api/messages`)) as { messages: Parameters<typeof historyOf>[1] };
  const { left } = (await getJson(`${url}/api/left-messages`)) as { left: { id: string; at: Micros }[] };
  return historyOf(sessions, messages, left, zero);
}

describe('R72: scripted conversations', { concurrency: true }, () => {
  for (const script of SCRIPTS) {
    const path = join(projectRoot(), `test/golden/histories/${script.name.replaceAll(/\W+/g, '-')}.json`);
    it(`${script.name}: as it is kept, in virtual time`, () => {
      const history = inVirtualTime(script);
      if (process.env['STILLTHERE_GOLDEN'] === 'write') writeFileSync(path, `${JSON.stringify(history, null, 2)}\n`);
      assert.ok(existsSync(path), `there is no ${path}; write it with STILLTHERE_GOLDEN=write`);
      assert.deepEqual(JSON.parse(JSON.stringify(history)), JSON.parse(readFileSync(path, 'utf8')));
    });
    it(`${script.name}: the same over sockets`, async () => {
      const history = await overSockets(script);
      assert.deepEqual(JSON.parse(JSON.stringify(history)), JSON.parse(readFileSync(path, 'utf8')));
    });
  }
});
