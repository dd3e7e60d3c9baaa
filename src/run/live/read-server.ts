// Step 5, read the server: a fresh client reads what the target has stored.
// Its answers go into the ledger as the rows of the party `server`.
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { message, saidBy, type Said } from '../../language/language.ts';
import type { Micros } from '../../model/core/time.ts';
import type { Witness } from '../../model/ports/target.ts';
import { Recorder, rowLine } from '../../model/rows/recorder.ts';
import type { RowBody, WitnessSession } from '../../model/rows/rows.ts';
import { appendFileTo, appendLines, LedgerError } from './append-lines.ts';
import type { Launched } from './state.ts';

/**
 * Timeout for the generator's `done`; then the interval and the number of checks for its last rows.
 * Real ms
 */
const LAST_WORD_MS = 5_000;
const LOOK_MS = 100;
const LOOKS = 30;

/**
 * Records what the server has stored, ends the generator, and writes the conductor's `end` row.
 * Data that cannot be read makes the run invalid and is not thrown as an error.
 * @param settled whether the drain was complete
 * @throws LedgerError
 */
export async function readServer(run: Launched, settled: boolean): Promise<void> {
  const { engine, now, found, book } = run;
  const missing = await unheard(run);
  found.isRead = missing.length === 0;
  found.broken.push(...missing);
  engine.finish();
  await lastRows(run);
  await book.close(now(), settled);
}

/** Waits for all rows that the shards say they wrote: the next step may kill the engine. */
async function lastRows({ engine, tail }: Launched): Promise<void> {
  const played = await Promise.race([engine.done, sleep(LAST_WORD_MS, undefined, { ref: false })]);
  for (let n = 0; n < LOOKS && tail.live.actorRows < (played?.rows ?? 0); n++) {
    await tail.read();
    await sleep(LOOK_MS);
  }
}

/** Why the server could not be read; empty when everything was read. */
async function unheard({ target, folder, now, ahead }: Launched): Promise<Said[]> {
  try {
    await testify(target.witness(), folder.ledger, now(), ahead);
    return [];
  } catch (error) {
    if (error instanceof LedgerError) return [error.said];
    return [message('spoilt.unread', { why: saidBy(error) })];
  }
}

/**
 * Appends sessions, messages, leave-messages, and inboxes. Nothing is written unless everything
 * could be read. The pages go into a file beside the ledger first, so that no more than one of them
 * is in memory.
 * @param t when the target was asked, before the first answer; all its rows carry it
 * @param ahead how far the target's clock is ahead of the run's, model µs; sessions from before the
 * run are left out
 * @throws Error when the target does not answer, LedgerError when its answer cannot be written
 */
export async function testify(witness: Witness, ledger: string, t: Micros, ahead: Micros): Promise<void> {
  const heard = `${ledger}.heard`;
  try {
    // A file left by a killed process is not part of this answer.
    await rm(heard, { force: true });
    await hear(witness, new PageWriter(heard, t), ahead);
    await appendFileTo(ledger, heard);
  } finally {
    await rm(heard, { force: true });
  }
}

/**
 * The target keeps running while it is read, for minutes if it holds much. So the answer is not a
 * snapshot of one moment. It is still consistent:
 * - The lists of the agents come first. A session that leaves an agent meanwhile is reported as
 *   gone, not as open and unlisted.
 * - Sessions come before messages, and a message counts only with its session. A session that
 *   begins after the last page has no messages here.
 * - A list keeps the order in which it was stored, also when a session changes. No page repeats a
 *   row of another one, and none is missing.
 * - Every row carries the time of the question. Whatever was stored before is in some page. Later
 *   changes of a session have a later time (`closedAt`, `leftAt`), and the judge compares that with
 *   the beginning of the drain.
 */
async function hear(witness: Witness, rows: PageWriter, ahead: Micros): Promise<void> {
  const inbox = await witness.inbox();
  const own = new Set<string>();
  for await (const page of witness.sessions()) {
    for (const session of page) {
      if (session.openedAt < ahead) continue;
      own.add(session.id);
      rows.add({ what: 'w_session', session: onTheClock(session, ahead) });
    }
    await rows.write();
  }
  for await (const page of witness.messages()) {
    for (const m of page) if (own.has(m.session)) rows.add({ what: 'w_message', message: { ...m, at: m.at - ahead } });
    await rows.write();
  }
  for await (const page of witness.leftMessages()) {
    for (const l of page) if (l.at >= ahead) rows.add({ what: 'w_left', left: { ...l, at: l.at - ahead } });
    await rows.write();
  }
  for (const { agent, sessions: open } of inbox) rows.add({ what: 'w_inbox', agent, sessions: open });
  await rows.end();
}

/** The rows of the party `server`, written a page at a time. */
class PageWriter {
  readonly #file: string;
  readonly #t: Micros;
  readonly #recorder = new Recorder('server', (...row) => void this.#lines.push(rowLine(...row)));
  #lines: string[] = [];

  constructor(file: string, t: Micros) {
    this.#file = file;
    this.#t = t;
  }

  add(body: RowBody): void {
    this.#recorder.write(this.#t, body);
  }

  /** Writes the added rows and clears the buffer. @throws LedgerError */
  async write(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length > 0) await appendLines(this.#file, `${lines.join('\n')}\n`);
  }

  /** Writes the `end` row of the server. @throws LedgerError */
  end(): Promise<void> {
    this.#recorder.end(this.#t, 0);
    return this.write();
  }
}

/** Converts all times of a session to the clock of the run. */
function onTheClock(s: WitnessSession, ahead: Micros): WitnessSession {
  const at = (time: Micros): Micros => time - ahead;
  return {
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
}
