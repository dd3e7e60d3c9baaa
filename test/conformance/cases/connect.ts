// Cases on connecting: opening, hello and welcome, refusals, and many connections at once.
import { SECOND } from '../../../src/model/core/time.ts';
import { CLOSE } from '../../../src/model/protocol/frames.ts';
import { count } from '../count.ts';
import type { Case } from '../probe.ts';

export const CONNECT: readonly Case[] = [
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
];
