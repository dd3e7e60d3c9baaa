// Ends pushed series with stale markers.
// Without one, Prometheus shows the last sample of a series for five minutes more.
import { serialize } from 'prometheus-remote-write';
import { say } from '../../language/language.ts';
import type { Sample } from '../../metrics/run-registry.ts';

/**
 * Prometheus' stale marker: a special NaN. JavaScript may turn it into any other NaN, so it is
 * never a number here.
 */
const MARKER = bytesOf(0x7ff0_0000_0000_0002n);
/**
 * Placeholder for the marker while the library writes: a number whose bytes occur in no text and no
 * timestamp.
 */
const STAND_IN = bytesOf(0x7fe0_ffff_ffff_ffffn);

/**
 * A write request that ends these series at a moment (unix ms).
 * @throws Error when the library does not write numbers as expected
 */
export async function staleRequest(series: readonly Sample['labels'][], timestamp: number): Promise<Uint8Array> {
  const value = new DataView(STAND_IN.buffer).getFloat64(0, true);
  const body = {
    timeseries: series.map((labels) => ({
      labels: Object.entries(labels).map(([name, text]) => ({ name, value: text })),
      samples: [{ value, timestamp }],
    })),
  };
  // The library declares the type of another function here.
  const bytes = Buffer.from(new Uint8Array(await serialize(body as unknown as Parameters<typeof serialize>[0])));
  let n = 0;
  for (let at = bytes.indexOf(STAND_IN); at >= 0; at = bytes.indexOf(STAND_IN, at)) {
    bytes.set(MARKER, at);
    n += 1;
  }
  if (n !== series.length) throw new Error(say('metrics.noEnds', { n, of: series.length }));
  return bytes;
}

/** Most bytes that one tag can announce here. */
const CHUNK = 1 << 16;

/**
 * Snappy without compression: the length, then tagged runs of the bytes as they are. It is one
 * small request at the end of a run, so compression would not help.
 */
export function snappyOf(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.from(varint(bytes.length))];
  for (let from = 0; from < bytes.length; from += CHUNK) {
    const chunk = bytes.subarray(from, from + CHUNK);
    const length = chunk.length - 1;
    // 61 in the upper six bits: the length minus one follows in two bytes.
    parts.push(Uint8Array.of(61 << 2, length & 0xff, length >> 8), chunk);
  }
  return Buffer.concat(parts);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 0x80) return [...bytes, left];
    bytes.push((left & 0x7f) | 0x80);
  }
}

/** Eight bytes in the order of the wire (little-endian). */
function bytesOf(bits: bigint): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, bits, true);
  return bytes;
}
