// Chooses the speed of a run and says why. Also holds the rule for speeds above the honest limit.
import { message, say, type Message } from '../language/language.ts';
import { UsageError } from '../scenario/define.ts';
import type { SpeedLimit } from './speed.ts';

/** The speed of a run, and the honest limit of this machine. */
export interface SpeedChosen {
  readonly speed: number;
  readonly limit: SpeedLimit;
}

/** Input of {@link chosen}. */
export interface SpeedQuestion {
  readonly asked: number | 'auto';
  readonly limit: SpeedLimit;
  /** The speed the scenario asks for. */
  readonly scenario: number | 'auto';
  readonly atMost?: number;
  /** Why no faster; default: the command sets the limit. */
  readonly atMostWhy?: Message;
}

/** What a request says about speed. */
export interface SpeedWishes {
  /** The honest limit from an earlier calibration: set by a study of speeds above it. */
  readonly limit?: SpeedLimit;
}

/**
 * The rule for a speed above the honest limit: an explicit speed is played, and the run is judged
 * invalid.
 * It does not matter who named it: the scenario, `--speed`, the command that repeats a run, or the
 * target. The run says so while it is played and in its report. Only `auto` is never above the
 * limit.
 */
export const isAboveLimit = ({ speed, limit: { limit } }: SpeedChosen): boolean => speed > limit;

/**
 * The speed of a target of our own, and why it was chosen.
 * @throws UsageError for `auto`, when no speed is honest
 */
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

/**
 * Why an external target is played at its speed: it is the target's own, or real time because none
 * is known.
 */
export const given = ({ isKnown }: { readonly isKnown: boolean }, limit: SpeedLimit): Message =>
  because(message(isKnown ? 'speed.target' : 'speed.real'), limit);

const because = (why: Message, { limit, bound }: SpeedLimit): Message => message('speed.why', { why, limit, bound });

/**
 * Why a run at a speed above the limit is invalid; empty for a study, which compares such speeds.
 */
export function aboveLimit(wishes: SpeedWishes, chosenSpeed: SpeedChosen): Message[] {
  if (wishes.limit !== undefined || !isAboveLimit(chosenSpeed)) return [];
  return [message('spoilt.tooFast', told(chosenSpeed))];
}

/** Notes on the speed: the machine could not be measured, or a study plays above the limit. */
export function speedNotes(wishes: SpeedWishes, chosenSpeed: SpeedChosen): Message[] {
  const { unmeasured } = chosenSpeed.limit;
  const notes = unmeasured === undefined ? [] : [message('note.unmeasured', unmeasured)];
  if (wishes.limit === undefined || !isAboveLimit(chosenSpeed)) return notes;
  return [...notes, message('note.tooFast', told(chosenSpeed))];
}

const told = ({ speed, limit: { limit, bound } }: SpeedChosen) => ({ speed, limit, bound });
