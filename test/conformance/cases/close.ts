// Cases on closing: by either side or both, at every
// moment of a connection, and frames sent after it.
import { MS, SECOND } from '../../../src/model/core/time.ts';
import { CLOSE } from '../../../src/model/protocol/frames.ts';
import { count } from '../count.ts';
import type { Case } from '../probe.ts';

export const CLOSES: readonly Case[] = [
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
    name: 'close(1001) is answered by closed(1001)',
    proves: 'a page that goes, as browsers say it',
    skip: { k6: 'k6 lets a script close with 1000 and 3000 to 4999 only; there a page goes with 1000' },
    async play(_rt, probe) {
      const line = await probe.visitor();
      line.close(1001);
      await line.ended();
      await probe.pass(SECOND);
      probe.equal('ends', line.ends, ['closed 1001']);
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
];
