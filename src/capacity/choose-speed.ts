// Which speed is played, what chose it, and the one rule for a speed above the honest limit.
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
}

/** What a request says of speed. */
export interface SpeedWishes {
  /** The honest limit, where somebody has measured it before: a study of what speeds above it do. */
  readonly limit?: SpeedLimit;
}

/**
 * The one rule for a speed above the honest limit: it is played, because somebody has named it, and the run is judged invalid.
 * Whoever named it (the scenario, `--speed`, the command that repeats a run, the target), the run says so while it is played
 * and in its report. Only `auto` is never above the limit.
 */
export const isAboveLimit = ({ speed, limit: { limit } }: SpeedChosen): boolean => speed > limit;

/** The speed of a target of our own, and what chose it. @throws UsageError for `auto`, when no speed is honest */
export function chosen({
  asked,
  limit,
  scenario,
  atMost = Infinity,
  atMostWhy = message('speed.command'),
}: SpeedQuestion): { speed: number; chosenBy: Message } {
  if (asked !== 'auto') {
    return { speed: asked, chosenBy: because(message(asked === scenario ? 'speed.asked' : 'speed.given'), limit) };
  }
  if (limit.limit === 0) throw new UsageError(say('errors.noHonestSpeed', { bound: limit.bound }));
  if (limit.limit <= atMost) return { speed: limit.limit, chosenBy: message('speed.highest', { bound: limit.bound }) };
  return { speed: atMost, chosenBy: because(atMostWhy, limit) };
}

/** Why a running target is played at its speed: it has one of its own, or none that is known. */
export const given = ({ isKnown }: { readonly isKnown: boolean }, limit: SpeedLimit): Message =>
  because(message(isKnown ? 'speed.target' : 'speed.real'), limit);

const because = (why: Message, { limit, bound }: SpeedLimit): Message => message('speed.why', { why, limit, bound });

/** Why a run at a speed above the limit is invalid; nothing for a study, which compares what such speeds do. */
export function aboveLimit(wishes: SpeedWishes, chosenSpeed: SpeedChosen): Message[] {
  if (wishes.limit !== undefined || !isAboveLimit(chosenSpeed)) return [];
  return [message('spoilt.tooFast', told(chosenSpeed))];
}

/** What is worth knowing of the speed: that the machine could not be measured, or that a study plays above the limit. */
export function speedNotes(wishes: SpeedWishes, chosenSpeed: SpeedChosen): Message[] {
  const { unmeasured } = chosenSpeed.limit;
  const notes = unmeasured === undefined ? [] : [message('note.unmeasured', unmeasured)];
  if (wishes.limit === undefined || !isAboveLimit(chosenSpeed)) return notes;
  return [...notes, message('note.tooFast', told(chosenSpeed))];
}

const told = ({ speed, limit: { limit, bound } }: SpeedChosen) => ({ speed, limit, bound });
