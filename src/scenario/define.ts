// Validates a scenario, with errors that name path, value and fix, and turns it into rules and
// workload.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { say, tell } from '../language/language.ts';
import { formatDuration } from '../model/core/time.ts';
import type { Workload, Habit } from '../model/population/workload.ts';
import type { Channel, Profile } from '../model/rows/words.ts';
import { DEFAULT_RULES, type SessionRules } from '../model/rules/rules.ts';
import { rulesFaults } from '../model/rules/validate.ts';
import { changedRules } from './rules/change.ts';
import { buildCorpus, type Corpus } from './corpus/corpus.ts';
import type { RulesOverride } from './rules/desk-rules.ts';
import { FaultWords, type Whereabouts } from './faults.ts';
import { BARE } from './profile-names.ts';
import { scenarioSchema, type ScenarioData, type ScenarioInput } from './schema.ts';
import { latestEndOf } from './surroundings.ts';
import { UsageError } from './usage-error.ts';

export { UsageError };

/**
 * A validated scenario: `data` has all defaults filled in (durations in µs), `input` is as written.
 */
export interface Scenario {
  readonly kind: 'stillthere/scenario';
  readonly name: string;
  readonly input: ScenarioInput;
  readonly data: ScenarioData;
  /** Hash of `data`: two runs with the same hash had the same scenario. */
  readonly hash: string;
}

/**
 * Validates a scenario.
 * @throws UsageError with one line per fault: path, value found, what to write instead
 * @example export default defineScenario({ name: 'my-desk', shows: '…', arrivals: [{ name: 'hour', for: '1h', visitors: 200 }], … })
 */
export const defineScenario = (input: ScenarioInput): Scenario => scenarioFrom(input);

/**
 * Validates a scenario that was written as data and may contain anything.
 * @param at gives the places of its parts in the file, for error messages
 * @throws UsageError as {@link defineScenario} does, each line with its place in the file
 */
export function scenarioFrom(written: unknown, at?: Whereabouts): Scenario {
  const words = new FaultWords();
  const parsed = scenarioSchema.safeParse(written, { error: words.map });
  if (!parsed.success) throw new UsageError(explain(parsed.error, written, words, at));
  const input = written as ScenarioInput;
  const data = withBare(parsed.data);
  for (const profile of Object.keys(data.profiles)) {
    const faults = rulesFaults(mergeRules(data, profile));
    if (faults.length > 0) {
      const lines = faults.map((f) => `  ${placed(`rules.${tell(f)}`, input, profile, at)}`);
      throw new UsageError(say('scenario.contradiction', { name: data.name, profile, lines }));
    }
  }
  const late = crashesBeyond(data);
  if (late.issues.length > 0) throw new UsageError(explain(late, written, words, at));
  const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
  return { kind: 'stillthere/scenario', name: data.name, input, data, hash };
}

/**
 * The rules of a profile: those of the default desk, changed by the scenario's, changed by the
 * profile's.
 * @throws UsageError on an unknown profile
 */
export function rulesOf(scenario: Scenario, profile: Profile): SessionRules {
  if (!Object.hasOwn(scenario.data.profiles, profile)) {
    const known = Object.keys(scenario.data.profiles);
    throw new UsageError(say('errors.lacksProfile', { scenario: scenario.name, profile, known }));
  }
  return mergeRules(scenario.data, profile);
}

/** The workload of a scenario with a seed; the same visitors and agents for every profile. */
export function workloadOf(scenario: Scenario, seed: string): Workload {
  const { data } = scenario;
  const {
    count,
    personas,
    answer,
    perSession,
    glance,
    notice,
    noticePerSession,
    attention,
    typing,
    declines,
    spread,
    habits,
    leave,
  } = data.agents;
  return {
    seed,
    arrivals: data.arrivals.map(({ name, for: length, visitors, ramp, curve }) => ({
      name,
      for: length,
      visitors,
      ...(ramp !== undefined && { ramp }),
      ...(curve !== undefined && { curve }),
    })),
    personas: Object.entries(data.personas).map(([name, p]) => ({ name, ...p })),
    channels: Object.entries(data.channels).map(([channel, weight]) => ({ channel: channel as Channel, weight })),
    habits: namedHabits(data.habits),
    turnsMost: data.turnsMost,
    agents: {
      count,
      personas: Object.entries(personas).map(([name, p]) => ({ name, ...p })),
      settings: { answer, perSession, glance, notice, noticePerSession, attention, typing, declines },
      habits: namedHabits(habits),
      spread,
      ...(leave !== undefined && { leave }),
    },
    client: data.client,
  };
}

/** The text corpus of a scenario with a seed; engines refer to its lines by index. */
export const corpusOf = (scenario: Scenario, seed: string): Corpus =>
  buildCorpus({ seed, locale: scenario.data.locale });

function namedHabits(habits: ScenarioData['habits']): Habit[] {
  return Object.entries(habits).map(([name, habit]) => ({ name, ...habit }));
}

/** The rules of the default desk with some changed. */
export const defaultsWith = (change: RulesOverride): SessionRules => changedRules(DEFAULT_RULES, change);

function mergeRules(data: ScenarioData, profile: Profile): SessionRules {
  return changedRules(defaultsWith(data.rules), data.profiles[profile] ?? {});
}

/** Adds the profile `bare`, the default of `--profile`, which plays the scenario as it is. */
function withBare(data: ScenarioData): ScenarioData {
  return Object.hasOwn(data.profiles, BARE) ? data : { ...data, profiles: { [BARE]: {}, ...data.profiles } };
}

/** Errors for crashes that end after the latest end of play. */
function crashesBeyond(data: ScenarioData): z.ZodError {
  const end = latestEndOf(data);
  const message = say('shape.crashBeyond', { end: formatDuration(end) });
  return new z.ZodError(
    data.crashes.flatMap((crash, i) =>
      crash.at + crash.for > end ? [{ code: 'custom', path: ['crashes', i], message, input: undefined }] : [],
    ),
  );
}

/**
 * An error in the rules of a profile with its place in the file: in the profile if it overrides the
 * rule, else in `rules`.
 */
function placed(line: string, { profiles }: ScenarioInput, profile: Profile, at?: Whereabouts): string {
  const path = /^rules\.([\w.]+)/.exec(line)?.[1]?.split('.') ?? [];
  const isOfProfile = Object.hasOwn(profiles?.[profile] ?? {}, path[0] ?? '');
  const where = at?.([...(isOfProfile ? ['profiles', profile] : ['rules']), ...path]);
  return where === undefined ? line : say('load.bad', { where, what: line });
}

function explain(error: z.ZodError, input: unknown, words: FaultWords, at?: Whereabouts): string {
  const name = typeof input === 'object' && input !== null && 'name' in input ? String(input.name) : undefined;
  const lines = words.lines(error, input, at).map((line) => `  ${line}`);
  return say('scenario.faults', { name, lines });
}
