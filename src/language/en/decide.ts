// Reasons for verdicts in English: facts, limits, and missing evidence.
import { exactPercent, plural, exactPercents } from '../numbers.ts';
import type { Remark } from '../../model/judge/evidence/remarks.ts';
import type { TextsOf } from '../texts.ts';

export const DECIDE = {
  'decide.lost': (a: { n: number }) => `${a.n} acknowledged ${plural(a.n, 'message is', 'messages are')} missing`,
  'decide.misrouted': (a: { n: number }) =>
    `${a.n} ${plural(a.n, 'message was', 'messages were')} shown to the wrong person`,
  'decide.phantom': (a: { n: number }) =>
    `${a.n} ${plural(a.n, 'message was', 'messages were')} shown that nobody had sent`,
  'decide.vanished': (a: { n: number }) =>
    `${a.n} ${plural(a.n, 'message was', 'messages were')} on a screen and ${plural(a.n, 'is', 'are')} now missing from the history`,
  'decide.forgotten': (a: { n: number }) =>
    `${a.n} ${plural(a.n, 'session')} that people were told of ${plural(a.n, 'is', 'are')} missing from the history of the server`,
  'decide.waiting': (a: { n: number; of: number; bound: number }) =>
    `${a.n} of ${a.of} messages of visitors were still waiting for an agent when the run ended; the limit is ${exactPercent(a.bound)}`,
  'decide.open': (a: { n: number; of: number; most: number }) =>
    `${a.n} of ${a.of} conversations with an agent were still open when the run ended (limit ${exactPercent(a.most)}), so their rates are unknown`,
  'decide.endless': (a: { n: number; of: number; most: number }) =>
    `${a.n} of ${a.of} conversations with an agent were still open when the run ended (limit ${exactPercent(a.most)}), and no rule of this desk closes them`,
  'decide.unknownAnswer': (a: { n: number; of: number; bound: number }) =>
    `first response p95 is unknown: ${a.n} of ${a.of} questions were answered, and the others had waited less than ${a.bound} s when the run ended`,
  'decide.unanswered': (a: { n: number; of: number; bound: number }) =>
    `first response p95 was not reached (limit ${a.bound} s): only ${a.n} of ${a.of} questions were answered`,
  'decide.wrongTimeouts': (a: { n: number; early: number; late: number; missed: number; wrongState: number }) => {
    const parts = Object.entries({
      early: a.early,
      late: a.late,
      missed: a.missed,
      'in the wrong state': a.wrongState,
    }).filter(([, n]) => n > 0);
    return `${a.n} ${plural(a.n, 'timeout')} against the rules: ${parts.map(([how, n]) => `${n} ${how}`).join(', ')}`;
  },
  'decide.above': (a: { what: string; value: number; bound: number }) => {
    const [value, bound] = exactPercents(a.value, a.bound);
    return `${a.what}: ${value} is above the limit of ${bound}`;
  },
  'decide.untested': (a: { what: string }) => `${a.what}: no cases occurred, so the limit was not tested`,
  'decide.timeoutRate': 'timeout rate',
  'decide.prematureRate': 'premature timeouts',
  'decide.missedRate': 'missed messages',
  'decide.slowAnswer': (a: { seconds: number; bound: number }) =>
    `first response p95 of ${a.seconds} s is above the limit of ${a.bound} s`,
  'decide.noAnswer': 'first response: no visitor asked a question in a session, so the limit was not tested',
  'decide.fate': (a: { n: number; fate: string; bound: number }) =>
    `${a.n} ${plural(a.n, 'message')} with the fate ${a.fate}; the limit is ${a.bound}`,
  'decide.interrupted': 'the run was interrupted',
  'decide.silence': 'nobody wrote a message, so there is nothing to judge',
} as const;

export const JUDGE = {
  'judge.noRun': 'ledger incomplete: no `run` row',
  'judge.noRow': (a: { by: string }) => `ledger incomplete: no row of ${a.by}`,
  'judge.gaps': (a: { n: number; by: string }) =>
    `ledger incomplete: ${a.n} ${plural(a.n, 'row')} of ${a.by} missing or out of order`,
  'judge.notClosed': (a: { by: string }) => `ledger incomplete: no \`end\` row for ${a.by}`,
  'judge.noVisitors': (a: { n: number; of: number }) => `${a.n} of ${a.of} visitors never appeared`,
  'judge.noAgents': (a: { n: number; of: number }) => `${a.n} of ${a.of} agents never appeared`,
  'judge.miscounted': (a: { said: number; held: number }) =>
    `visitors and agents counted ${a.said} ${plural(a.said, 'message')}, but the ledger holds ${a.held}`,
  'judge.noDrain': 'the drain did not finish',
  'judge.drainLate': 'the drain timed out: some sends had no answer yet',
  'judge.notRead': 'the target was not read at the end, so what it stored is unknown',
  'judge.fences': (a: { n: number; of: number }) =>
    `${a.n} of ${a.of} end-of-run markers never arrived; messages may still be in flight`,
} as const satisfies TextsOf<Remark>;
