// What virtual time has to say.
export const SIM = {
  'memory.exceeded': (a: { used: number; allowed: number; at: string; visitors: number }) =>
    `stopped after ${a.at} of model time, when ${a.visitors} visitors had come: ${a.used} MB of memory are in use, and ${a.allowed} MB are allowed. Fewer visitors who are there at once, or a shorter idle time, need less; --memory allows more`,
} as const;
