// Cases on failures: nobody listens, the server is not
// a WebSocket server or is killed, callbacks throw.
import { MS, SECOND } from '../../../src/model/core/time.ts';
import { count } from '../count.ts';
import type { Case } from '../probe.ts';

/** Why a case cannot be played in virtual time. */
const NO_HTTP = 'the only server in the world is the desk, which always speaks WebSocket';

export const FAILURES: readonly Case[] = [
  {
    name: 'an address where nobody listens fails once',
    proves: 'a connection that cannot be made is failed, never closed',
    place: 'refused',
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
    skip: { virtual: NO_HTTP },
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
    place: 'killable',
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
