// Cases on the ledger: every row arrives, in its order.
import { MS } from '../../../src/model/core/time.ts';
import type { Runtime } from '../../../src/model/ports/runtime.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { count } from '../count.ts';
import type { Case } from '../probe.ts';

/** Enough rows for several batches of a socket runtime. */
const ROWS = 2000;
/** Alternates a kind that is written field by field and one with characters that need escaping. */
const rowOf = (by: string, k: number): Row =>
  k % 2 === 0
    ? { t: k, by, k, what: 'look', id: `${by}/${k}`, session: 's' }
    : { t: k, by, k, what: 'w_inbox', agent: 'a0', sessions: [`${k} 您好\n"👋"`] };

/** Writes a whole row as a recorder would: its stamp and its body separately. */
function recordRow(rt: Runtime, row: Row): void {
  const { t, by, k, ...body } = row;
  rt.record(t, by, k, body);
}

export const LEDGER: readonly Case[] = [
  {
    name: 'rows keep their order and all arrive',
    proves: 'the ledger holds every row, in the order of recording, also the last one before the end',
    async play(rt, probe) {
      for (const k of count(ROWS / 2)) recordRow(rt, rowOf(probe.actor(), k));
      await probe.pass(50 * MS);
      for (const k of count(ROWS / 2)) recordRow(rt, rowOf(probe.actor(), ROWS / 2 + k));
    },
    ledger(rows, expect) {
      expect.same(
        'rows',
        rows,
        count(ROWS).map((k) => rowOf(rows[0]?.by ?? 'somebody', k)),
      );
    },
  },
];
