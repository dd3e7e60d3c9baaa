// Before play: is there a target, how fast may this machine honestly play against it, and what chose the speed.
import { message, say, type Message } from '../language/language.ts';
import { rulesOf, UsageError, workloadOf } from '../scenario/define.ts';
import type { SessionRules } from '../model/rules/rules.ts';
import type { RunFolder } from './folder.ts';
import type { Forecast } from './forecast.ts';
import type { RunRequest } from './request.ts';
import { honestSpeed } from './calibrate.ts';
import type { SpeedLimit } from './speed.ts';
import { externalTarget, referenceTarget, type Target } from './target.ts';

export interface Prepared {
  readonly target: Target;
  readonly speed: number;
  readonly limit: SpeedLimit;
  /** Why this speed and no other, for the report. */
  readonly chosenBy: Message;
}

/** The speed of a run, and how far this machine can be trusted. */
export type SpeedChosen = Pick<Prepared, 'speed' | 'limit'>;

/** What {@link chosen} decides on. */
export interface SpeedQuestion {
  readonly asked: number | 'auto';
  readonly limit: SpeedLimit;
  /** The speed the scenario asks for. */
  readonly scenario: number | 'auto';
  readonly atMost?: number;
  readonly force?: boolean;
}

/**
 * Readies the target and chooses the speed.
 * @throws UsageError when the speed that was asked for cannot be played honestly
 */
export async function prepareTarget(request: RunRequest, folder: RunFolder, plan: Forecast): Promise<Prepared> {
  const { scenario, profile, durability = 'process' } = request;
  const agents = scenario.data.agents.count;
  const rules = rulesOf(scenario, profile);
  const theirs =
    request.target === undefined
      ? undefined
      : await externalTarget({ target: request.target, agents, speed: request.speed });
  // Lateness and frame cost are those of this machine, so a loopback of its own tells them for every target.
  const asked = theirs?.speed ?? request.speed;
  const atMost = Math.min(asked === 'auto' ? Infinity : asked, request.speedAtMost ?? Infinity);
  const limit = request.limit ?? (await limitFor(request, rules, plan, atMost));
  if (theirs !== undefined) {
    return { target: theirs.target, speed: theirs.speed, limit, chosenBy: given(theirs, limit, request) };
  }
  const target = await referenceTarget({ folder, rules, agents, durability });
  const { speed, chosenBy } = chosen({
    asked: request.speed,
    limit,
    scenario: scenario.data.speed,
    ...(request.speedAtMost !== undefined && { atMost: request.speedAtMost }),
    // Who has measured the limit before knows what is asked for.
    force: request.force === true || request.limit !== undefined,
  });
  return { target, speed, limit, chosenBy };
}

async function limitFor(
  { scenario, seed, engine, stop }: RunRequest,
  rules: SessionRules,
  plan: Forecast,
  atMost: number,
): Promise<SpeedLimit> {
  const { limit } = await honestSpeed({ engine, workload: workloadOf(scenario, seed), rules, plan, atMost, stop });
  return limit;
}

/** The speed of a target of our own, and what chose it. @throws UsageError above the honest limit, unless forced; for `auto`, when there is none */
export function chosen({ asked, limit, scenario, atMost = Infinity, force = false }: SpeedQuestion): {
  speed: number;
  chosenBy: Message;
} {
  if (asked === 'auto') {
    if (limit.limit === 0) throw new UsageError(say('errors.noHonestSpeed', { bound: limit.bound }));
    if (limit.limit <= atMost)
      return { speed: limit.limit, chosenBy: message('speed.highest', { bound: limit.bound }) };
    return { speed: atMost, chosenBy: because(message('speed.command'), limit) };
  }
  if (asked > limit.limit && !force && asked !== scenario) {
    throw new UsageError(say('errors.tooFast', { speed: asked, limit: limit.limit, bound: limit.bound }));
  }
  return { speed: asked, chosenBy: because(message(asked === scenario ? 'speed.asked' : 'speed.given'), limit) };
}

/** Why a running target is played at its speed. @throws UsageError when this machine cannot keep up with it */
function given(theirs: { speed: number; isKnown: boolean }, limit: SpeedLimit, request: RunRequest): Message {
  const { speed, isKnown } = theirs;
  // Real time is never refused: there is no compression that could bend anything.
  if (speed > 1 && speed > limit.limit && request.force !== true) {
    throw new UsageError(say('errors.targetTooFast', { speed, limit: limit.limit, bound: limit.bound }));
  }
  return because(message(isKnown ? 'speed.target' : 'speed.real'), limit);
}

const because = (why: Message, { limit, bound }: SpeedLimit): Message => message('speed.why', { why, limit, bound });

/**
 * What is worth knowing of the speed: that the machine could not be measured, and a speed above the limit that was neither
 * forced nor refused, because the scenario asked for it or because it is real time.
 */
export function speedNotes(request: Pick<RunRequest, 'force' | 'limit' | 'target'>, prepared: SpeedChosen): Message[] {
  const { speed, limit: of } = prepared;
  const { limit, bound, unmeasured } = of;
  const notes = unmeasured === undefined ? [] : [message('note.unmeasured', unmeasured)];
  if (speed <= limit || request.force === true || request.limit !== undefined) return notes;
  const key = request.target === undefined ? 'note.scenarioSpeed' : 'note.targetSpeed';
  return [...notes, message(key, { speed, limit, bound })];
}

/** A run at a forced speed is no honest run. */
export function forcedBeyond(request: RunRequest, { speed, limit: { limit, bound } }: Prepared): Message[] {
  if (speed <= limit || request.force !== true) return [];
  return [message('spoilt.forced', { speed, limit, bound })];
}
