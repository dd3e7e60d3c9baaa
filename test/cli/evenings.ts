// Scenarios that run until they are stopped and in which
// nothing goes wrong: in virtual time and over sockets.
import { entryPoint } from '../../src/system/entry.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';

const desk = {
  locale: 'en',
  channels: { web: 1 },
  personas: {
    talker: {
      weight: 1,
      trade: 'after_sale',
      turns: 4,
      think: { median: '8s', sigma: 0.3, cap: '20s' },
      patience: '10m',
      replyPatience: '10m',
      lingers: '5s',
      endings: { closes: 1, goodbye: 1, silent: 0 },
    },
  },
  agents: { count: 60, answer: { median: '3s', sigma: 0.3 }, perSession: 0, glance: '500ms', notice: '1s' },
  rules: { idle: { after: '10m' } },
  profiles: { bare: {}, all: { prompt: { before: '2m', text: 'Hello, are you still there?' } } },
} as const satisfies Partial<ScenarioInput>;

/** Virtual time needs minutes for it. */
export const longInVirtualTime: ScenarioInput = {
  ...desk,
  name: 'long-in-virtual-time',
  shows: 'more visitors than anybody waits for',
  arrivals: [{ name: 'steady', for: '20h', visitors: 300_000 }],
  agents: { ...desk.agents, count: 400 },
};

/** Real sockets need ten minutes for it. */
export const longOverSockets: ScenarioInput = {
  ...desk,
  name: 'long-over-sockets',
  shows: 'an evening in real time',
  arrivals: [{ name: 'steady', for: '10m', visitors: 300 }],
  speed: 1,
};

/** A word, quoted for the shell. */
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** The command line of this checkout, as one line for a shell. */
export function shellLine(args: readonly string[]): string {
  const { path, execArgv } = entryPoint(new URL('../../src/cli/main.ts', import.meta.url));
  return [process.execPath, ...execArgv, path, ...args].map(quoted).join(' ');
}
