// Measures how judging time grows with the number of sessions, which must be linear.
import { Evidence } from '../src/model/judge/evidence.ts';
import { judge } from '../src/model/judge/judge.ts';
import { MINUTE, SECOND, type Micros } from '../src/model/core/time.ts';
import type { RowBody } from '../src/model/rows/rows.ts';
import { DEFAULT_RULES } from '../src/model/rules/rules.ts';
import type { Say } from './bench.ts';

const SIZES = [2_000, 4_000, 8_000, 16_000];

/**
 * Evidence of so many sessions that were closed idle. Every visitor asked twice; `isAnswered` says
 * whether the last question was answered.
 */
function evidenceOf(sessions: number, isAnswered: boolean): Evidence {
  const evidence = new Evidence();
  const add = (by: string, t: Micros, body: RowBody): void => evidence.take({ t, by, k: 0, ...body });
  for (let i = 0; i < sessions; i++) {
    const [visitor, agent, session] = [`v${i}`, `a${i % 50}`, `s${i + 1}`];
    const at = i * SECOND;
    const words = [
      `${visitor}/0`,
      `${agent}/${2 * i}`,
      `${visitor}/1`,
      ...(isAnswered ? [`${agent}/${2 * i + 1}`] : []),
    ];
    for (const [n, id] of words.entries()) {
      const by = id.slice(0, id.indexOf('/'));
      const from = by === visitor ? 'visitor' : 'agent';
      const [t, seq, h] = [at + n * MINUTE, n + 1, `${n}`];
      add(by, t, { what: 'say', id, turn: n, h, session });
      add(by, t, { what: 'send', id, try: 1 });
      add(by, t + 1, { what: 'ack', id, session, seq });
      add(by === visitor ? agent : visitor, t + 2, { what: 'show', id, session, seq, from, h });
      add('server', 0, { what: 'w_message', message: { session, seq, id, from, at: t, h } });
    }
    const closedAt = at + (words.length - 1) * MINUTE + 30 * MINUTE;
    add('server', 0, {
      what: 'w_session',
      session: {
        id: session,
        visitor,
        channel: 'web',
        openedAt: at,
        activeAt: at,
        closedAt,
        reason: 'idle_timeout',
        state: 'closed',
        closedFrom: 'active',
        agents: [agent],
        transfers: [],
      },
    });
  }
  return evidence;
}

/**
 * Prints the CPU time of judging each size, with answered
 * visitors and with waiting ones, and the ratio of the two.
 */
export function judgeFigures(say: Say): void {
  for (const sessions of SIZES) {
    const took = (isAnswered: boolean): number => {
      const runs = [1, 2, 3].map(() => {
        const evidence = evidenceOf(sessions, isAnswered);
        const began = process.cpuUsage();
        judge(evidence, {
          rules: DEFAULT_RULES,
          speed: 1,
          epsilon: 0,
          prematureWithin: 30 * MINUTE,
          generatorLate: false,
        });
        return process.cpuUsage(began).user / 1000;
      });
      return runs.sort((a, b) => a - b)[1] ?? 0;
    };
    const [without, waiting] = [took(true), took(false)];
    say('judge', `${sessions} closes, answered`, without, 'ms CPU');
    say(
      'judge',
      `${sessions} closes, visitor waiting`,
      waiting,
      'ms CPU',
      `${(waiting / without).toFixed(2)} times as long`,
    );
  }
}
