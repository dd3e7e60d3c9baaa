// Defining a scenario: validation with errors that name the path, the value and the fix, and the way from words to a workload.
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

/** A scenario that has been validated: `data` with all defaults filled in (durations in µs), and `input` as it was written. */
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
 * Validates a scenario that somebody wrote as data: anything may stand in it.
 * @param at where its parts stand in the file, for the lines about faults
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

/** The rules of a profile: the default desk, the scenario's rules over it, the profile's over those. @throws UsageError on an unknown profile */
export function rulesOf(scenario: Scenario, profile: Profile): SessionRules {
  if (!Object.hasOwn(scenario.data.profiles, profile)) {
    const known = Object.keys(scenario.data.profiles);
    throw new UsageError(say('errors.lacksProfile', { scenario: scenario.name, profile, known }));
  }
  return mergeRules(scenario.data, profile);
}

/** The workload of a scenario under a seed: the same people whatever the profile. */
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

/** The text corpus of a scenario under a seed; engines share it by index. */
export const corpusOf = (scenario: Scenario, seed: string): Corpus =>
  buildCorpus({ seed, locale: scenario.data.locale });

function namedHabits(habits: ScenarioData['habits']): Habit[] {
  return Object.entries(habits).map(([name, habit]) => ({ name, ...habit }));
}

/** The default desk with some rules changed. */
export const defaultsWith = (change: RulesOverride): SessionRules => changedRules(DEFAULT_RULES, change);

function mergeRules(data: ScenarioData, profile: Profile): SessionRules {
  return changedRules(defaultsWith(data.rules), data.profiles[profile] ?? {});
}

/** Every scenario can be played as it is: what `--profile` names when nobody names one. */
function withBare(data: ScenarioData): ScenarioData {
  return Object.hasOwn(data.profiles, BARE) ? data : { ...data, profiles: { [BARE]: {}, ...data.profiles } };
}

/** Crashes after which no play can be left. */
function crashesBeyond(data: ScenarioData): z.ZodError {
  const end = latestEndOf(data);
  const message = say('shape.crashBeyond', { end: formatDuration(end) });
  return new z.ZodError(
    data.crashes.flatMap((crash, i) =>
      crash.at + crash.for > end ? [{ code: 'custom', path: ['crashes', i], message, input: undefined }] : [],
    ),
  );
}

/** A fault in the rules of a profile with its place in the file: in the profile where that overrides the rule, else in `rules`. */
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
