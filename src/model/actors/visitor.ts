// A visitor: says turns, waits for answers, thinks, reacts to prompts and closes, and ends as the plan says.
import type { Micros } from '../core/time.ts';
import type { Client, Notice, Screen, Shown } from '../ports/client.ts';
import { intendRow, lookRow, sayRow } from '../rows/busy.ts';
import { messageId, textHash } from '../rows/ids.ts';
import type { GiveUp, VisitorPlan } from '../rows/rows.ts';
import type { Refusal } from '../rows/words.ts';
import type { DeviceAndPath } from './device-and-path.ts';
import { rangeOf, type Lines, type Manners } from './settings.ts';
import { isStirring, Stirs, type User } from './stirs.ts';
import type { Sleeper, Timers } from './timers.ts';
import {
  CLICK,
  LEAVE,
  LOSE_PATIENCE,
  SAY_STILL_HERE,
  SAY_TURN,
  SEE_CLOSED,
  SEE_OWN_CLOSE,
  SEE_REFUSED,
  SETTLE,
  type Deed,
} from './visitor-deeds.ts';

/** Turn numbers of messages outside the plan's turns. */
const STILL_HERE = -1;
const THANKS = -2;

/*
 * | phase    | answer looked at        | think time over | closed seen                  | patience over |
 * |----------|-------------------------|-----------------|------------------------------|---------------|
 * | waiting  | thinking, or the ending | –               | says it again, or gives up   | gives up      |
 * | thinking | –                       | waiting         | goes on, or gives up         | –             |
 * | done     | –                       | –               | leaves                       | –             |
 */
type Phase = 'waiting' | 'thinking' | 'done';

/** The human part of a visitor. Acts only while the page is in front of them. */
export class VisitorPerson implements Screen, Sleeper, User {
  readonly #plan: VisitorPlan;
  readonly #device: DeviceAndPath;
  readonly #timers: Timers;
  readonly #lines: Lines;
  readonly #manners: Manners;
  #client!: Client;
  #stirs: Stirs | undefined;
  #phase: Phase = 'thinking';
  #turn = 0;
  #said = 0;
  #closes = 0;
  #prompts = 0;
  #answered = false;
  #gone = false;
  /** When this visitor's patience ends; Infinity while there is nothing to wait for. */
  #patienceEnds: Micros = Infinity;
  #isPatient = false;
  #why: GiveUp = 'queue';
  #next = -1;
  /** Made when first needed: an empty list is 700 bytes inside k6, and most visitors never need one. */
  #unseen: Shown[] | undefined;
  #later: Deed[] | undefined;
  #offered: readonly string[] | undefined;

  constructor(plan: VisitorPlan, manners: Manners, device: DeviceAndPath, timers: Timers, lines: Lines) {
    this.#plan = plan;
    this.#manners = manners;
    this.#device = device;
    this.#timers = timers;
    this.#lines = lines;
  }

  /** Messages said so far, by the person's own count: Σ fates must equal it. */
  get said(): number {
    return this.#said;
  }

  get thinks(): boolean {
    return this.#phase === 'thinking';
  }

  get gone(): boolean {
    return this.#gone;
  }

  arrive(client: Client): void {
    this.#client = client;
    client.start();
    this.#sayTurn();
    if (!isStirring(this.#manners)) return;
    this.#stirs = new Stirs(this, this.#manners, this.#device, client, this.#timers);
    this.#stirs.keepMoving();
  }

  /** The page came to the front or went away. */
  faced(visible: boolean): void {
    if (!visible || this.#gone) return;
    for (const message of this.#unseen?.splice(0) ?? []) this.#look(message);
    for (const deed of this.#later?.splice(0) ?? []) this.#act(deed);
  }

  /** The run is being drained: this visitor starts nothing more. */
  rest(): void {
    this.#phase = 'done';
    this.#gone = true;
    this.#patienceEnds = Infinity;
    this.#timers.cancel(this.#next);
    this.#later = undefined;
  }

  shown(message: Shown): void {
    if (this.#gone) return;
    if (this.#device.device === 'visible') this.#look(message);
    else (this.#unseen ??= []).push(message);
  }

  notice(notice: Notice): void {
    if (this.#gone) return;
    if (notice.kind === 'closed') this.#act(notice.reason === 'visitor' ? SEE_OWN_CLOSE : SEE_CLOSED);
    if (notice.kind === 'left_message') this.#act(SETTLE);
  }

  refused(_id: string, _why: Refusal): void {
    if (this.#phase === 'waiting') this.#act(SEE_REFUSED);
  }

  /** A timer fires. */
  wake(deed: Deed): void {
    if (deed !== LOSE_PATIENCE) return this.#act(deed);
    this.#isPatient = false;
    if (this.#patienceEnds > this.#device.now()) this.#watchPatience();
    else this.#act(LOSE_PATIENCE);
  }

  #look(message: Shown): void {
    this.#device.write(lookRow(message.id, message.session));
    this.#client.seen(message.session, message.seq);
    if (message.from === 'system') this.#sawPrompt(SAY_STILL_HERE);
    else if (message.from === 'bot') this.#sawBot(message);
    else if (this.#phase === 'waiting') this.#sawAnswer();
  }

  #sawAnswer(): void {
    this.#patienceEnds = Infinity;
    this.#answered = true;
    this.#turn += 1;
    const think = this.#plan.think[this.#turn];
    if (think === undefined) {
      this.#finish();
      return;
    }
    this.#phase = 'thinking';
    const due = this.#device.now() + think;
    this.#device.write(intendRow(this.#turn, think, due));
    this.#next = this.#timers.wake(due, this, SAY_TURN);
    this.#stirs?.willType(due);
  }

  #sawBot({ options = [] }: Shown): void {
    if (options.length === 0) return;
    this.#offered = options;
    this.#sawPrompt(CLICK);
  }

  /**
   * A visitor who would answer a prompt by writing clicks instead if there is an option to click.
   */
  #sawPrompt(answer: typeof SAY_STILL_HERE | typeof CLICK): void {
    const delay = this.#plan.prompts[this.#prompts];
    this.#prompts += 1;
    if (delay === undefined || delay < 0 || this.#phase !== 'thinking') return;
    this.#timers.wake(this.#device.now() + delay, this, answer);
  }

  /** Somebody else closed it. A visitor who has finished has no reason to stay. */
  #sawClosed(): void {
    if (this.#phase === 'done') return this.#leave();
    const back = this.#plan.comesBack[Math.min(this.#closes, this.#plan.comesBack.length - 1)] ?? false;
    this.#closes += 1;
    if (!back) this.#giveUp('closed');
    else if (this.#phase === 'waiting') this.#askAgain();
  }

  /**
   * Repeats the turn after a close that came before its answer. The remaining patience does not
   * grow.
   */
  #askAgain(): void {
    this.#say(this.#turn, this.#plan.lines[this.#turn] ?? 0);
  }

  #sayTurn(): void {
    this.#phase = 'waiting';
    this.#say(this.#turn, this.#plan.lines[this.#turn] ?? 0);
    this.#patienceEnds = this.#device.now() + (this.#answered ? this.#plan.replyPatience : this.#plan.patience);
    this.#why = this.#answered ? 'no_reply' : 'queue';
    if (!this.#isPatient) this.#watchPatience();
  }

  /**
   * One timer for all waits. It checks whether the moment has moved, so answers need not reset it.
   */
  #watchPatience(): void {
    this.#isPatient = this.#patienceEnds !== Infinity;
    if (!this.#isPatient) return;
    this.#timers.wake(this.#patienceEnds, this, LOSE_PATIENCE);
  }

  #say(turn: number, line: number): void {
    const text = this.#lines.at(line);
    const id = messageId(this.#device.actor, this.#said);
    this.#said += 1;
    this.#device.write(sayRow(id, turn, textHash(text)));
    this.#client.say(id, text);
  }

  #finish(): void {
    this.#phase = 'done';
    this.#device.write({ what: 'finish', how: this.#plan.ending });
    const session = this.#client.session();
    if (this.#plan.ending === 'closes' && session !== undefined) this.#client.end(session);
    if (this.#plan.ending === 'goodbye') this.#say(THANKS, this.#line('visitor/thanks'));
    this.#settle();
  }

  #giveUp(why: GiveUp): void {
    this.#phase = 'done';
    this.#timers.cancel(this.#next);
    this.#device.write({ what: 'gave_up', why, left: this.#plan.think.length - this.#turn });
    const session = this.#client.session();
    if (this.#plan.ending === 'closes' && session !== undefined) this.#client.end(session);
    this.#settle();
  }

  /** Nothing more to say: the page stays open for a while, then the visitor leaves. */
  #settle(): void {
    this.#phase = 'done';
    this.#patienceEnds = Infinity;
    this.#timers.wake(this.#device.now() + this.#plan.lingers, this, LEAVE);
  }

  #leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#device.write({ what: 'leave' });
    this.#client.stop();
  }

  #click(): void {
    const session = this.#client.session();
    const option = this.#offered?.[(this.#plan.lines[0] ?? 0) % this.#offered.length];
    if (this.#phase === 'thinking' && session !== undefined && option !== undefined)
      this.#client.act({ kind: 'click', option }, session);
  }

  /** People act on a page that is in front of them; otherwise once they are back. */
  #act(deed: Deed): void {
    if (this.#gone || this.#device.device === 'killed') return;
    if (this.#device.device === 'visible') this.#do(deed);
    else (this.#later ??= []).push(deed);
  }

  #do(deed: Deed): void {
    switch (deed) {
      case SAY_TURN:
        return this.#sayTurn();
      case SAY_STILL_HERE:
        if (this.#phase === 'thinking') this.#say(STILL_HERE, this.#line('visitor/still_here'));
        return;
      case CLICK:
        return this.#click();
      case LOSE_PATIENCE:
        if (this.#phase === 'waiting' && this.#patienceEnds <= this.#device.now()) this.#giveUp(this.#why);
        return;
      case SEE_CLOSED:
        return this.#sawClosed();
      case SEE_REFUSED:
        return this.#giveUp('refused');
      case SETTLE:
        return this.#settle();
      case SEE_OWN_CLOSE:
      case LEAVE:
        return this.#leave();
    }
  }

  #line(kind: string): number {
    const range = rangeOf(this.#lines, kind);
    return range[0] + ((this.#plan.lines[0] ?? 0) % (range[1] - range[0]));
  }
}
