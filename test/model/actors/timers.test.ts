// The alarms of a shard run in order of time and of setting;
// cancelled ones never run, late ones say how late.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Timers } from '../../../src/model/actors/timers.ts';
import { trials } from '../random.ts';

describe('timers', () => {
  it('run in order of (time, setting), without the cancelled ones, under any mix', () => {
    trials('timers against a list', 200, (random) => {
      const timers = new Timers();
      let wanted: { id: number; time: number; n: number }[] = [];
      const ran: number[] = [];
      let now = 0;
      for (let n = 0; n < 100; n++) {
        const kind = random.below(10);
        if (kind < 6) {
          const time = now + random.below(20);
          wanted.push({ id: timers.at(time, () => ran.push(n)), time, n });
        } else if (kind < 8 && wanted.length > 0) {
          const gone = random.pick(wanted);
          timers.cancel(gone.id);
          wanted = wanted.filter((timer) => timer !== gone);
        } else {
          now += random.below(15);
          const due = wanted.filter((timer) => timer.time <= now).sort((a, b) => a.time - b.time || a.n - b.n);
          wanted = wanted.filter((timer) => timer.time > now);
          const late: number[] = [];
          timers.run(now, (by) => late.push(by));
          assert.deepEqual(
            ran.splice(0),
            due.map((timer) => timer.n),
          );
          assert.deepEqual(
            late,
            due.map((timer) => now - timer.time),
          );
        }
        assert.equal(timers.next(), Math.min(Infinity, ...wanted.map((timer) => timer.time)));
      }
    });
  });

  it('set while running run too when they are due, and a cancelled number is never another alarm', () => {
    const timers = new Timers();
    const ran: string[] = [];
    const first = timers.at(5, () => {
      ran.push('first');
      timers.at(5, () => ran.push('second'));
      timers.at(6, () => ran.push('later'));
    });
    timers.run(5, () => {});
    assert.deepEqual(ran, ['first', 'second']);
    timers.cancel(first);
    timers.cancel(-1);
    timers.run(6, () => {});
    assert.deepEqual(ran, ['first', 'second', 'later']);
  });
});
