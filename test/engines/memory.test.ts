// The memory limit of a run in virtual time: a share of
// free memory and of the heap limit, split over threads.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import test from 'node:test';
import { getHeapStatistics } from 'node:v8';
import { memoryAllowed, memoryOfEach } from '../../src/engines/sim/memory.ts';

const HEAP = getHeapStatistics().heap_size_limit;
/** Other programs take and free memory between two measurements. */
const TOLERANCE = 0.1;

/** Memory that is available without swapping, plus that of this process. Bytes */
function free(): number {
  const file = '/proc/meminfo';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const kilobytes = /^MemAvailable:\s+(\d+)/m.exec(text)?.[1];
  return (kilobytes === undefined ? freemem() : Number(kilobytes) * 1024) + process.memoryUsage.rss();
}

const near = (value: number, expected: number): void =>
  assert.ok(Math.abs(value / expected - 1) < TOLERANCE, `${value} bytes, expected about ${expected}`);

test('a run may take four fifths of what is free, and no more than four fifths of what the heap may grow to', () => {
  const [heap, machine] = [0.8 * HEAP, 0.8 * free()];
  if (heap < machine * (1 - TOLERANCE)) assert.equal(memoryAllowed(), Math.floor(heap));
  else near(memoryAllowed(), Math.min(heap, machine));
  assert.ok(memoryAllowed() <= Math.floor(heap));
});

test('threads side by side share what is free, and each has a heap of its own', () => {
  assert.ok(memoryOfEach(1) <= Math.floor(0.8 * HEAP));
  // With so many threads, free memory is less than a heap for each of them.
  for (const threads of [100, 1_000]) near(threads * memoryOfEach(threads), 0.8 * free());
  const few = Math.max(1, Math.floor(free() / HEAP / 2));
  if (few * HEAP < free() * (1 - TOLERANCE)) assert.equal(memoryOfEach(few), Math.floor(0.8 * HEAP));
});
