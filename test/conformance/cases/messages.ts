// Cases on frames and messages: their order, their exact texts, and that each counts once.
import { TEXT_MAX } from '../../../src/model/protocol/frames.ts';
import { count } from '../count.ts';
import type { Case } from '../probe.ts';

/** Exactly TEXT_MAX code units of what people write: Chinese, letters, emoji of one and of several code points. */
function longText(): string {
  const piece = '您好，还在吗？Still there? 👩‍👩‍👧‍👦🇨🇳😀 ';
  return piece
    .repeat(TEXT_MAX / piece.length + 1)
    .slice(0, TEXT_MAX - 1)
    .replace(/[\uD800-\uDBFF]$/, '。')
    .concat('終');
}

/**
 * Characters that break an encoding without escapes: quotes,
 * backslashes, line ends, controls, NUL, line separators, a BOM.
 */
const AWKWARD = 'a"b\\c\nd\r\te\u0000f\u001b[31m\u2028g\u2029h\uFEFF</script>{"f":"msg"}\\u0041 ';

export const MESSAGES: readonly Case[] = [
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
