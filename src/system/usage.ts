// CPU seconds and peak memory of this process or a child, where the system reports them.
import { readFileSync } from 'node:fs';

export interface Usage {
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}

/** Usage of a process that has not run or cannot be inspected. */
export const NO_USAGE: Usage = { cpuSeconds: 0, peakRssBytes: 0 };

/** Clock ticks a second in /proc/<pid>/stat: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** Usage of a process from /proc; zeros where there is no /proc or no such process. */
export function usageOf(pid: number): Usage {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold spaces and brackets, so fields count from the last bracket. utime
    // and stime are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const peak = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
    return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS, peakRssBytes: Number(peak ?? 0) * 1024 };
  } catch {
    return NO_USAGE;
  }
}

/** Usage of this process. */
export function ownUsage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuSeconds: (user + system) / 1e6, peakRssBytes: process.resourceUsage().maxRSS * 1024 };
}
