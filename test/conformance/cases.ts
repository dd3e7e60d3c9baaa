// The conformance cases: what every runtime (virtual, Node, k6) promises to the actors on it, see src/model/ports/runtime.ts. Pure: bundled into k6.
import { Timers } from '../../src/model/actors/timers.ts';
import { MS, SECOND, type Micros } from '../../src/model/core/time.ts';
import { CLOSE, TEXT_MAX } from '../../src/model/protocol/frames.ts';
import type { Runtime } from '../../src/model/ports/runtime.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import type { Case } from './probe.ts';
import { RULES } from './stage.ts';

const PAGE = RULES.liveness.page ?? { every: 0, limit: 0 };
const TRANSPORT = RULES.liveness.transport;

/** Why a case cannot be played in virtual time. */
const NO_SERVER = 'the desk is inside the world: there is no server that could refuse, answer wrongly or go away';

const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Exactly TEXT_MAX code units of what people write: Chinese, letters, emoji of one and of several code points. */
function longText(): string {
  const piece = '您好，还在吗？Still there? 👩‍👩‍👧‍👦🇨🇳😀 ';
  return piece
    .repeat(TEXT_MAX / piece.length + 1)
    .slice(0, TEXT_MAX - 1)
    .replace(/[\uD800-\uDBFF]$/, '。')
    .concat('終');
}

/** What breaks a carrier that does not escape: quotes, backslashes, line ends, controls, NUL, line separators, a BOM. */
const AWKWARD = 'a"b\\c\nd\r\te\u0000f\u001b[31m\u2028g\u2029h\uFEFF</script>{"f":"msg"}\\u0041 ';

const CONNECTIONS: readonly Case[] = [
  {
    name: 'open is answered by opened, once',
    proves: 'a connection opens once and nothing comes on it before hello',
    async play(_rt, probe) {
      const line = probe.open();
      await line.isOpened();
      await probe.pass(SECOND);
      probe.equal('opened', line.opened, 1);
      probe.equal('frames', line.frames, []);
      probe.equal('ends', line.ends, []);
    },
  },
  {
    name: 'hello is answered by welcome',
    proves: 'a frame reaches the desk and its answer comes back on the same connection',
    async play(_rt, probe) {
      const visitor = await probe.visitor();
      const agent = await probe.agent();
      for (const line of [visitor, agent])
        probe.same('frames', line.frames.slice(0, 1), [{ f: 'welcome', v: 1, actor: line.actor }]);
    },
  },
  {
    name: 'frames behind hello, before welcome, are taken in order',
    proves: 'a client need not wait for welcome before it sends',
    async play(_rt, probe) {
      const line = probe.open();
      probe.hook = (event) => {
        if (event !== 'opened') return;
        line.hello();
        line.say(`${line.actor}/0`, 'first');
        line.send({ f: 'ask', n: 7 });
        line.say(`${line.actor}/1`, 'second');
      };
      await line.next('ack', ({ id }) => id === `${line.actor}/1`);
      const kinds = line.frames.map(({ f }) => f).filter((f) => f !== 'notice' && f !== 'ask');
      probe.equal('kinds of frames', kinds, ['welcome', 'ack', 'alive', 'ack']);
    },
  },
  {
    name: 'a first frame that is not hello ends with 4001',
    proves: 'what the server says before it closes arrives before closed',
    async play(_rt, probe) {
      const line = probe.open();
      await line.isOpened();
      line.send({ f: 'ask', n: 1 });
      await line.ended();
      probe.equal(
        'frames',
        line.frames.map(({ f }) => f),
        ['error'],
      );
      probe.equal('ends', line.ends, [`closed ${CLOSE.unauthorised.code}`]);
    },
  },
  {
    name: 'a wrong token ends with 4001 once, never with failed',
    proves: 'a close code of the server is told apart from a connection that could not be made',
    async play(_rt, probe) {
      const agent = probe.open(0, 'agent');
      const visitor = await probe.visitor();
      const thief = probe.open();
      await agent.isOpened();
      await thief.isOpened();
      agent.hello({ token: 'wrong' });
      thief.hello({ token: 'wrong' });
      await agent.ended();
      await thief.ended();
      await probe.pass(SECOND);
      for (const line of [agent, thief]) {
        probe.equal('ends', line.ends, [`closed ${CLOSE.unauthorised.code}`]);
        probe.equal('error frames', line.all('error').length, 1);
      }
      probe.equal('the visitor with the right secret', visitor.ends, []);
    },
  },
  {
    name: 'an unknown protocol version ends with 4005',
    proves: 'every code of the server arrives as it is',
    async play(_rt, probe) {
      const line = probe.open();
      await line.isOpened();
      line.hello({ v: 99 });
      await line.ended();
      probe.equal('ends', line.ends, [`closed ${CLOSE.wrong_version.code}`]);
    },
  },
  {
    name: 'the same actor again: the older connection ends with 4002',
    proves: 'an actor has one connection, and the newer one goes on undisturbed',
    async play(_rt, probe) {
      const older = await probe.visitor();
      const newer = await probe.visitor();
      await older.ended();
      newer.send({ f: 'ask', n: 5 });
      probe.equal('answer on the newer', (await newer.next('alive')).n, 5);
      probe.equal('ends of the older', older.ends, [`closed ${CLOSE.replaced.code}`]);
      probe.equal('ends of the newer', newer.ends, []);
    },
  },
  {
    name: 'close(1000) is answered by closed(1000)',
    proves: 'an ordinary goodbye',
    async play(_rt, probe) {
      const line = await probe.visitor();
      line.close(1000);
      await line.ended();
      await probe.pass(SECOND);
      probe.equal('ends', line.ends, ['closed 1000']);
    },
  },
  {
    name: 'close(4008) is reported once, with its code',
    proves: 'a code of our own is no error, although k6 reports one before it',
    async play(_rt, probe) {
      const line = await probe.visitor();
      line.close(CLOSE.client_liveness.code);
      await line.ended();
      await probe.pass(SECOND);
      probe.equal('ends', line.ends, ['closed 4008']);
    },
  },
  {
    name: 'close before hello',
    proves: 'a connection that the desk has never heard of closes like any other',
    async play(_rt, probe) {
      const line = probe.open();
      await line.isOpened();
      line.close(1000);
      await line.ended();
      probe.equal('ends', line.ends, ['closed 1000']);
    },
  },
  {
    name: 'close twice is closed once',
    proves: 'a second close is no event, neither at once nor after closed',
    async play(_rt, probe) {
      const line = await probe.visitor();
      line.close(1000);
      line.close(4008);
      await line.ended();
      line.close(1000);
      await probe.pass(SECOND);
      probe.equal('ends', line.ends, ['closed 1000']);
    },
  },
  {
    name: 'both sides close at once: closed once',
    proves: 'a close from both ends is one end',
    async play(_rt, probe) {
      const line = probe.open();
      await line.isOpened();
      line.hello({ v: 99 });
      line.close(1000);
      await line.ended();
      await probe.pass(SECOND);
      probe.equal('how many ends', line.ends.length, 1);
      probe.equal('failed', line.failed, 0);
    },
  },
  {
    name: 'close while connecting neither blocks nor leaks',
    proves:
      'everybody else goes on, and the connection ends once without a frame (in k6 a close() then would stop the VU)',
    async play(_rt, probe) {
      const unwanted = count(5).map((n) => probe.open(n));
      for (const line of unwanted) line.close(1000);
      const other = await probe.visitor(9);
      other.send({ f: 'ask', n: 1 });
      await other.next('alive');
      await probe.pass(100 * MS);
      for (const line of unwanted) await line.ended();
      await probe.pass(SECOND);
      for (const line of unwanted) {
        probe.equal('how many ends', line.ends.length, 1);
        probe.equal('frames', line.frames, []);
      }
    },
  },
  {
    name: 'send after close is ignored',
    proves: 'nothing reaches the desk on a connection that its owner has closed, and nothing throws',
    async play(_rt, probe) {
      const line = await probe.visitor();
      line.close(1000);
      line.say(`${line.actor}/0`, 'too late');
      await line.ended();
      line.say(`${line.actor}/1`, 'much too late');
      const again = probe.open();
      await again.isOpened();
      again.hello();
      const welcome = await again.next('welcome');
      probe.equal('session of the visitor', welcome.session, undefined);
      probe.equal('acks', line.all('ack'), []);
    },
  },
  {
    name: 'send before opened is ignored',
    proves: 'a frame needs an open connection: it neither waits for one nor overtakes the opening',
    async play(_rt, probe) {
      const line = probe.open();
      line.send({ f: 'ask', n: 1 });
      await line.isOpened();
      await probe.pass(SECOND);
      probe.equal('frames', line.frames, []);
      line.hello();
      await line.next('welcome');
    },
  },
  {
    name: 'a new connection from inside closed',
    proves: 'a client may reconnect in the callback that tells it of the end',
    async play(_rt, probe) {
      const first = await probe.visitor();
      probe.hook = (event, line) => {
        if (event === 'closed' && line === first) probe.open();
        if (event === 'opened') line?.hello();
      };
      first.close(4008);
      await first.ended();
      const second = await probe.until('a second connection', () => probe.lines[1]);
      await second.next('welcome');
      probe.equal('ends of the second', second.ends, []);
    },
  },
  {
    name: '100 connections at once',
    proves: 'connections do not disturb each other: each opens, is answered and closes for itself',
    async play(_rt, probe) {
      const lines = await Promise.all(count(100).map((n) => probe.visitor(n)));
      for (const line of lines) line.send({ f: 'ask', n: line.conn });
      for (const line of lines) probe.equal(`answer to ${line.actor}`, (await line.next('alive')).n, line.conn);
      for (const line of lines) line.close(1000);
      for (const line of lines) await line.ended();
      probe.same(
        'welcomes',
        lines.map((line) => line.all('welcome').map(({ actor }) => actor)),
        lines.map((line) => [line.actor]),
      );
      probe.same(
        'ends',
        lines.map((line) => line.ends),
        lines.map(() => ['closed 1000']),
      );
    },
  },
  {
    name: 'an address where nobody listens fails once',
    proves: 'a connection that cannot be made is failed, never closed',
    place: 'refused',
    skip: { virtual: NO_SERVER },
    async play(_rt, probe) {
      const lines = count(3).map((n) => probe.open(n));
      for (const line of lines) await line.ended();
      await probe.pass(SECOND);
      for (const line of lines) probe.equal('ends', line.ends, ['failed']);
    },
  },
  {
    name: 'a refused connection that was closed meanwhile fails once',
    proves: 'close() while connecting does not wait for an opening that never comes',
    place: 'refused',
    skip: { virtual: NO_SERVER },
    async play(_rt, probe) {
      const line = probe.open();
      line.close(1000);
      await line.ended();
      await probe.pass(SECOND);
      probe.equal('ends', line.ends, ['failed']);
    },
  },
  {
    name: 'a server that is no WebSocket there fails once',
    proves: 'a refused handshake is failed too',
    place: 'elsewhere',
    skip: { virtual: NO_SERVER },
    async play(_rt, probe) {
      const line = probe.open();
      await line.ended();
      await probe.pass(SECOND);
      probe.equal('ends', line.ends, ['failed']);
    },
  },
  {
    name: 'a killed server: closed without a code',
    proves: 'an end without a goodbye is told apart from every close code',
    place: 'mortal',
    skip: { virtual: NO_SERVER },
    async play(_rt, probe) {
      const lines = [await probe.visitor(0), await probe.visitor(1)];
      probe.kill();
      for (const line of lines) await line.ended();
      for (const line of lines) probe.equal('ends', line.ends, ['closed none']);
    },
  },
  {
    name: 'an exception in a callback is reported and stops nothing',
    proves: 'a fault in one actor leaves the others of the shard alone (in k6 it would end the iteration)',
    skip: { virtual: 'virtual time has nobody else to protect: the exception ends the run, with its stack' },
    faults: 2,
    async play(_rt, probe) {
      const line = await probe.visitor();
      probe.hook = (event) => {
        throw new Error(`on purpose, in ${event}`);
      };
      line.send({ f: 'ask', n: 1 });
      await line.next('alive');
      await probe.pass(50 * MS);
      probe.hook = undefined;
      line.send({ f: 'ask', n: 2 });
      probe.equal('the next answer', (await line.next('alive')).n, 2);
    },
  },
];

const FRAMES: readonly Case[] = [
  {
    name: '500 frames in a burst come back in order',
    proves: 'frames on a connection keep their order, both ways, and none is lost or doubled',
    async play(_rt, probe) {
      const line = await probe.visitor();
      for (const n of count(500)) line.send({ f: 'ask', n });
      await line.next('alive', ({ n }) => n === 499);
      probe.same(
        'answers',
        line.all('alive').map(({ n }) => n),
        count(500),
      );
    },
  },
  {
    name: '200 messages in a burst reach the other side in order',
    proves: 'order holds from one connection through the desk to another, with acks and numbers',
    async play(_rt, probe) {
      const { visitor, agent, session } = await probe.talk();
      const ids = count(200).map((n) => `${visitor.actor}/${n + 1}`);
      for (const id of ids) visitor.say(id, `text of ${id}`);
      await agent.next('msg', ({ id }) => id === ids.at(-1));
      await visitor.next('ack', ({ id }) => id === ids.at(-1));
      probe.same(
        'shown to the agent',
        agent
          .all('msg')
          .filter((m) => m.session === session && m.seq > 1)
          .map((m) => [m.id, m.seq, m.text]),
        ids.map((id, i) => [id, i + 2, `text of ${id}`]),
      );
      probe.same(
        'acked to the visitor',
        visitor
          .all('ack')
          .slice(1)
          .map((ack) => [ack.id, ack.seq]),
        ids.map((id, i) => [id, i + 2]),
      );
    },
  },
  {
    name: '4096 characters of Chinese, Latin and emoji survive',
    proves: 'the longest text arrives as it was typed, in both directions',
    async play(_rt, probe) {
      const { visitor, agent } = await probe.talk();
      const text = longText();
      visitor.say(`${visitor.actor}/1`, text);
      agent.say(`${agent.actor}/0`, text);
      const up = await agent.next('msg', ({ id }) => id === `${visitor.actor}/1`);
      const down = await visitor.next('msg', ({ id }) => id === `${agent.actor}/0`);
      probe.equal('length', [text.length, up.text.length, down.text.length], [TEXT_MAX, TEXT_MAX, TEXT_MAX]);
      probe.ok('what the agent reads', up.text === text, 'the text', up.text);
      probe.ok('what the visitor reads', down.text === text, 'the text', down.text);
    },
  },
  {
    name: 'quotes, line ends, controls and NUL in a text survive',
    proves: 'nothing between actor and desk interprets what people write',
    async play(_rt, probe) {
      const { visitor, agent } = await probe.talk();
      visitor.say(`${visitor.actor}/1`, AWKWARD);
      agent.say(`${agent.actor}/0`, AWKWARD);
      const up = await agent.next('msg', ({ id }) => id === `${visitor.actor}/1`);
      const down = await visitor.next('msg', ({ id }) => id === `${agent.actor}/0`);
      probe.equal('texts', [up.text, down.text], [AWKWARD, AWKWARD]);
    },
  },
  {
    name: 'an ack carries session and seq',
    proves: 'the fields of a frame arrive, with their types',
    async play(_rt, probe) {
      const line = await probe.visitor();
      for (const n of count(3)) line.say(`${line.actor}/${n}`, `text ${n}`);
      await line.next('ack', ({ id }) => id === `${line.actor}/2`);
      const session = line.all('notice')[0]?.session;
      probe.ok('session', typeof session === 'string' && session !== '', 'an id', session);
      probe.same(
        'acks',
        line.all('ack').map((ack) => [ack.id, ack.session, ack.seq]),
        count(3).map((n) => [`${line.actor}/${n}`, session, n + 1]),
      );
    },
  },
  {
    name: 'the same message id twice: the same ack and one message',
    proves: 'a resend is answered and not stored again, on the same connection and on the next one',
    async play(_rt, probe) {
      const { visitor, agent, session } = await probe.talk();
      const twice = `${visitor.actor}/1`;
      visitor.say(twice, 'once');
      visitor.say(twice, 'once');
      await visitor.next('ack', ({ id }) => id === twice);
      await visitor.next('ack', ({ id }) => id === twice);
      visitor.close(4008);
      await visitor.ended();
      const again = await probe.visitor(0, { session, seq: 0 });
      again.session = session;
      again.say(twice, 'once');
      again.say(`${visitor.actor}/2`, 'after it');
      await again.next('ack', ({ id }) => id === `${visitor.actor}/2`);
      await agent.next('msg', ({ id }) => id === `${visitor.actor}/2`);
      probe.same(
        'acks',
        [...visitor.all('ack'), ...again.all('ack')].slice(1).map((ack) => [ack.id, ack.session, ack.seq]),
        [...count(3).map(() => [twice, session, 2]), [`${visitor.actor}/2`, session, 3]],
      );
      probe.same(
        'messages',
        agent
          .all('msg')
          .filter((m) => m.session === session)
          .map((m) => [m.id, m.seq]),
        [
          [`${visitor.actor}/0`, 1],
          [twice, 2],
          [`${visitor.actor}/2`, 3],
        ],
      );
    },
  },
  {
    name: 'a fence comes after the message before it',
    proves: 'a fence tells that a channel is empty: it overtakes nothing, neither to the other side nor back',
    async play(_rt, probe) {
      const { visitor, agent, session } = await probe.talk();
      const [message, fence] = [`${visitor.actor}/1`, `f/${visitor.actor}/${session}`];
      visitor.say(message, 'before the fence');
      visitor.send({ f: 'fence', id: fence, session });
      await visitor.next('ack', ({ id }) => id === fence);
      await agent.next('fence', ({ id }) => id === fence);
      probe.equal(
        'acks to the visitor',
        visitor.all('ack').map(({ id }) => id),
        [`${visitor.actor}/0`, message, fence],
      );
      const seen = agent.frames.flatMap((frame) =>
        (frame.f === 'msg' || frame.f === 'fence') && frame.session === session ? [frame.id] : [],
      );
      probe.equal('what reached the agent', seen, [`${visitor.actor}/0`, message, fence]);
    },
  },
  {
    name: 'what was missed follows welcome, in order',
    proves: 'a client that comes back gets everything it has not seen, before anything new',
    async play(_rt, probe) {
      const { visitor, agent, session } = await probe.talk();
      visitor.close(4008);
      await visitor.ended();
      const ids = count(20).map((n) => `${agent.actor}/${n}`);
      for (const id of ids) agent.say(id, id);
      await agent.next('ack', ({ id }) => id === ids.at(-1));
      const again = await probe.visitor(0, { session, seq: 1 });
      again.session = session;
      await again.next('msg', ({ id }) => id === ids.at(-1));
      probe.equal('first frame', [again.frames[0]?.f, again.all('welcome')[0]?.session], ['welcome', session]);
      probe.same(
        'missed messages',
        again.all('msg').map((m) => [m.id, m.seq]),
        ids.map((id, i) => [id, i + 2]),
      );
    },
  },
];

const CLOCK: readonly Case[] = [
  {
    name: 'now() stands still in a callback, and goes on between them',
    proves: 'one reading of the clock for each callback, whatever it does and however long it takes',
    async play(rt, probe) {
      const readings: [string, Micros, Micros][] = [];
      probe.hook = (event, line) => {
        const before = rt.now();
        probe.burn();
        if (event === 'message' && line?.frames.length === 1) line.send({ f: 'ask', n: 1 });
        readings.push([event, before, rt.now()]);
      };
      const line = await probe.visitor();
      await line.next('alive');
      await probe.pass(100 * MS);
      line.close();
      await line.ended();
      for (const [event, before, after] of readings) probe.equal(`now() at the end of ${event}`, after, before);
      const kinds = [...new Set(readings.map(([event]) => event))];
      probe.equal('callbacks', kinds, ['opened', 'message', 'wake', 'closed']);
      const [first, last] = [readings[0]?.[1] ?? 0, readings.at(-1)?.[1] ?? 0];
      probe.ok('now() of the last callback', last >= first + 100 * MS, `at least 100 ms after ${first}`, last);
    },
  },
  {
    name: 'runtime and desk agree about the time',
    proves: 'model time is counted from the same epoch at the same speed on both sides',
    async play(rt, probe) {
      const { visitor, agent } = await probe.talk();
      const sent = rt.now();
      visitor.say(`${visitor.actor}/1`, 'what time is it?');
      const { at } = await agent.next('msg', ({ id }) => id === `${visitor.actor}/1`);
      const read = rt.now();
      // 50 ms of real time: two processes read two clocks.
      const slack = 500 * MS;
      probe.ok('time of the desk', sent - slack <= at && at <= read + slack, `between ${sent} and ${read}`, at);
    },
  },
  {
    name: 'wakeAt never fires early, and once',
    proves: '`wake` comes at or after its time, also when that is a fraction of a timer tick away',
    async play(rt, probe) {
      let from = rt.now();
      for (const [i, by] of [1, 999, 1 * MS, 1_500, 10 * MS - 1, 33_333, 100 * MS + 1].entries()) {
        const due: Micros = from + by;
        rt.wakeAt(due);
        const at = await probe.until(`wake ${i}`, () => probe.wakes[i]);
        probe.ok(`wake for ${by} µs`, at >= due, `at ${due} or later`, at);
        from = at;
      }
      await probe.pass(300 * MS);
      probe.equal('how many wakes', probe.wakes.length, 8);
    },
  },
  {
    name: 'a later wakeAt replaces an earlier one',
    proves: 'there is one alarm: what was asked for before does not ring',
    async play(rt, probe) {
      const from = rt.now();
      for (const by of [20, 40, 60, 400]) rt.wakeAt(from + by * MS);
      const at = await probe.until('wake', () => probe.wakes[0]);
      probe.ok('wake', at >= from + 400 * MS, `at ${from + 400 * MS} or later`, at);
      await probe.pass(100 * MS);
      probe.equal('how many wakes', probe.wakes.length, 2);
    },
  },
  {
    name: 'a later wakeAt replaces an alarm that is due already',
    proves: 'an alarm that came due while a callback ran can still be put off (in k6 its timer has fired by then)',
    async play(rt, probe) {
      const line = await probe.visitor();
      const late: Micros[] = [];
      probe.hook = (event) => {
        if (event !== 'message') return;
        rt.wakeAt(rt.now() + MS);
        probe.burn();
        late.push(rt.now() + 300 * MS);
        rt.wakeAt(rt.now() + 300 * MS);
      };
      for (const n of count(3)) {
        line.send({ f: 'ask', n });
        await line.next('alive');
        await probe.until(`wake ${n}`, () => probe.wakes[n]);
      }
      probe.hook = undefined;
      await probe.pass(400 * MS);
      probe.equal('how many wakes', probe.wakes.length, 4);
      for (const n of count(3)) probe.ok(`wake ${n}`, (probe.wakes[n] ?? 0) >= (late[n] ?? 0), 'put off', probe.wakes);
    },
  },
  {
    name: 'an earlier wakeAt replaces a later one',
    proves: 'an alarm can be brought forward, and the old time does not ring as well',
    async play(rt, probe) {
      const from = rt.now();
      rt.wakeAt(from + 3600 * SECOND);
      rt.wakeAt(from + 500 * MS);
      rt.wakeAt(from + 50 * MS);
      const at = await probe.until('wake', () => probe.wakes[0]);
      probe.ok('wake', at >= from + 50 * MS, `at ${from + 50 * MS} or later`, at);
      await probe.pass(SECOND);
      probe.equal('how many wakes', probe.wakes.length, 2);
    },
  },
  {
    name: 'wakeAt from inside a callback, of every kind',
    proves: 'an alarm may be set in opened, message, closed and in wake itself',
    async play(rt, probe) {
      const set: string[] = [];
      probe.hook = (event) => {
        if (event === 'wake' && set.length > 3) return;
        set.push(event);
        rt.wakeAt(rt.now() + 20 * MS);
      };
      const line = probe.open();
      await probe.until('wakes', () => (probe.wakes.length >= 2 ? true : undefined));
      line.hello();
      await line.next('welcome');
      const before = probe.wakes.length;
      await probe.until('one more wake', () => (probe.wakes.length > before ? true : undefined));
      const then = probe.wakes.length;
      line.close();
      await line.ended();
      await probe.until('a last wake', () => (probe.wakes.length > then ? true : undefined));
      probe.ok('set in', set.includes('opened') && set.includes('wake'), 'opened and wake at least', set);
      probe.ok('set in', set.includes('message') && set.includes('closed'), 'message and closed as well', set);
    },
  },
  {
    name: 'alarms less than a millisecond apart keep their order',
    proves: 'a heap of alarms over the one alarm runs everything in order of its time, nothing early',
    async play(rt, probe) {
      const timers = new Timers();
      const base = rt.now() + 20 * MS;
      const offsets = [700, 1, 250, 0, 999, 500, 1, 300, 5_000, 4_999, 1_001, 1_000];
      const ran: { by: Micros; at: Micros }[] = [];
      for (const by of offsets) timers.at(base + by, () => ran.push({ by, at: rt.now() }));
      probe.hook = (event) => {
        if (event !== 'wake') return;
        timers.run(rt.now(), () => {});
        if (timers.next() < Infinity) rt.wakeAt(timers.next());
      };
      rt.wakeAt(timers.next());
      await probe.until('all alarms', () => (ran.length === offsets.length ? true : undefined));
      probe.same(
        'order',
        ran.map(({ by }) => by),
        [...offsets].sort((a, b) => a - b),
      );
      for (const { by, at } of ran) probe.ok(`alarm + ${by} µs`, at >= base + by, `at ${base + by} or later`, at);
    },
  },
  {
    name: 'an alarm in the past fires at once, in a callback of its own',
    proves: 'what is late already runs as soon as it can, and never inside the call that asks for it',
    async play(rt, probe) {
      await probe.pass(100 * MS);
      const from = rt.now();
      rt.wakeAt(from - 50 * MS);
      probe.equal('wakes inside the call', probe.wakes.length, 1);
      const past = await probe.until('wake', () => probe.wakes[1]);
      rt.wakeAt(0);
      const zero = await probe.until('wake', () => probe.wakes[2]);
      rt.wakeAt(zero);
      const present = await probe.until('wake', () => probe.wakes[3]);
      // Half a second of real time: what a machine that is busy elsewhere may take for three timers of 0 ms.
      probe.ok('three wakes', present - from < 5 * SECOND, 'at once', present - from);
      probe.ok('order', from <= past && past <= zero && zero <= present, 'one after another', [past, zero, present]);
    },
  },
];

const LIVENESS: readonly Case[] = [
  {
    name: 'a page that does not answer ask is closed with 4004',
    proves: 'a client whose program does not run is found, although its transport answers; not before the limit',
    async play(rt, probe) {
      const line = probe.open();
      await line.isOpened();
      line.answers = false;
      const from = rt.now();
      line.hello();
      await line.ended();
      probe.equal('ends', line.ends, [`closed ${CLOSE.page_lost.code}`]);
      probe.ok('asked', line.all('ask').length > 0, 'at least once', line.all('ask').length);
      const took = line.endedAt - from;
      probe.ok('time until the end', took >= PAGE.limit, `at least ${PAGE.limit}`, took);
    },
  },
  {
    name: 'a page that answers stays open, though otherwise silent',
    proves: 'answers to ask, and PONGs below them, are all that a connection needs',
    async play(_rt, probe) {
      const line = await probe.visitor();
      await probe.pass(1.5 * Math.max(PAGE.limit, TRANSPORT.limit));
      probe.equal('ends', line.ends, []);
      probe.ok('asked', line.all('ask').length > 0, 'at least once', line.all('ask').length);
      line.send({ f: 'ask', n: 9 });
      await line.next('alive');
    },
  },
  {
    name: 'a transport that stops answering is ended by the server',
    proves: 'transport(false): the page answers every ask, and yet the connection ends within the limit of PONGs',
    skip: {
      k6: 'k6 answers PINGs below the script and cannot stop; there the liveness of the page is compared, above',
    },
    async play(rt, probe) {
      const line = await probe.visitor();
      const from = rt.now();
      rt.transport(line.conn, false);
      await line.ended();
      const took = line.endedAt - from;
      const least = TRANSPORT.limit - TRANSPORT.every;
      probe.ok('time until the end', took >= least, `at least ${least}: its last PONG is up to a period old`, took);
      probe.ok('time until the end', took <= 2 * TRANSPORT.limit, `at most ${2 * TRANSPORT.limit}`, took);
      const allowed = [['closed none'], [`closed ${CLOSE.transport_lost.code}`]].map((ends) => JSON.stringify(ends));
      probe.ok('ends', allowed.includes(JSON.stringify(line.ends)), allowed.join(' or '), line.ends);
    },
  },
  {
    name: 'a transport that stops twice, each time for less than the limit, stays open',
    proves: 'silence is counted from the last PONG, not from the first time that one was missing',
    async play(rt, probe) {
      const line = await probe.visitor();
      for (const [off, on] of [
        [0.3, 0.6],
        [0.2, 0.6],
      ] as const) {
        rt.transport(line.conn, false);
        await probe.pass(off * TRANSPORT.limit);
        rt.transport(line.conn, true);
        await probe.pass(on * TRANSPORT.limit);
      }
      probe.equal('ends', line.ends, []);
      line.send({ f: 'ask', n: 9 });
      await line.next('alive');
    },
  },
  {
    name: 'a transport that answers again in time stays open',
    proves: 'transport(true) takes transport(false) back (in k6 both do nothing, which comes to the same)',
    async play(rt, probe) {
      const line = await probe.visitor();
      rt.transport(line.conn, false);
      await probe.pass(TRANSPORT.limit / 3);
      rt.transport(line.conn, true);
      await probe.pass(1.2 * TRANSPORT.limit);
      probe.equal('ends', line.ends, []);
      line.send({ f: 'ask', n: 9 });
      await line.next('alive');
    },
  },
];

/** Enough for several batches of a socket runtime. */
const ROWS = 2000;
const rowOf = (actor: string, k: number): Row => ({
  t: k,
  by: actor,
  k,
  what: 'look',
  id: `${k} 您好\n"👋"`,
  session: 's',
});

/** Writes a whole row as a recorder would: its stamp and its body apart. */
function recordRow(rt: Runtime, row: Row): void {
  const { t, by, k, ...body } = row;
  rt.record(t, by, k, body);
}

const LEDGER: readonly Case[] = [
  {
    name: 'rows keep their order and all arrive',
    proves: 'the ledger holds every row, in the order of recording, also the last one before the end',
    async play(rt, probe) {
      for (const k of count(ROWS / 2)) recordRow(rt, rowOf(probe.actor(), k));
      await probe.pass(50 * MS);
      for (const k of count(ROWS / 2)) recordRow(rt, rowOf(probe.actor(), ROWS / 2 + k));
    },
    ledger(rows, expect) {
      expect.same(
        'rows',
        rows,
        count(ROWS).map((k) => rowOf(rows[0]?.by ?? 'somebody', k)),
      );
    },
  },
];

export const CASES: readonly Case[] = [...CONNECTIONS, ...FRAMES, ...CLOCK, ...LIVENESS, ...LEDGER];
