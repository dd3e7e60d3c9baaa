// A visitor: says turns, waits for answers, thinks, reacts to prompts and closes, and ends as the plan says.
import type { Micros } from '../core/time.ts';
import type { Client, Notice, Screen, Shown } from '../ports/client.ts';
import { messageId, textHash } from '../rows/ids.ts';
import type { GiveUp, VisitorPlan } from '../rows/rows.ts';
import type { Refusal } from '../rows/words.ts';
import type { Layers } from './layers.ts';
import { rangeOf, type Lines } from './settings.ts';
import type { Timers } from './timers.ts';

/** Turn numbers of what is said outside the plan's turns. */
export const STILL_HERE = -1;
export const THANKS = -2;

/*
 * | phase    | answer looked at        | think time over | closed seen                  | patience over |
 * |----------|-------------------------|-----------------|------------------------------|---------------|
 * | waiting  | thinking, or the ending | –               | says it again, or gives up   | gives up      |
 * | thinking | –                       | waiting         | goes on, or gives up         | –             |
 * | done     | –                       | –               | leaves                       | –             |
 */
type Phase = 'waiting' | 'thinking' | 'done';

/** The human part of a visitor. Acts only while the page is in front of them. */
export class VisitorPerson implements Screen {
  readonly #plan: VisitorPlan;
  readonly #layers: Layers;
  readonly #timers: Timers;
  readonly #lines: Lines;
  #client!: Client;
  #phase: Phase = 'thinking';
  #turn = 0;
  #said = 0;
  #closes = 0;
  #prompts = 0;
  #answered = false;
  #gone = false;
  /** When this visitor's patience is over; Infinity while there is nothing to wait for. */
  #patienceEnds: Micros = Infinity;
  #isPatient = false;
  #why: GiveUp = 'queue';
  #next = -1;
  readonly #unseen: Shown[] = [];
  readonly #later: (() => void)[] = [];

  constructor(plan: VisitorPlan, layers: Layers, timers: Timers, lines: Lines) {
    this.#plan = plan;
    this.#layers = layers;
    this.#timers = timers;
    this.#lines = lines;
  }

  /** Messages said so far: the person's own count, against which fates are balanced. */
  get said(): number {
    return this.#said;
  }

  arrive(client: Client): void {
    this.#client = client;
    client.start();
    this.#sayTurn();
  }

  /** The page came to the front or went away. */
  faced(visible: boolean): void {
    if (!visible || this.#gone) return;
    for (const message of this.#unseen.splice(0)) this.#look(message);
    for (const act of this.#later.splice(0)) this.#act(act);
  }

  /** No more intentions: the run is being drained. */
  rest(): void {
    this.#phase = 'done';
    this.#gone = true;
    this.#patienceEnds = Infinity;
    this.#timers.cancel(this.#next);
    this.#later.length = 0;
  }

  shown(message: Shown): void {
    if (this.#gone) return;
    if (this.#layers.device === 'visible') this.#look(message);
    else this.#unseen.push(message);
  }

  notice(notice: Notice): void {
    if (this.#gone) return;
    if (notice.kind === 'closed') this.#act(() => this.#sawClosed(notice.reason === 'visitor'));
    if (notice.kind === 'left_message') this.#act(() => this.#settle());
  }

  refused(_id: string, _why: Refusal): void {
    if (this.#phase === 'waiting') this.#act(() => this.#giveUp('refused'));
  }

  #look(message: Shown): void {
    this.#layers.write({ what: 'look', id: message.id, session: message.session });
    this.#client.seen(message.session, message.seq);
    if (message.from === 'system') this.#sawPrompt();
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
    const due = this.#layers.now() + think;
    this.#layers.write({ what: 'intend', turn: this.#turn, think, due });
    this.#next = this.#timers.at(due, () => this.#act(() => this.#sayTurn()));
  }

  #sawPrompt(): void {
    const delay = this.#plan.prompts[this.#prompts];
    this.#prompts += 1;
    if (delay === undefined || delay < 0 || this.#phase !== 'thinking') return;
    this.#timers.at(this.#layers.now() + delay, () =>
      this.#act(() => {
        if (this.#phase === 'thinking') this.#say(STILL_HERE, this.#line('visitor/still_here'));
      }),
    );
  }

  #sawClosed(byMe: boolean): void {
    if (byMe || this.#phase === 'done') {
      this.#leave();
      return;
    }
    const back = this.#plan.comesBack[Math.min(this.#closes, this.#plan.comesBack.length - 1)] ?? false;
    this.#closes += 1;
    if (!back) this.#giveUp('closed');
    else if (this.#phase === 'waiting') this.#sayTurn();
  }

  #sayTurn(): void {
    this.#phase = 'waiting';
    this.#say(this.#turn, this.#plan.lines[this.#turn] ?? 0);
    this.#patienceEnds = this.#layers.now() + (this.#answered ? this.#plan.replyPatience : this.#plan.patience);
    this.#why = this.#answered ? 'no_reply' : 'queue';
    if (!this.#isPatient) this.#watchPatience();
  }

  /** One alarm for all waiting: it looks whether the moment has moved, and is not cancelled and set again with every answer. */
  #watchPatience(): void {
    this.#isPatient = this.#patienceEnds !== Infinity;
    if (!this.#isPatient) return;
    this.#timers.at(this.#patienceEnds, () => {
      this.#isPatient = false;
      if (this.#patienceEnds > this.#layers.now()) this.#watchPatience();
      else {
        this.#act(() => {
          if (this.#phase === 'waiting' && this.#patienceEnds <= this.#layers.now()) this.#giveUp(this.#why);
        });
      }
    });
  }

  #say(turn: number, line: number): void {
    const text = this.#lines.at(line);
    const id = messageId(this.#layers.actor, this.#said);
    this.#said += 1;
    this.#layers.write({ what: 'say', id, turn, h: textHash(text) });
    this.#client.say(id, text);
  }

  #finish(): void {
    this.#phase = 'done';
    this.#layers.write({ what: 'finish', how: this.#plan.ending });
    const session = this.#client.session();
    if (this.#plan.ending === 'closes' && session !== undefined) this.#client.end(session);
    if (this.#plan.ending === 'goodbye') this.#say(THANKS, this.#line('visitor/thanks'));
    this.#settle();
  }

  #giveUp(why: GiveUp): void {
    this.#phase = 'done';
    this.#timers.cancel(this.#next);
    this.#layers.write({ what: 'gave_up', why, left: this.#plan.think.length - this.#turn });
    const session = this.#client.session();
    if (this.#plan.ending === 'closes' && session !== undefined) this.#client.end(session);
    this.#settle();
  }

  /** Nothing more to say; the page stays open a while, then goes. */
  #settle(): void {
    this.#phase = 'done';
    this.#patienceEnds = Infinity;
    this.#timers.at(this.#layers.now() + this.#plan.lingers, () => this.#act(() => this.#leave()));
  }

  #leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#layers.write({ what: 'leave' });
    this.#client.stop();
  }

  /** People act on a page that is in front of them; otherwise when they are back. */
  #act(act: () => void): void {
    if (this.#gone || this.#layers.device === 'killed') return;
    if (this.#layers.device === 'visible') act();
    else this.#later.push(act);
  }

  #line(kind: string): number {
    const [from, to] = rangeOf(this.#lines, kind);
    return from + ((this.#plan.lines[0] ?? 0) % (to - from));
  }
}
