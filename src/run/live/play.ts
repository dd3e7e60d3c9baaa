// Step 3, play: arrivals, then until everybody has left and no session is open, or an early end.
import { setTimeout as sleep } from 'node:timers/promises';
import { message } from '../../language/language.ts';
import type { Micros } from '../../model/core/time.ts';
import type { PlayEnd } from '../../model/rows/words.ts';
import { latestEndOf, tailOf } from '../../scenario/surroundings.ts';
import { usageOf } from '../../system/usage.ts';
import { Ending, openSessions } from './ending.ts';
import type { Launched } from './state.ts';

/** Play stops when the target has sent no frame at all for this long. Real ms */
const DEAF_MS = 20_000;
const LOOK_MS = 200;

/**
 * Plays to the end and records why it has ended.
 * @throws SaidError when a killed server does not come back, LedgerError
 */
export async function play(run: Launched): Promise<void> {
  const { engine, epoch, speed, now, book, health, outages, found } = run;
  engine.start(epoch, speed);
  const playedFrom = performance.now();
  const isDeaf = (): boolean =>
    performance.now() - playedFrom > DEAF_MS && health.sum('framesIn') === 0 && health.sum('actors') > 0;
  const isOver = (): boolean => run.request.stop.aborted || run.isHopeless() || isDeaf();
  const why = await playOn(run, isOver);
  await book.playEnd(now(), isOver() ? 'stopped' : why);
  if (isDeaf()) found.broken.push(message('spoilt.deaf', { seconds: DEAF_MS / 1000 }));
  if (engine.pid !== undefined) found.generator = usageOf(engine.pid);
  await outages?.settle();
  found.server = usageOf(run.target.pid() ?? 0);
}

async function playOn(run: Launched, isOver: () => boolean): Promise<PlayEnd> {
  const { now, book, plan, speed, outages, request } = run;
  await playUntil(run, plan.horizon, isOver);
  if (!isOver()) await book.phase(now(), 'arrivals_end');
  const ending = new Ending({
    rules: run.rules,
    atRest: () => run.health.atRest(run.shards),
    open: () => openSessions(run.target.witness(), run.ahead),
    isBusy: () => outages !== undefined && outages.next < Infinity,
  });
  const latest = latestEndOf(request.scenario.data);
  while (now() < latest && !isOver()) {
    await playUntil(run, Math.min(latest, now() + LOOK_MS * 1000 * speed), isOver);
    const why = await ending.look(now());
    if (why !== undefined) return why;
  }
  return tailOf(request.scenario.data).tail === undefined ? 'limit' : 'cut';
}

async function playUntil({ now, speed, outages, tail, watch }: Launched, t: Micros, isOver: () => boolean) {
  while (now() < t && !isOver()) {
    const next = Math.min(t, outages?.next ?? Infinity);
    await sleep(Math.min(LOOK_MS, Math.max(1, (next - now()) / speed / 1000)));
    await outages?.act();
    await tail.read();
    watch('playing');
  }
}
