// Virtual time inside k6: plays a run without sockets and prints the hash of its ledger.
// The hash must equal that of any other engine. A separate script keeps the desk out of VUs under
// load.
import { Digest } from '../../model/core/hash.ts';
import { playVirtual, type VirtualRun } from '../../model/runner/virtual/play.ts';

// Globals that k6 gives to every script and its type package lacks.
declare const console: { log(text: string): void };

const job = JSON.parse(open(String(__ENV['STILLTHERE_JOB']))) as {
  readonly corpus: Pick<VirtualRun['lines'], 'sets'>;
  readonly virtual: Omit<VirtualRun, 'lines'>;
};
const texts = JSON.parse(open(String(__ENV['STILLTHERE_CORPUS']))) as string[];

export const options = { vus: 1, iterations: 1 };

export default function play(): void {
  const digest = new Digest();
  let rows = 0;
  playVirtual({ ...job.virtual, lines: { at: (i) => texts[i] ?? '', sets: job.corpus.sets } }, (row) => {
    digest.add(JSON.stringify(row));
    rows += 1;
  });
  console.log(JSON.stringify({ hash: digest.hex(), rows }));
}
