// Cases on liveness: a page or a transport that does
// not answer, and both answering within the limit.
import { CLOSE } from '../../../src/model/protocol/frames.ts';
import type { Case } from '../probe.ts';
import { RULES } from '../stage.ts';

const PAGE = RULES.liveness.page ?? { every: 0, limit: 0 };
const TRANSPORT = RULES.liveness.transport;

export const LIVENESS: readonly Case[] = [
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
