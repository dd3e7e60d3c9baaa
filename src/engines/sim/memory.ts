// The memory limit of a run in virtual time: it stops before the machine begins to swap.
import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { message, SaidError } from '../../language/language.ts';
import { formatDuration, MINUTE, type Micros } from '../../model/core/time.ts';

/**
 * Share of the free memory, and of the heap limit, that a run may take. The rest is for the system
 * and for collecting garbage.
 */
const SHARE = 0.8;

/**
 * Default memory limit of a run, bytes: most of what the machine has free and of what Node's heap
 * may grow to.
 * @param heap limit of Node's heap, bytes
 */
export function memoryAllowed(heap = getHeapStatistics().heap_size_limit): number {
  return Math.floor(SHARE * Math.min(process.memoryUsage.rss() + available(), heap));
}

/**
 * Memory limit of each of several threads that play in parallel, bytes: an equal part of what is
 * free.
 */
export function memoryOfEach(threads: number): number {
  const free = (process.memoryUsage.rss() + available()) / threads;
  return Math.floor(SHARE * Math.min(free, getHeapStatistics().heap_size_limit));
}

/** Memory that can be taken without swapping, bytes: the kernel's estimate, else what is free. */
function available(): number {
  try {
    const kilobytes = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // Not Linux.
  }
  return freemem();
}

/**
 * Collects garbage before the heap has grown by a third, and compacts the heap each time. Affects
 * the whole process.
 * A run makes garbage very fast. By default Node would let the heap grow to four times the live
 * data, and then leave half of that fragmented.
 */
export function keepTight(): void {
  setFlagsFromString('--heap-growing-percent=33');
  setFlagsFromString('--compact-on-every-full-gc');
}

const MEGABYTE = 1_000_000;

/** @throws SaidError when this process takes more than `allowed` bytes */
export function checkMemory(allowed: number, now: Micros, visitors: number): void {
  const used = process.memoryUsage.rss();
  if (used <= allowed) return;
  throw new SaidError(
    message('memory.exceeded', {
      used: Math.round(used / MEGABYTE),
      allowed: Math.round(allowed / MEGABYTE),
      at: formatDuration(now - (now % MINUTE)),
      visitors,
    }),
  );
}
