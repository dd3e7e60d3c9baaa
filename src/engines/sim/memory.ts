// How much memory a run in virtual time may take, and the stop before the machine begins to swap.
import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { message, SaidError } from '../../language/language.ts';
import { formatDuration, MINUTE, type Micros } from '../../model/core/time.ts';

/** Share of what is free, and of what the heap may grow to, that a run may take: the rest is for the system and for collecting garbage. */
const SHARE = 0.8;

/** What a run may take when nobody says so: most of what the machine has free and of what Node's heap may grow to. Bytes. @param heap what that heap may grow to */
export function memoryAllowed(heap = getHeapStatistics().heap_size_limit): number {
  return Math.floor(SHARE * Math.min(process.memoryUsage.rss() + available(), heap));
}

/** What each of several threads of this process may take when they play side by side: an equal part of what is free. Bytes */
export function memoryOfEach(threads: number): number {
  const free = (process.memoryUsage.rss() + available()) / threads;
  return Math.floor(SHARE * Math.min(free, getHeapStatistics().heap_size_limit));
}

/** What may be taken without swapping, in bytes: as the kernel estimates it, else what is free. */
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
 * Has garbage collected before the heap has grown by a third, and the holes closed each time: Node would let it become four times
 * what is alive, because a run makes garbage so fast, and then leave half of that in holes. For the whole process.
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
