// Scales the same people and rules in time: every duration k times as long.
import type { Duration } from '../../src/model/core/distributions.ts';
import type { Micros } from '../../src/model/core/time.ts';
import type { Habit, Workload } from '../../src/model/population/workload.ts';
import type { IdleTime, SessionRules } from '../../src/model/rules/rules.ts';

function duration(d: Duration, k: number): Duration {
  if (d.kind === 'fixed') return { ...d, value: d.value * k };
  if (d.kind === 'exponential') return { ...d, mean: d.mean * k };
  if (d.kind === 'uniform') return { ...d, low: d.low * k, high: d.high * k };
  if (d.kind === 'mixture') return { ...d, main: duration(d.main, k), other: duration(d.other, k) };
  return { ...d, median: d.median * k, ...(d.cap !== undefined && { cap: d.cap * k }) };
}

const habitTimes = (h: Habit, k: number): Habit => ({
  ...h,
  onset: duration(h.onset, k),
  length: duration(h.length, k),
});

/** The same people with every duration k times as long. */
export function workloadTimes(w: Workload, k: number): Workload {
  const { liveness, backoff, connectFails, throttle } = w.client;
  const { settings, leave } = w.agents;
  return {
    ...w,
    arrivals: w.arrivals.map((phase) => ({ ...phase, for: phase.for * k })),
    personas: w.personas.map((p) => ({
      ...p,
      think: duration(p.think, k),
      patience: duration(p.patience, k),
      replyPatience: duration(p.replyPatience, k),
      lingers: duration(p.lingers, k),
      promptDelay: duration(p.promptDelay, k),
      typing: p.typing * k,
      typingEvery: p.typingEvery * k,
      activity: p.activity * k,
    })),
    habits: w.habits.map((h) => habitTimes(h, k)),
    agents: {
      ...w.agents,
      settings: {
        ...settings,
        answer: duration(settings.answer, k),
        glance: duration(settings.glance, k),
        notice: duration(settings.notice, k),
        typing: settings.typing * k,
        attention: {
          popup: duration(settings.attention.popup, k),
          dot: duration(settings.attention.dot, k),
          mark: duration(settings.attention.mark, k),
        },
      },
      habits: w.agents.habits.map((h) => habitTimes(h, k)),
      spread: w.agents.spread * k,
      ...(leave !== undefined && { leave: { ...leave, at: duration(leave.at, k) } }),
    },
    client: {
      liveness: { every: liveness.every * k, limit: liveness.limit * k },
      backoff: { first: backoff.first * k, most: backoff.most * k },
      connectFails: connectFails * k,
      throttle: { soon: throttle.soon * k, late: throttle.late * k, after: throttle.after * k },
    },
  };
}

function idleTimes(time: IdleTime, k: number): IdleTime {
  if (typeof time === 'number') return time * k;
  const { visitor, agent } = time;
  return { visitor: visitor === null ? null : visitor * k, agent: agent === null ? null : agent * k };
}

/** The same rules with every duration k times as long, except office hours. */
export function rulesTimes(r: SessionRules, k: number): SessionRules {
  const times = (value: Micros | null): Micros | null => (value === null ? null : value * k);
  const clock = (c: { every: Micros; limit: Micros }) => ({ every: c.every * k, limit: c.limit * k });
  return {
    idle:
      r.idle === null
        ? null
        : {
            ...r.idle,
            after: idleTimes(r.idle.after, k),
            byChannel: Object.fromEntries(
              Object.entries(r.idle.byChannel).map(([on, after]) => [on, after === null ? null : idleTimes(after, k)]),
            ),
          },
    channels: Object.fromEntries(
      Object.entries(r.channels).map(([on, c]) => [
        on,
        {
          ...c,
          message: { ...c.message, window: c.message.window * k },
          click: c.click === null ? null : { ...c.click, window: c.click.window * k },
          gone: times(c.gone),
        },
      ]),
    ),
    welcome: r.welcome,
    prompt:
      r.prompt === null
        ? null
        : {
            ...r.prompt,
            before: r.prompt.before * k,
            every: times(r.prompt.every),
            after: r.prompt.after === undefined ? undefined : r.prompt.after * k,
            closes: r.prompt.closes === undefined ? undefined : r.prompt.closes * k,
          },
    transfer: r.transfer === null ? null : { ...r.transfer, after: r.transfer.after * k },
    alert: r.alert === null ? null : { ...r.alert, before: r.alert.before * k },
    slowReply: r.slowReply === null ? null : { ...r.slowReply, after: r.slowReply.after * k },
    bot: r.bot === null ? null : { ...r.bot, after: r.bot.after * k },
    sweep: r.sweep * k,
    queue: { ...r.queue, timeout: times(r.queue.timeout) },
    afterClose: r.afterClose,
    visitorGone: times(r.visitorGone),
    agents: {
      ...r.agents,
      handOver: times(r.agents.handOver),
      wrapUp: r.agents.wrapUp * k,
      ring: r.agents.ring === null ? null : { ...r.agents.ring, timeout: r.agents.ring.timeout * k },
    },
    hours: r.hours,
    inactive: r.inactive === null ? null : { after: r.inactive.after * k },
    liveness: {
      transport: clock(r.liveness.transport),
      page: r.liveness.page === null ? null : clock(r.liveness.page),
    },
  };
}
