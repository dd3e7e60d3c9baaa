// Texts of `stillthere remedies` in English.
import { whole } from '../numbers.ts';

export const REMEDIES = {
  'remedies.says': 'run every rule profile of a scenario with the same visitors, and report what each remedy changes',
  'remedies.profile': 'rule profiles, comma-separated; the others are compared with the first',
  'remedies.profile.default': 'all profiles of the scenario',
  'remedies.seed': 'S: the seeds are S/1, S/2, …',
  'remedies.replicates': 'seeds per profile',
  'remedies.engine': 'sim runs in virtual time; node and k6 confirm it over real sockets, one seed after the other',
  'remedies.out': 'parent folder of the comparison',
  'remedies.json': 'print remedies.json instead of the report',

  'remedies.onlyOne': (a: { scenario: string; profile: string }) =>
    `${a.scenario} has only the profile ${a.profile}, so there is nothing to compare it with; write another one under "profiles"`,
  'remedies.otherPeople': (a: { first: string; second: string }) =>
    `two profiles had different visitors or agents under one seed (populationHash ${a.first} and ${a.second}), so they cannot be compared`,
  'remedies.live': (a: { scenario: string; profile: string; at: number; of: number }) =>
    `${a.scenario} (${a.profile}, ${a.at} of ${a.of})`,
  'remedies.interrupted': (a: { done: number; of: number; folder: string }) =>
    `stopped after ${a.done} of ${a.of} profiles: there is nothing to compare yet; finished runs are in ${a.folder}`,

  'remedies.head': (a: {
    scenario: string;
    engine: string;
    n: number;
    profiles: number;
    first: string;
    last: string;
  }) =>
    `${a.scenario}: ${a.profiles} rule profiles, same visitors, ${whole(a.n)} seeds each (${a.first} … ${a.last}), ${a.engine}`,
  'remedies.differences': (a: { base: string }) =>
    `Means under ${a.base}, and the difference under each other profile, paired by seed, with its 95 % interval.`,
  'remedies.marks': (a: { comparisons: number }) =>
    `+ better, - worse, ~ more or less: significant after correction for all ${whole(a.comparisons)} comparisons of this table. Without a mark it may be chance.`,
  'remedies.tooFew': 'One seed is too few: there are no intervals and no marks.',
  'remedies.metric.timeoutRate': 'idle timeouts',
  'remedies.metric.prematureRate': '… premature: the visitor was about to reply',
  'remedies.metric.waitingRate': '… while the visitor waited',
  'remedies.metric.missedRate': 'missed messages',
  'remedies.metric.unansweredRate': 'questions without a first response',
  'remedies.metric.lost': '… acknowledged and lost',
  'remedies.metric.storedUnseen': '… only in the history',
  'remedies.metric.unnoticed': '… on a screen, never looked at',
  'remedies.metric.leftMessages': 'kept as leave-messages',
  'remedies.metric.repeatedDescriptions': 'repeated to a new agent',
  'remedies.metric.consultationsLost': 'visitors whose questions went unanswered',
  'remedies.metric.conversionsLost': '… who were ready to buy',
  'remedies.metric.complaints': 'visitors who complain',
  'remedies.metric.transfersDone': 'transfers done',
  'remedies.metric.promptsAnswered': 'prompts answered',
  'remedies.metric.alertsHandled': 'alerts handled in time',
  'remedies.metric.agentMessages': 'messages of agents',
  'remedies.metric.firstResponseP95': 'first response, p95',
  'remedies.chart': (a: { what: string }) => `${a.what}, mean and 95 % interval`,
  'remedies.better': (a: { profile: string; what: readonly string[] }) => `${a.profile} improves: ${a.what.join(', ')}`,
  'remedies.worse': (a: { profile: string; what: readonly string[] }) => `${a.profile} worsens: ${a.what.join(', ')}`,
  'remedies.noEffect': (a: { profile: string }) => `${a.profile} changes nothing significantly`,
} as const;
