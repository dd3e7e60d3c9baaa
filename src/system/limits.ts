// System limits of one process: how many files it may open, and from how many ports it may connect.
import { readFileSync } from 'node:fs';

export interface SystemLimits {
  /** Open files of one process; a socket is one. Infinity where it cannot be known. */
  readonly files: number;
  /** Ports that connections to one address may come from. Infinity where it cannot be known. */
  readonly ports: number;
}

/** Reads the limits from /proc. Elsewhere they are Infinity, and nothing is refused. */
export function systemLimits(): SystemLimits {
  const [, files = ''] = /^Max open files\s+(\d+)/m.exec(textOf('/proc/self/limits')) ?? [];
  const [, first = '', last = ''] = /^(\d+)\s+(\d+)/.exec(textOf('/proc/sys/net/ipv4/ip_local_port_range')) ?? [];
  return {
    files: files === '' ? Infinity : Number(files),
    ports: first === '' ? Infinity : Number(last) - Number(first) + 1,
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
