// Waits of a judged run as metrics, including those that never ended.
import type { RunSeries } from '../../metrics/run-registry.ts';
import { RUN, WAITS, type Wait } from '../../metrics/run.ts';
import type { Result } from '../../result/schema.ts';

/**
 * Waits as `result.json` counts them: `n` ended. Without `never`, only those that ended were
 * measured.
 */
interface Counts {
  readonly n: number;
  readonly never?: number | undefined;
  readonly open?: number | undefined;
}

/** The histogram of each wait. */
const HISTOGRAMS: Readonly<Record<Wait, string>> = {
  first_response: RUN.firstResponse.name,
  transfer: RUN.transferTime.name,
  notice: RUN.notice.name,
  ack: RUN.ack.name,
  delivery: RUN.delivery.name,
};

/**
 * Counts waits by their outcome.
 * @returns by histogram name, how many waits are longer than all its samples
 */
export function showWaits(series: RunSeries, { model, real }: Result['latency']): ReadonlyMap<string, number> {
  const counts: Readonly<Record<Wait, Counts>> = {
    first_response: model.firstResponse,
    transfer: model.transfer,
    notice: model.notice,
    ack: real.ack,
    delivery: real.delivery,
  };
  const longer = new Map<string, number>();
  for (const wait of WAITS) {
    const { n, never, open = 0 } = counts[wait];
    if (never === undefined) continue;
    series.raise(RUN.waits, n, { wait, outcome: 'ended' });
    series.raise(RUN.waits, never, { wait, outcome: 'never' });
    series.raise(RUN.waits, open, { wait, outcome: 'open' });
    longer.set(HISTOGRAMS[wait], never + open);
  }
  return longer;
}
