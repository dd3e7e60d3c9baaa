// Reads the target with a fresh client at the end and writes its word into the ledger as the rows of the party `server`.
import type { Micros } from '../model/core/time.ts';
import type { Witness } from '../model/ports/target.ts';
import { Recorder, rowLine } from '../model/rows/recorder.ts';
import { appendLines } from './ledger.ts';

/**
 * Appends sessions, messages, leave-messages and inboxes. Nothing is written unless everything could be read.
 * @param ahead how far the target's clock is ahead of the run's, model µs; sessions from before the run are left out
 * @throws Error when the target does not answer, LedgerError when its answer cannot be written down
 */
export async function testify(witness: Witness, ledger: string, t: Micros, ahead: Micros): Promise<void> {
  // The lists come first: a session that leaves an agent while the rest is read is then told as gone, not as open and unlisted.
  const inbox = await witness.inbox();
  const [sessions, messages, left] = await Promise.all([
    witness.sessions(),
    witness.messages(),
    witness.leftMessages(),
  ]);
  const lines: string[] = [];
  const recorder = new Recorder('server', (...row) => void lines.push(rowLine(...row)));
  const own = new Set<string>();
  for (const s of sessions) {
    if (s.openedAt < ahead) continue;
    own.add(s.id);
    const at = (time: Micros): Micros => time - ahead;
    const session = {
      ...s,
      openedAt: at(s.openedAt),
      ...(s.activeAt !== undefined && { activeAt: at(s.activeAt) }),
      ...(s.closedAt !== undefined && { closedAt: at(s.closedAt) }),
      ...(s.leftAt !== undefined && { leftAt: at(s.leftAt) }),
      ...(s.closes !== undefined && {
        closes: s.closes.map((c) => ({
          ...c,
          openedAt: at(c.openedAt),
          ...(c.activeAt !== undefined && { activeAt: at(c.activeAt) }),
          ...(c.closedAt !== undefined && { closedAt: at(c.closedAt) }),
          ...(c.leftAt !== undefined && { leftAt: at(c.leftAt) }),
        })),
      }),
      transfers: s.transfers.map((x) => ({
        ...x,
        at: at(x.at),
        ...(x.doneAt !== undefined && { doneAt: at(x.doneAt) }),
      })),
      ...(s.touches !== undefined && { touches: s.touches.map((x) => ({ ...x, at: at(x.at) })) }),
    };
    recorder.write(t, { what: 'w_session', session });
  }
  for (const m of messages)
    if (own.has(m.session)) recorder.write(t, { what: 'w_message', message: { ...m, at: m.at - ahead } });
  for (const l of left) if (l.at >= ahead) recorder.write(t, { what: 'w_left', left: { ...l, at: l.at - ahead } });
  for (const { agent, sessions: open } of inbox) recorder.write(t, { what: 'w_inbox', agent, sessions: open });
  recorder.end(t, 0);
  await appendLines(ledger, `${lines.join('\n')}\n`);
}
