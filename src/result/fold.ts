// Folds a judgement and its evidence into the numbers of the result document.
import type { Evidence } from '../model/judge/evidence.ts';
import type { Judgement } from '../model/judge/judge.ts';
import type { MessageVerdict } from '../model/judge/messages.ts';
import type { VisitorPlan, WitnessSession } from '../model/rows/rows.ts';
import { isVisitor } from '../model/rows/ids.ts';
import {
  BY_PEOPLE,
  BY_RULE,
  CAUSES,
  CLOSE_REASONS,
  FATES,
  FLAGS,
  MISSED_FATES,
  type Fate,
} from '../model/rows/words.ts';
import { rateOf } from './rates.ts';
import type { Result } from './schema.ts';

export type Numbers = Pick<
  Result,
  'sessions' | 'timeouts' | 'messages' | 'transfers' | 'latency' | 'cost' | 'visitors'
>;

/** How many ids of each bad fate the result names. */
const EXAMPLES = 5;

/** All counts, shares and times of a run, without a verdict on them. */
export function fold(evidence: Evidence, judgement: Judgement): Numbers {
  return {
    sessions: sessions(evidence, judgement),
    timeouts: timeouts(evidence, judgement),
    messages: messages(judgement),
    transfers: transfers(evidence),
    latency: {
      model: {
        firstResponse: judgement.latency.model.firstResponse.summary(),
        transfer: judgement.latency.model.transfer.summary(),
        notice: judgement.latency.model.notice.summary(),
      },
      real: {
        ack: judgement.latency.real.ack.summary(),
        delivery: judgement.latency.real.delivery.summary(),
        closeLateness: judgement.latency.real.closeLateness.summary(),
      },
    },
    cost: cost(evidence, judgement),
    visitors: visitors(evidence),
  };
}

/** A table with every word at 0, filled from a list of words. */
export function tally<W extends string>(words: readonly W[], seen: Iterable<W>): Record<W, number> {
  const table = Object.fromEntries(words.map((w) => [w, 0])) as Record<W, number>;
  for (const word of seen) table[word] = (table[word] ?? 0) + 1;
  return table;
}

function sessions(evidence: Evidence, { drainStart }: Judgement): Numbers['sessions'] {
  const all = [...evidence.sessions.values()].filter((s) => s.openedAt <= drainStart);
  const closed = all.filter((s) => s.closedAt !== undefined && s.closedAt <= drainStart);
  const leftMessage = all.filter((s) => s.state === 'left_message').length;
  return {
    opened: all.length,
    active: livesInHands(evidence.sessions.values(), drainStart),
    stillOpen: all.length - closed.length - leftMessage,
    leftMessage,
    closed: tally(CLOSE_REASONS, [
      ...closed.map((s) => s.reason ?? 'admin'),
      ...all.flatMap((s) => (s.closes ?? []).map((c) => c.reason)),
    ]),
    byChannel: Object.fromEntries(
      [...new Set(all.map((s) => s.channel))].sort().map((channel) => {
        const mine = all.filter((s) => s.channel === channel);
        return [channel, { opened: mine.length, active: livesInHands(mine, drainStart) }];
      }),
    ),
  };
}

/** Lives of sessions that reached an agent before `until`: a session that was reopened has more than one. */
function livesInHands(sessions: Iterable<WitnessSession>, until: number): number {
  let lives = 0;
  for (const { activeAt, closes } of sessions) {
    for (const life of [{ activeAt }, ...(closes ?? [])])
      if (life.activeAt !== undefined && life.activeAt <= until) lives += 1;
  }
  return lives;
}

function timeouts(evidence: Evidence, judgement: Judgement): Numbers['timeouts'] {
  const closes = judgement.timeouts.filter((t) => t.byRule !== 'missed');
  const people = closes.flatMap((t) => (t.byPeople === undefined ? [] : [t.byPeople]));
  return {
    rate: rateOf(closes.length, livesInHands(evidence.sessions.values(), judgement.drainStart)),
    byRule: tally(
      BY_RULE,
      judgement.timeouts.map((t) => t.byRule),
    ),
    byPeople: tally(BY_PEOPLE, people),
    byCause: tally(
      CAUSES,
      closes.map((t) => t.cause),
    ),
    byChannel: tally([], closes.map((t): string => t.channel) as never[]),
    premature: rateOf(people.filter((p) => p === 'premature').length, closes.length),
    cameBack: closes.filter((t) => t.cameBack).length,
  };
}

function messages({ attempted, messages: all, phantoms, vanished }: Judgement): Numbers['messages'] {
  const missed = all.filter((m) => MISSED_FATES.includes(m.fate));
  return {
    attempted,
    fates: tally(
      FATES,
      all.map((m) => m.fate),
    ),
    flags: tally(
      FLAGS,
      all.flatMap((m) => [...m.flags]),
    ),
    routes: tally<string>(
      [],
      all.flatMap((m) => (m.route === undefined ? [] : [m.route])),
    ),
    missed: rateOf(missed.length, all.length),
    bySender: {
      visitor: fatesOf(all.filter((m) => isVisitor(m.by))),
      agent: fatesOf(all.filter((m) => !isVisitor(m.by))),
    },
    phantoms: phantoms.length,
    vanished: vanished.length,
    examples: examples(all, { phantom: phantoms, vanished }),
  };
}

const fatesOf = (list: readonly MessageVerdict[]): Record<string, number> =>
  tally(
    FATES,
    list.map((m) => m.fate),
  );

function examples(
  all: readonly MessageVerdict[],
  beside: Readonly<Record<string, readonly string[]>>,
): Record<string, string[]> {
  const named: Record<string, string[]> = {};
  const bad: readonly Fate[] = ['lost', 'misrouted', 'stored_unseen', 'unnoticed', 'unknown_drain'];
  for (const fate of bad) {
    const ids = all.filter((m) => m.fate === fate).map((m) => m.id);
    if (ids.length > 0) named[fate] = ids.slice(0, EXAMPLES);
  }
  for (const [what, ids] of Object.entries(beside)) if (ids.length > 0) named[what] = ids.slice(0, EXAMPLES);
  return named;
}

function transfers(evidence: Evidence): Numbers['transfers'] {
  const all = [...evidence.sessions.values()].flatMap((s) =>
    s.transfers.map((t) => ({ ...t, isOpen: s.closedAt === undefined })),
  );
  const done = all.filter((t) => t.doneAt !== undefined).length;
  return { asked: all.length, done, failed: all.filter((t) => t.doneAt === undefined && !t.isOpen).length };
}

/** What it costs, as separate numbers: visitors left unheard, those who would complain, leads gone, stories told twice. */
function cost(evidence: Evidence, judgement: Judgement): Numbers['cost'] {
  const unheard = new Set(
    judgement.messages.filter((m) => isVisitor(m.by) && MISSED_FATES.includes(m.fate)).map((m) => m.by),
  );
  for (const actor of evidence.actors.values()) if (actor.gaveUp?.why === 'closed') unheard.add(actor.id);
  const repeated = judgement.messages.filter((m) => m.route === 'new_session_other_agent');
  const plan = (id: string): VisitorPlan | undefined => evidence.actors.get(id)?.plan as VisitorPlan | undefined;
  const upset = new Set([...unheard, ...repeated.map((m) => m.by)]);
  for (const actor of evidence.actors.values()) if (actor.gaveUp !== undefined) upset.add(actor.id);
  return {
    consultationsLost: unheard.size,
    complaints: [...upset].filter((id) => plan(id)?.annoyed === true).length,
    conversionsLost: [...unheard].filter((id) => plan(id)?.lead === true).length,
    repeatedDescriptions: repeated.length,
  };
}

function visitors(evidence: Evidence): Numbers['visitors'] {
  const all = [...evidence.actors.values()].filter((a) => isVisitor(a.id));
  return {
    arrived: all.length,
    finished: all.filter((a) => a.finished !== undefined).length,
    gaveUp: tally<string>(
      [],
      all.flatMap((a) => (a.gaveUp === undefined ? [] : [a.gaveUp.why])),
    ),
  };
}
