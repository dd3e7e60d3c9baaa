// Notes in English under a comparison, for columns that prove nothing.
import { counted, plural, whole } from '../numbers.ts';

export const TRUST = {
  'trust.nothing': (a: { profile: string; verdict: string; why: readonly string[] }) =>
    `${a.profile} proves nothing (${a.verdict}): ${a.why.join('; ')}`,
  'trust.factsOnly': (a: { profile: string; verdict: string; why: readonly string[] }) =>
    `${a.profile} proves its facts (${a.verdict}), and its rates and times prove nothing: ${a.why.join('; ')}`,
  'trust.fewer': (a: { profile: string; n: number; of: number }) =>
    `${a.profile}: only ${whole(a.n)} of ${counted(a.of, 'seed')} ran, because the command was interrupted`,
  'trust.seeds': (a: { profile: string; n: number; of: number; seeds: readonly string[]; why: string }) =>
    `${a.profile}: ${whole(a.n)} of ${counted(a.of, 'seed')} ${plural(a.n, 'proves', 'prove')} nothing (${a.seeds.join(', ')}${a.n > a.seeds.length ? ', …' : ''}): ${a.why}`,
  'trust.remedy': (a: { profile: string; verdict: string; folder: string }) =>
    `${a.profile} proves nothing (${a.verdict}): ${a.folder}/replicates.json says why`,
  'trust.missing': (a: { profiles: readonly string[] }) =>
    `not run, because the command was interrupted: ${a.profiles.join(', ')}`,
} as const;
