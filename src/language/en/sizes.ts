// Errors before a run for scenarios that are too large for it or for this machine, in English.
import { counted, whole } from '../numbers.ts';

export const SIZES = {
  'sizes.visitors': (a: { visitors: number; most: number }) =>
    `${counted(a.visitors, 'visitor')} are too many for one run, which takes ${whole(a.most)} at most; write fewer visitors, with fewer agents in proportion`,
  'sizes.memory': (a: { visitors: number; needed: number; allowed: number }) =>
    `too large for the memory of this machine: about ${counted(a.visitors, 'visitor')} are there at once, which takes about ${whole(a.needed)} MB, and ${whole(a.allowed)} MB are allowed. Write fewer visitors, or a shorter idle time; in virtual time --memory allows more`,
  'sizes.files': (a: { connections: number; needed: number; files: number }) =>
    `too many connections for the limit on open files: about ${whole(a.connections)} are open at once, and one process may open ${counted(a.files, 'file')} here. Run \`ulimit -n ${a.needed}\` before it, or write fewer visitors`,
  'sizes.ports': (a: { connections: number; ports: number }) =>
    `too many connections from one address: about ${whole(a.connections)} are open at once, and this machine has ${counted(a.ports, 'port')} for them. Widen net.ipv4.ip_local_port_range, or write fewer visitors`,
} as const;
