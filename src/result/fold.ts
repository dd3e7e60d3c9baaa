// Sums judgements and their evidence into the numbers of the result, also part by part.
import type { Evidence } from '../model/judge/evidence.ts';
import type { AlertVerdict } from '../model/judge/people/alerts.ts';
import type { Judgement, Judged } from '../model/judge/judge.ts';
import { mergeLatency, noLatency } from '../model/judge/waits/latency.ts';
import { isOverAt, livesOf } from '../model/judge/evidence/lives.ts';
import type { VisitorPlan, WitnessSession } from '../model/rows/rows.ts';
import { isVisitor } from '../model/rows/ids.ts';
import { handedOverBy, outcomesOf } from '../model/rows/transfers.ts';
import {
  BY_PEOPLE,
  BY_RULE,
  CAUSES,
  CLOSE_REASONS,
  FATES,
  FLAGS,
  MISSED_FATES,
  ROUTES,
  type Fate,
} from '../model/rows/words.ts';
import { Examples } from './examples.ts';
import { rateOf } from '../stats/rates.ts';
import type { Result } from './schema.ts';

export type Numbers = Pick<
  Result,
  'sessions' | 'timeouts' | 'messages' | 'transfers' | 'alerts' | 'prompts' | 'latency' | 'cost' | 'visitors'
> & { readonly play: NonNullable<Result['play']> };

/** Fates for which the result names example messages. */
const NAMED: readonly Fate[] = ['lost', 'misrouted', 'stored_unseen', 'unnoticed', 'unknown_drain'];

/** All counts, shares and times of a run, without a verdict. */
export function fold(evidence: Evidence, judgement: Judgement): Numbers {
  const totals = new Totals();
  totals.add(evidence, judgement);
  return totals.numbers(judgement.attempted);
}

/** Sessions of a channel; `ended` and `open` count only lives that an agent got. */
interface OfChannel {
  opened: number;
  active: number;
  ended: number;
  open: number;
}
const NONE: Readonly<OfChannel> = { opened: 0, active: 0, ended: 0, open: 0 };
const PER_CHANNEL = Object.keys(NONE) as (keyof OfChannel)[];

/** Counts the lives of a session that an agent got. */
function countLives(channel: OfChannel, s: WitnessSession, drainStart: number): void {
  for (const life of livesOf(s)) {
    const isActive = life.activeAt !== undefined && life.activeAt <= drainStart;
    const isOver = isOverAt(life, drainStart);
    if (isActive) channel.active += 1;
    if (isActive && !isOver) channel.open += 1;
    // An idle close in the queue violates the rules, and counts as a timeout too.
    if (isOver && (isActive || life.reason === 'idle_timeout')) channel.ended += 1;
  }
}

/** Counts by word; a word is added when it first occurs. */
type Count = Record<string, number>;
/** Counts with every word of a closed set at 0. */
const zeros = <W extends string>(words: readonly W[]): Record<W, number> =>
  Object.fromEntries(words.map((w) => [w, 0])) as Record<W, number>;
const count = <W extends string>(table: Record<W, number>, word: NoInfer<W>): void =>
  void (table[word] = ((table[word] as number | undefined) ?? 0) + 1);

/** Sums over parts of a run; a part holds whole threads (a visitor, all sessions and messages). */
export class Totals {
  #play: Numbers['play'] = { arrivals: 0, end: 0, why: 'stopped' };
  readonly #sessions = { stillOpen: 0, leftMessage: 0 };
  readonly #closed = zeros(CLOSE_REASONS);
  readonly #channels = new Map<string, OfChannel>();
  readonly #timeouts = { closes: 0, premature: 0, cameBack: 0 };
  readonly #byRule = zeros(BY_RULE);
  readonly #windows = { closes: 0, byRule: zeros(BY_RULE), cameBack: 0 };
  readonly #byPeople = zeros(BY_PEOPLE);
  readonly #byCause = zeros(CAUSES);
  readonly #byChannel: Count = {};
  readonly #messages = { all: 0, givenUp: 0, phantoms: 0, vanished: 0, forgotten: 0 };
  readonly #bySender = { visitor: zeros(FATES), agent: zeros(FATES) };
  readonly #flags = zeros(FLAGS);
  readonly #routes: Count = {};
  readonly #examples = new Examples();
  readonly #transfers = { asked: 0, done: 0, failed: 0 };
  readonly #prompts = { asked: 0, answered: 0, expired: 0, open: 0 };
  readonly #alerts = { expiring: 0, handled: 0, expired: 0, open: 0 };
  readonly #alertsBy = new Map<string, { expiring: number; handled: number }>();
  readonly #cost = { consultationsLost: 0, complaints: 0, conversionsLost: 0, repeatedDescriptions: 0 };
  readonly #visitors = { arrived: 0, finished: 0, waiting: 0 };
  readonly #gaveUp: Count = {};
  readonly latency = noLatency();

  /** How many messages have been judged. */
  get judged(): number {
    return this.#messages.all;
  }

  add(evidence: Evidence, judgement: Judged): void {
    this.#played(evidence);
    for (const session of evidence.sessions.values()) this.#session(session, judgement.drainStart);
    this.#judgedTimeouts(judgement);
    this.#judgedMessages(judgement);
    this.#people(evidence, judgement);
    for (const alert of judgement.alerts) this.#alert(alert);
    for (const { outcome } of judgement.prompts) {
      this.#prompts.asked += 1;
      if (outcome !== 'other') this.#prompts[outcome] += 1;
    }
    mergeLatency(this.latency, judgement.latency);
  }

  /** When play ended; known from the part with the run's own rows. */
  #played({ phases }: Evidence): void {
    const end = phases.get('play_end') ?? phases.get('drain_start');
    if (end === undefined) return;
    this.#play = { arrivals: phases.get('arrivals_end')?.t ?? end.t, end: end.t, why: end.why ?? 'stopped' };
  }

  /** @param attempted messages that visitors and agents report to have written */
  numbers(attempted: number): Numbers {
    const { stillOpen, leftMessage } = this.#sessions;
    const { opened, active, ended, open } = this.#ofAllChannels();
    const { closes, premature, cameBack } = this.#timeouts;
    const { model, real } = this.latency;
    const firstResponse = model.firstResponse;
    return {
      play: this.#play,
      sessions: {
        opened,
        active,
        stillOpen,
        leftMessage,
        closed: { ...this.#closed },
        byChannel: Object.fromEntries([...this.#channels].sort(([a], [b]) => (a < b ? -1 : 1))),
      },
      timeouts: {
        rate: { ...rateOf(closes, ended), open },
        byRule: { ...this.#byRule },
        byPeople: { ...this.#byPeople },
        byCause: { ...this.#byCause },
        byChannel: sorted(this.#byChannel),
        premature: { ...rateOf(premature, closes), open },
        cameBack,
        windows: { ...this.#windows, byRule: { ...this.#windows.byRule } },
      },
      messages: this.#messageNumbers(attempted),
      transfers: { ...this.#transfers },
      prompts: { ...this.#prompts },
      alerts: {
        ...this.#alerts,
        byAgent: Object.fromEntries([...this.#alertsBy].sort(([a], [b]) => Number(a.slice(1)) - Number(b.slice(1)))),
      },
      latency: {
        model: {
          firstResponse: { ...firstResponse.summary(), afterGivingUp: firstResponse.late },
          transfer: model.transfer.summary(),
          notice: model.notice.summary(),
        },
        real: {
          ack: { ...real.ack.summary(), resent: real.ack.late },
          delivery: real.delivery.summary(),
          closeLateness: real.closeLateness.summary(),
        },
      },
      cost: { ...this.#cost },
      visitors: { ...this.#visitors, gaveUp: sorted(this.#gaveUp) },
    };
  }

  #messageNumbers(attempted: number): Numbers['messages'] {
    const { visitor, agent } = this.#bySender;
    const fates = zeros(FATES);
    for (const fate of FATES) fates[fate] = visitor[fate] + agent[fate];
    const missed = MISSED_FATES.reduce((sum, fate) => sum + fates[fate], fates.pending);
    const { all, givenUp, phantoms, vanished, forgotten } = this.#messages;
    return {
      attempted,
      fates,
      flags: { ...this.#flags },
      routes: Object.fromEntries(ROUTES.flatMap((r) => (this.#routes[r] === undefined ? [] : [[r, this.#routes[r]]]))),
      missed: { ...rateOf(missed, all), open: fates.pending },
      givenUp,
      bySender: { visitor: { ...visitor }, agent: { ...agent } },
      phantoms,
      vanished,
      forgotten,
      examples: this.#examples.named([...NAMED, 'phantom', 'vanished', 'forgotten']),
    };
  }

  #session(s: WitnessSession, drainStart: number): void {
    if (s.transfers.length > 0)
      for (const outcome of outcomesOf(handedOverBy(s, drainStart), isOverAt(s, drainStart))) {
        this.#transfers.asked += 1;
        if (outcome !== 'open') this.#transfers[outcome] += 1;
      }
    if (s.openedAt > drainStart) return;
    const channel = this.#channels.get(s.channel) ?? { ...NONE };
    this.#channels.set(s.channel, channel);
    channel.opened += 1;
    countLives(channel, s, drainStart);
    if (!isOverAt(s, drainStart)) this.#sessions.stillOpen += 1;
    for (const life of livesOf(s)) {
      if (!isOverAt(life, drainStart)) continue;
      if (life.state === 'left_message') this.#sessions.leftMessage += 1;
      else count(this.#closed, life.reason ?? 'admin');
    }
  }

  /** The sum over all channels; every session belongs to one channel. */
  #ofAllChannels(): OfChannel {
    const all = { ...NONE };
    for (const channel of this.#channels.values()) for (const key of PER_CHANNEL) all[key] += channel[key];
    return all;
  }

  #alert({ agent, outcome }: AlertVerdict): void {
    const own = this.#alertsBy.get(agent) ?? { expiring: 0, handled: 0 };
    this.#alertsBy.set(agent, own);
    this.#alerts.expiring += 1;
    own.expiring += 1;
    if (outcome === 'handled') own.handled += 1;
    if (outcome !== 'other') this.#alerts[outcome] += 1;
  }

  #judgedTimeouts({ timeouts, windows }: Judged): void {
    for (const { byRule, cameBack } of windows) {
      count(this.#windows.byRule, byRule);
      if (byRule !== 'missed') this.#windows.closes += 1;
      if (cameBack) this.#windows.cameBack += 1;
    }
    for (const t of timeouts) {
      count(this.#byRule, t.byRule);
      if (t.byRule === 'missed') continue;
      this.#timeouts.closes += 1;
      count(this.#byCause, t.cause);
      count(this.#byChannel, t.channel);
      if (t.byPeople !== undefined) count(this.#byPeople, t.byPeople);
      if (t.byPeople === 'premature') this.#timeouts.premature += 1;
      if (t.cameBack) this.#timeouts.cameBack += 1;
    }
  }

  #judgedMessages({ messages, phantoms, vanished, forgotten }: Judged): void {
    this.#messages.all += messages.length;
    for (const m of messages) {
      count(isVisitor(m.by) ? this.#bySender.visitor : this.#bySender.agent, m.fate);
      for (const flag of m.flags) count(this.#flags, flag);
      if (m.route !== undefined) count(this.#routes, m.route);
      if (NAMED.includes(m.fate)) this.#examples.add(m.fate, m.id);
    }
    this.#messages.phantoms += phantoms.length;
    for (const id of phantoms) this.#examples.add('phantom', id);
    this.#messages.vanished += vanished.length;
    for (const id of vanished) this.#examples.add('vanished', id);
    this.#messages.forgotten += forgotten.length;
    for (const id of forgotten) this.#examples.add('forgotten', id);
  }

  /** Counts visitors and costs: unanswered, complaining, lost leads, repeated descriptions. */
  #people(evidence: Evidence, judgement: Judged): void {
    const unheard = new Set<string>();
    const waiting = new Set<string>();
    const upset = new Set<string>();
    for (const m of judgement.messages) {
      if (isVisitor(m.by) && MISSED_FATES.includes(m.fate)) unheard.add(m.by);
      if (isVisitor(m.by) && m.fate === 'pending') {
        waiting.add(m.by);
        if (evidence.actors.get(m.by)?.gaveUp !== undefined) this.#messages.givenUp += 1;
      }
      if (m.route !== 'new_session_other_agent' || m.linked === true) continue;
      this.#cost.repeatedDescriptions += 1;
      upset.add(m.by);
    }
    for (const actor of evidence.actors.values()) {
      if (!isVisitor(actor.id)) continue;
      this.#visitors.arrived += 1;
      if (actor.finished !== undefined) this.#visitors.finished += 1;
      if (actor.gaveUp === undefined) continue;
      count(this.#gaveUp, actor.gaveUp.why);
      upset.add(actor.id);
      if (actor.gaveUp.why === 'closed' || waiting.has(actor.id)) unheard.add(actor.id);
    }
    const plan = (id: string): VisitorPlan | undefined => evidence.actors.get(id)?.plan as VisitorPlan | undefined;
    for (const id of unheard) {
      upset.add(id);
      if (plan(id)?.lead === true) this.#cost.conversionsLost += 1;
    }
    for (const id of upset) if (plan(id)?.annoyed === true) this.#cost.complaints += 1;
    this.#cost.consultationsLost += unheard.size;
    this.#visitors.waiting += waiting.size;
  }
}

const sorted = (table: Count): Count => Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
