// Cases on the clock and the one alarm: the time that a callback sees, and when `wake` comes.
import { Timers } from '../../../src/model/actors/timers.ts';
import { MS, SECOND, type Micros } from '../../../src/model/core/time.ts';
import { count } from '../count.ts';
import type { Case } from '../probe.ts';

export const CLOCK: readonly Case[] = [
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
      // 50 ms of real time, because the two processes read different clocks.
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
      // Two seconds of real time, which is more than a busy machine needs for three timers of 0 ms.
      probe.ok('three wakes', present - from < 20 * SECOND, 'at once', present - from);
      probe.ok('order', from <= past && past <= zero && zero <= present, 'one after another', [past, zero, present]);
    },
  },
];
