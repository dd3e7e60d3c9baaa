// A desk with too short a timeout, whose visitors keep
// writing after the close, for tests that need failures.
import type { ScenarioInput } from '../../src/scenario/schema.ts';

/** Thinks for twenty seconds before each of four turns, and always comes back. */
export const TALKER = {
  weight: 1,
  trade: 'after_sale',
  turns: 4,
  think: '20s',
  patience: '30s',
  replyPatience: '30s',
  lingers: '60s',
  endings: { closes: 0, goodbye: 0, silent: 1 },
  comesBack: 1000,
} as const;

/**
 * Twenty visitors and five quick agents: short enough
 * for real sockets, slow enough for any machine.
 */
export const SMALL_DESK = {
  locale: 'en',
  arrivals: [{ name: 'steady', for: '20s', visitors: 20 }],
  channels: { web: 1 },
  agents: { count: 5, answer: '3s', perSession: 0, glance: '1s', notice: '1s' },
  speed: 10,
} as const satisfies Partial<ScenarioInput>;

/**
 * All visitors think for longer than the desk waits, and the desk drops messages after the close.
 */
export const tooShort: ScenarioInput = {
  ...SMALL_DESK,
  name: 'too-short',
  shows: 'ten seconds of idle time for people who think for twenty',
  personas: { talker: TALKER },
  rules: { idle: { after: '10s' } },
  profiles: {
    bare: { afterClose: { policy: 'drop' } },
    '+leave-message': { afterClose: { policy: 'leave_message' } },
  },
  tail: '60s',
};
