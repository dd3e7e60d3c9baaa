// The document that compares virtual time with sockets: all comparisons, and one verdict.
import type { Agreed, AgreeRequest, EngineAt, SpeedPlayed } from './agree.ts';
import { AT_BEST } from '../../capacity/calibrate.ts';
import { RESOLUTION } from '../../capacity/speed.ts';
import { tell } from '../../language/language.ts';
import type { Agreement, Comparison } from '../../result/agreement.ts';
import { packageVersion } from '../../system/version.ts';
import { compare } from './agreement.ts';

type Asked = Pick<AgreeRequest, 'scenario' | 'profile' | 'seed' | 'replicates' | 'engines'>;
type Verdict = Agreement['verdict'];

/** 0: agreement is shown; 2: disagreement is; 4: neither. */
export const AGREEMENT_EXIT: Readonly<Record<Verdict, number>> = {
  equivalent: 0,
  different: 2,
  invalid: 4,
  too_few: 4,
  inconclusive: 4,
  nothing_to_compare: 4,
};

/** @throws Refusal when the two runs of a seed did not have the same people */
export function agreementOf(agreed: Agreed, asked: Asked): Agreement {
  const { scenario, profile, seed, replicates, engines } = asked;
  const k6 = engines.find((one) => one.k6 !== undefined)?.k6;
  const speeds = agreed.speeds.map((played) => speedOf(agreed, played));
  const verdict = verdictOf(
    speeds.flatMap(({ comparisons }) => comparisons),
    isSomethingMissing(agreed),
    isCutShort(agreed, asked),
  );
  return {
    schema: 'stillthere/agreement/1',
    tool: { version: packageVersion(), node: process.version, ...(k6 !== undefined && { k6 }) },
    run: {
      id: agreed.folder.id,
      scenario: scenario.name,
      scenarioHash: scenario.hash,
      profile,
      seed,
      replicates,
      begun: agreed.virtual.length,
      startedAt: agreed.startedAt,
    },
    machine: agreed.machine,
    loopback: agreed.loopback,
    verdict,
    exitCode: AGREEMENT_EXIT[verdict],
    speeds,
    runs: agreed.runs.map(({ engine, speed, seed: one, isUsed, result }) => ({
      id: result.run.id,
      engine,
      speed,
      seed: one,
      verdict: result.verdict,
      used: isUsed,
      reasons: result.reasons,
    })),
  };
}

function speedOf({ engines: all, virtual }: Agreed, played: SpeedPlayed): Agreement['speeds'][number] {
  const { speed, compressed, real } = played;
  const engines = all.filter((engine) => engine.speed === speed);
  const resolution = RESOLUTION * AT_BEST * speed;
  const comparisons = engines.flatMap(({ engine }) => {
    const overSockets = real[engine] ?? [];
    // Both comparisons use the same pairs, so that they can be added up. Without runs over sockets,
    // virtual time can still be compared.
    const seeds = new Set((overSockets.length > 0 ? overSockets : compressed).map(({ seed }) => seed));
    const first = virtual.filter(({ seed }) => seeds.has(seed));
    return [
      compare({ what: 'compression', engine, from: 'S1', to: 'SN', first, second: compressed, resolution }),
      compare({ what: 'model', engine, from: 'SN', to: 'RN', first: compressed, second: overSockets, resolution }),
    ];
  });
  return { speed, engines: engines.map((engine) => engineOf(engine, played)), comparisons };
}

function engineOf({ engine, limit, calibration }: EngineAt, { real }: SpeedPlayed) {
  const { epsilon, actors } = calibration;
  const acks = (real[engine] ?? []).map(({ ack }) => ack).sort((a, b) => a - b);
  const ack = acks[Math.floor(acks.length / 2)];
  return {
    engine,
    epsilon,
    ...(actors !== undefined && { actors }),
    limit: limit.limit,
    bound: { text: tell(limit.bound, 'en'), ...limit.bound },
    ...(ack !== undefined && { ack }),
  };
}

/** Is there a seed that an engine has played without any usable run? */
function isSomethingMissing({ runs }: Agreed): boolean {
  const key = ({ engine, speed, seed }: Agreed['runs'][number]): string => `${engine} ${speed} ${seed}`;
  const used = new Set(runs.filter(({ isUsed }) => isUsed).map(key));
  return runs.some((run) => !used.has(key(run)) && !wasInterrupted(run));
}

/** A run that Ctrl-C ended says nothing against the machine. */
const wasInterrupted = ({ result }: Agreed['runs'][number]): boolean =>
  result.reasons.some((reason) => reason.key === 'decide.interrupted');

/** Was it stopped before every seed had its runs over sockets? */
const isCutShort = ({ speeds }: Agreed, { engines, replicates }: Asked): boolean =>
  speeds.some(({ real }) => engines.some(({ engine }) => (real[engine.name] ?? []).length < replicates));

/**
 * A proven difference counts, whatever else is missing. Agreement has to be shown everywhere, and
 * by all pairs.
 */
export function verdictOf(comparisons: readonly Comparison[], isMissing: boolean, isCut = false): Verdict {
  const metrics = comparisons.flatMap((one) => Object.values(one.metrics).map(({ verdict }) => verdict));
  const shapes = comparisons.flatMap((one) => Object.values(one.shapes).map(({ verdict }) => verdict));
  if (metrics.includes('different') || shapes.includes('apart')) return 'different';
  if (isMissing) return 'invalid';
  if (metrics.includes('too_few')) return 'too_few';
  if (metrics.includes('inconclusive')) return 'inconclusive';
  if (isCut) return 'inconclusive';
  return metrics.includes('equivalent') ? 'equivalent' : 'nothing_to_compare';
}
