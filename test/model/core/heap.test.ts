// The event heap against a sorted reference: earliest first, and equal times in the order in which they came.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EventHeap } from '../../../src/model/core/heap.ts';
import { trials } from '../random.ts';

describe('the event heap', () => {
  it('pops in order of (time, insertion) under any mix of pushes and pops, from any capacity', () => {
    trials('heap against sorted list', 300, (random) => {
      const heap = new EventHeap(random.between(1, 20));
      const reference: { time: number; payload: number }[] = [];
      const span = random.pick([1, 3, 50, 1e9]);
      let pushed = 0;
      const popBoth = (): void => {
        const expected = reference.shift();
        assert.ok(expected);
        assert.equal(heap.nextTime, expected.time);
        assert.equal(heap.peek(), expected.payload);
        assert.equal(heap.pop(), expected.payload);
      };
      for (let step = 0; step < 400; step++) {
        if (reference.length > 0 && random.chance(0.45)) popBoth();
        else {
          const entry = { time: random.below(span), payload: pushed++ };
          heap.push(entry.time, entry.payload);
          const at = reference.findIndex((other) => other.time > entry.time);
          reference.splice(at < 0 ? reference.length : at, 0, entry);
        }
        assert.equal(heap.size, reference.length);
      }
      while (reference.length > 0) popBoth();
      assert.equal(heap.nextTime, Infinity);
    });
  });

  it('keeps 10 000 equal times in their order', () => {
    const heap = new EventHeap(2);
    for (let i = 0; i < 10_000; i++) heap.push(7, i);
    for (let i = 0; i < 10_000; i++) assert.equal(heap.pop(), i);
  });

  it('says that it is empty instead of inventing an event', () => {
    const heap = new EventHeap();
    assert.throws(() => heap.pop(), RangeError);
    assert.throws(() => heap.peek(), RangeError);
    heap.push(1, 1);
    heap.pop();
    assert.throws(() => heap.pop(), RangeError);
  });
});
