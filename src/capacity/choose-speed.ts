// Which speed is played, what chose it, and what a report has to say of it.
import { message, say, type Message } from '../language/language.ts';
import { UsageError } from '../scenario/define.ts';
import type { SpeedLimit } from './speed.ts';

/** The speed of a run, and how far this machine can be trusted. */
export interface SpeedChosen {
  readonly speed: number;
  readonly limit: SpeedLimit;
}

/** What {@link chosen} decides on. */
export interface SpeedQuestion {
  readonly asked: number | 'auto';
  readonly limit: SpeedLimit;
  /** The speed the scenario asks for. */
  readonly scenario: number | 'auto';
  readonly atMost?: number;
  /** Why no faster; by default because the command goes no faster. */
  readonly atMostWhy?: Message;
  readonly force?: boolean;
}

/** What a request says of speed. */
export interface SpeedWishes {
  readonly force?: boolean;
  /** The honest limit, where somebody has measured it before. */
  readonly limit?: SpeedLimit;
  /** Present where the target was there before the run. */
  readonly target?: unknown;
}

/** The speed of a target of our own, and what chose it. @throws UsageError above the honest limit, unless forced; for `auto`, when there is none */
export function chosen({
  asked,
  limit,
  scenario,
  atMost = Infinity,
  atMostWhy = message('speed.command'),
  force = false,
}: SpeedQuestion): { speed: number; chosenBy: Message } {
  if (asked === 'auto') {
    if (limit.limit === 0) throw new UsageError(say('errors.noHonestSpeed', { bound: limit.bound }));
    if (limit.limit <= atMost)
      return { speed: limit.limit, chosenBy: message('speed.highest', { bound: limit.bound }) };
    return { speed: atMost, chosenBy: because(atMostWhy, limit) };
  }
  if (asked > limit.limit && !force && asked !== scenario) {
    throw new UsageError(say('errors.tooFast', { speed: asked, limit: limit.limit, bound: limit.bound }));
  }
  return { speed: asked, chosenBy: because(message(asked === scenario ? 'speed.asked' : 'speed.given'), limit) };
}

/** Why a running target is played at its speed. @throws UsageError when this machine cannot keep up with it */
export function given(theirs: { speed: number; isKnown: boolean }, limit: SpeedLimit, wishes: SpeedWishes): Message {
  const { speed, isKnown } = theirs;
  // Real time is never refused: there is no compression that could bend anything.
  if (speed > 1 && speed > limit.limit && wishes.force !== true) {
    throw new UsageError(say('errors.targetTooFast', { speed, limit: limit.limit, bound: limit.bound }));
  }
  return because(message(isKnown ? 'speed.target' : 'speed.real'), limit);
}

const because = (why: Message, { limit, bound }: SpeedLimit): Message => message('speed.why', { why, limit, bound });

/**
 * What is worth knowing of the speed: that the machine could not be measured, and a speed above the limit that was neither
 * forced nor refused, because the scenario asked for it or because it is real time.
 */
export function speedNotes(wishes: SpeedWishes, { speed, limit: of }: SpeedChosen): Message[] {
  const { limit, bound, unmeasured } = of;
  const notes = unmeasured === undefined ? [] : [message('note.unmeasured', unmeasured)];
  if (speed <= limit || wishes.force === true || wishes.limit !== undefined) return notes;
  const key = wishes.target === undefined ? 'note.scenarioSpeed' : 'note.targetSpeed';
  return [...notes, message(key, { speed, limit, bound })];
}

/** A run at a forced speed is no honest run. */
export function forcedBeyond(wishes: SpeedWishes, { speed, limit: { limit, bound } }: SpeedChosen): Message[] {
  if (speed <= limit || wishes.force !== true) return [];
  return [message('spoilt.forced', { speed, limit, bound })];
}
