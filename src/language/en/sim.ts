// Texts about virtual time in English.
export const SIM = {
  'memory.exceeded': (a: { used: number; allowed: number; at: string; visitors: number }) =>
    `stopped after ${a.at} of model time, when ${a.visitors} visitors had come: ${a.used} MB of memory are in use, the limit is ${a.allowed} MB. Use fewer concurrent visitors or a shorter idle time, or raise the limit with --memory`,
} as const;
