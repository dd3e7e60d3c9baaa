// The script inside k6: every VU is one shard for the whole run, controlled over its own socket.
import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import { WebSocket } from 'k6/websockets';
import type { FromShard, ToShard } from '../control.ts';
import type { Job } from '../engine.ts';
import { Shard } from '../shard.ts';
import { k6Machine } from './machine.k6.ts';

/** The job file: a {@link Job} without its lines, and where the conductor listens. */
interface K6Job extends Omit<Job, 'corpus'> {
  readonly corpus: { readonly sets: Job['corpus']['sets'] };
  readonly control: string;
  readonly longest: number;
}

const job = JSON.parse(open(String(__ENV['STILLTHERE_JOB']))) as K6Job;
const texts = new SharedArray<string>('corpus', () => JSON.parse(open(String(__ENV['STILLTHERE_CORPUS']))) as string[]);
/** Cache of the lines this VU has used: every access to a SharedArray parses and freezes anew. */
const used: string[] = [];
const lines = { at: (i: number) => (used[i] ??= texts[i] ?? ''), sets: job.corpus.sets };

export const options = {
  scenarios: {
    shards: {
      executor: 'per-vu-iterations',
      vus: job.shards,
      iterations: 1,
      maxDuration: `${job.longest}s`,
      gracefulStop: '5s',
    },
  },
  systemTags: ['scenario'],
};

export default function play(): void {
  // One iteration per VU. Its number in the test is the shard, also when several k6 instances share
  // the work.
  const shard = exec.scenario.iterationInTest;
  const control = new WebSocket(job.control, null, { tags: { name: 'control' } });
  const tell = (message: FromShard): void => {
    if (control.readyState === 1) control.send(JSON.stringify(message));
  };
  const { workload, agentTokens, shards, rehearsal } = job;
  const player = new Shard({
    machine: k6Machine(job.url),
    tell,
    workload,
    lines,
    agentTokens,
    shard,
    shards,
    ...(rehearsal !== undefined && { rehearsal }),
  });
  control.onopen = () => player.ready();
  control.onmessage = (event) => player.command(JSON.parse(event?.data as string) as ToShard);
  control.onclose = () => player.orphaned();
}
