// Why a verdict is what it is, in English: facts, limits, and what is missing in the evidence.
import { exactPercent, exactPercents, plural } from '../numbers.ts';
import type { Remark } from '../../model/judge/remarks.ts';
import type { TextsOf } from '../texts.ts';

export const DECIDE = {
  'decide.lost': (a: { n: number }) =>
    `${a.n} ${plural(a.n, 'message was', 'messages were')} acknowledged and ${plural(a.n, 'is', 'are')} nowhere`,
  'decide.misrouted': (a: { n: number }) =>
    `${a.n} ${plural(a.n, 'message was', 'messages were')} shown to somebody ${plural(a.n, 'it was', 'they were')} not for`,
  'decide.phantom': (a: { n: number }) =>
    `${a.n} ${plural(a.n, 'message was', 'messages were')} shown that nobody had sent`,
  'decide.vanished': (a: { n: number }) =>
    `${a.n} ${plural(a.n, 'message was', 'messages were')} on a screen and ${plural(a.n, 'has', 'have')} vanished from the history`,
  'decide.forgotten': (a: { n: number }) =>
    `people were told of ${a.n} ${plural(a.n, 'session')} that the history of the server does not have`,
  'decide.waiting': (a: { n: number; of: number; bound: number }) =>
    `${a.n} of ${a.of} messages of visitors still waited unread when play ended, more than ${exactPercent(a.bound)}`,
  'decide.open': (a: { n: number; of: number; most: number }) =>
    `${a.n} of ${a.of} conversations with an agent were still open when play ended, more than ${exactPercent(a.most)}: their rates are not known`,
  'decide.endless': (a: { n: number; of: number; most: number }) =>
    `${a.n} of ${a.of} conversations with an agent were still open when play ended, more than ${exactPercent(a.most)}: no rule of this desk ends them`,
  'decide.unknownAnswer': (a: { n: number; of: number; bound: number }) =>
    `first answer p95 is not known: ${a.n} of ${a.of} were answered, and the others had waited for less than ${a.bound} s when play ended`,
  'decide.unanswered': (a: { n: number; of: number; bound: number }) =>
    `first answer p95 is not reached, the limit is ${a.bound} s: ${a.n} of ${a.of} were answered`,
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
  'decide.untested': (a: { what: string }) => `${a.what}: there were none, so the limit was not tested`,
  'decide.timeoutRate': 'timeout rate',
  'decide.prematureRate': 'premature timeouts',
  'decide.missedRate': 'missed messages',
  'decide.slowAnswer': (a: { seconds: number; bound: number }) =>
    `first answer p95 ${a.seconds} s is above the limit of ${a.bound} s`,
  'decide.noAnswer': 'first answer: nobody asked in a session, so the limit was not tested',
  'decide.fate': (a: { n: number; fate: string; bound: number }) =>
    `${a.n} ${plural(a.n, 'message')} ${a.fate}, allowed are ${a.bound}`,
  'decide.interrupted': 'the run was interrupted before its end',
  'decide.silence': 'nobody said anything: there is nothing to judge',
} as const;

export const JUDGE = {
  'judge.noRun': 'the ledger has no run row',
  'judge.noRow': (a: { by: string }) => `no row of ${a.by}`,
  'judge.gaps': (a: { n: number; by: string }) =>
    `${a.n} ${plural(a.n, 'row')} of ${a.by} ${plural(a.n, 'is', 'are')} missing or out of order`,
  'judge.notClosed': (a: { by: string }) => `the book of ${a.by} is not closed: its end row is missing`,
  'judge.noVisitors': (a: { n: number; of: number }) => `${a.n} of ${a.of} visitors never appeared`,
  'judge.noAgents': (a: { n: number; of: number }) => `${a.n} of ${a.of} agents never appeared`,
  'judge.miscounted': (a: { said: number; held: number }) =>
    `persons counted ${a.said} ${plural(a.said, 'message')} and the ledger holds ${a.held}`,
  'judge.noDrain': 'the drain was not carried out to its end',
  'judge.drainLate': 'the drain ran out of time: some sends were still unanswered',
  'judge.notRead': 'the target was not read at the end: what it holds is unknown',
  'judge.fences': (a: { n: number; of: number }) => `${a.n} of ${a.of} fences did not come through`,
} as const satisfies TextsOf<Remark>;
