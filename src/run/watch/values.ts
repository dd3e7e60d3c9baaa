// Sets the metrics of a run: from its state while it is played, and from its result at the end.
import type { Histogram } from '../../model/core/histogram.ts';
import type { Judgement } from '../../model/judge/judge.ts';
import { BY_PEOPLE, BY_RULE, CAUSES, CHANNELS, CLOSE_REASONS, FATES, FLAGS } from '../../model/rows/words.ts';
import type { RunSeries } from '../../metrics/run-registry.ts';
import { GIVE_UPS, PERSONS, RUN } from '../../metrics/run.ts';
import type { Result } from '../../result/schema.ts';
import type { Moment } from '../moment.ts';
import type { Live } from './counters.ts';
import { limitsOf } from './limits.ts';
import { showWaits } from './waits.ts';

/** Seconds in a µs. */
const MICRO = 1e-6;

/** Sets the metrics of a run while it is played. */
export function showMoment(series: RunSeries, m: Moment): void {
  series.choose(RUN.phase, m.phase);
  series.set(RUN.modelTime, m.model * MICRO, {});
  if (m.speed !== undefined) series.set(RUN.speed, m.speed, {});
  if (m.server !== undefined) series.tell(RUN.server, { server: m.server });
  if (m.limit !== undefined) series.set(RUN.speedLimit, m.limit.limit, {});
  const visitors = m.forecast?.visitors ?? m.visitors;
  if (visitors !== undefined) series.set(RUN.visitorsPlanned, visitors, {});
  if (m.planned !== undefined) series.set(RUN.visitorsDue, m.planned, {});
  if (m.connected !== undefined) series.set(RUN.connected, m.connected, {});
  if (m.frames !== undefined) series.raise(RUN.frames, m.frames, {});
  if (m.lateness !== undefined) series.spread(RUN.scheduleLag, m.lateness, MICRO, {});
  if (m.loopLag !== undefined) {
    series.set(RUN.loopLag, m.loopLag.now * MICRO, {});
    series.set(RUN.loopLagMax, m.loopLag.max * MICRO, {});
  }
  if (m.live !== undefined) showLive(series, m.live, m.speed ?? 1);
}

function showLive(series: RunSeries, live: Live, speed: number): void {
  for (const channel of CHANNELS) {
    const figures = live.byChannel[channel];
    series.raise(RUN.visitorsArrived, figures.arrived, { channel });
    series.raise(RUN.sessionsSeen, figures.opened, { channel });
    series.set(RUN.sessionsOpen, figures.open, { channel });
    series.set(RUN.sessionsQueued, figures.queued, { channel });
    series.raise(RUN.endedSeen, figures.ended, { channel });
    series.raise(RUN.timeoutsSeen, figures.timeouts, { channel });
    const answered = live.firstResponse[channel];
    if (answered !== undefined) series.spread(RUN.firstResponseSeen, answered, MICRO, { channel });
  }
  for (const sender of PERSONS) {
    const figures = live.bySender[sender];
    series.raise(RUN.messagesAttempted, figures.said, { sender });
    series.raise(RUN.messagesAcked, figures.acked, { sender });
    series.raise(RUN.messagesShown, figures.shown, { sender });
    series.spread(RUN.ackSeen, figures.ackTime, MICRO / speed, { sender });
  }
  for (const why of GIVE_UPS) series.raise(RUN.visitorsGaveUp, live.byGiveUp[why], { why });
  series.raise(RUN.messagesLeft, live.leftMessages, {});
  series.set(RUN.missedSoFar, live.missed, {});
}

/**
 * Sets the metrics of what the judge found; to be called once. `ended` is the wall-clock time, unix
 * seconds.
 */
export function showResult(series: RunSeries, result: Result, latency: Judgement['latency'], ended: number): void {
  const { sessions, timeouts, messages, transfers, cost } = result;
  for (const channel of CHANNELS) {
    series.raise(RUN.sessionsOpened, sessions.byChannel?.[channel]?.opened ?? 0, { channel });
    series.raise(RUN.sessionsActive, sessions.byChannel?.[channel]?.active ?? 0, { channel });
    series.raise(RUN.sessionsRated, sessions.byChannel?.[channel]?.ended ?? 0, { channel });
    series.raise(RUN.timeouts, timeouts.byChannel[channel] ?? 0, { channel });
  }
  for (const reason of CLOSE_REASONS) series.raise(RUN.sessionsClosed, sessions.closed[reason], { reason });
  series.raise(RUN.sessionsLeftOpen, sessions.stillOpen, {});
  for (const rule of BY_RULE) {
    series.raise(RUN.timeoutsByRule, timeouts.byRule[rule], { rule });
    series.raise(RUN.windowsByRule, timeouts.windows?.byRule[rule] ?? 0, { rule });
  }
  for (const people of BY_PEOPLE) series.raise(RUN.timeoutsByPeople, timeouts.byPeople[people], { people });
  for (const cause of CAUSES) series.raise(RUN.timeoutsByCause, timeouts.byCause[cause], { cause });
  series.raise(RUN.cameBack, timeouts.cameBack, {});

  for (const sender of PERSONS) {
    for (const fate of FATES) series.raise(RUN.messages, messages.bySender[sender]?.[fate] ?? 0, { sender, fate });
  }
  series.raise(RUN.messagesMissed, messages.missed.count, {});
  const { forgotten }: { readonly attempted: number; readonly forgotten?: number | undefined } = messages;
  if (forgotten !== undefined) {
    series.raise(RUN.sessionsKnown, sessions.opened, { history: 'kept' });
    series.raise(RUN.sessionsKnown, forgotten, { history: 'forgotten' });
  }
  for (const flag of FLAGS) series.raise(RUN.messageFlags, messages.flags[flag], { flag });
  series.raise(RUN.phantoms, messages.phantoms, {});
  series.raise(RUN.vanished, messages.vanished, {});

  const { asked, done, failed } = transfers;
  series.raise(RUN.transfers, done, { outcome: 'done' });
  series.raise(RUN.transfers, failed, { outcome: 'failed' });
  series.raise(RUN.transfers, asked - done - failed, { outcome: 'open' });

  series.raise(RUN.cost, cost.consultationsLost, { kind: 'consultations_lost' });
  series.raise(RUN.cost, cost.complaints, { kind: 'complaints' });
  series.raise(RUN.cost, cost.conversionsLost, { kind: 'conversions_lost' });
  series.raise(RUN.cost, cost.repeatedDescriptions, { kind: 'repeated_descriptions' });

  for (const [limit, { tested, broken }] of limitsOf(result)) {
    series.raise(RUN.limitsTested, tested, { limit });
    series.raise(RUN.limitsBroken, broken, { limit });
  }

  showTimes(series, showWaits(series, result.latency), latency);
  series.set(RUN.speed, result.run.speed, {});
  series.set(RUN.speedLimit, result.generator.speedLimit ?? Infinity, {});
  series.set(RUN.honest, result.generator.honest ? 1 : 0, {});
  series.choose(RUN.verdict, result.verdict);
  series.choose(RUN.phase, 'done');
  series.set(RUN.end, ended, {});
}

/** `longer` says by histogram name how many waits are longer than all its samples. */
function showTimes(
  series: RunSeries,
  longer: ReadonlyMap<string, number>,
  { model, real }: Judgement['latency'],
): void {
  const times: [Parameters<RunSeries['spread']>[0], Histogram][] = [
    [RUN.transferTime, model.transfer.ended.histogram()],
    [RUN.firstResponse, model.firstResponse.ended.histogram()],
    [RUN.notice, model.notice.ended],
    [RUN.ack, real.ack.ended],
    [RUN.delivery, real.delivery.ended],
    [RUN.closeLateness, real.closeLateness],
  ];
  for (const [metric, samples] of times) series.spread(metric, samples, MICRO, {}, longer.get(metric.name));
}
