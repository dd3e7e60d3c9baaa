// Plays the cases on Node: a socket runtime over `ws`.
import { nodeMachine } from '../../src/engines/node/machine.ts';
import type { Played } from './played.ts';
import { playCase } from './play.ts';
import type { Case } from './probe.ts';
import { socketStage, type Surroundings } from './stage.ts';

const BURN_MS = 5;

/** Plays one case against the server that `around` names. */
export async function playOnNode(one: Case, index: number, around: Surroundings, kill: () => void): Promise<Played> {
  const lines: string[] = [];
  const machine = nodeMachine(around.urls[one.place ?? 'desk'], (text) => lines.push(...text.trimEnd().split('\n')));
  const burn = (): void => {
    const end = performance.now() + BURN_MS;
    while (performance.now() < end);
  };
  try {
    return { result: await playCase(one, socketStage('node', index, around, { machine, burn, kill })), lines };
  } finally {
    machine.dispose();
  }
}
