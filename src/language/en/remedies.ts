// What remedies are worth, in English.
import { whole } from '../numbers.ts';

export const REMEDIES = {
  'remedies.says': 'play every remedy of a scenario on the same people, and say what each is worth',
  'remedies.profile': 'profiles to play, comma-separated; the first is what the others are compared with',
  'remedies.profile.default': 'all that the scenario has',
  'remedies.seed': 'S: the seeds are S/1, S/2, …',
  'remedies.replicates': 'seeds of each profile',
  'remedies.engine': 'sim plays in virtual time; node and k6 confirm it over real sockets, one seed after the other',
  'remedies.out': 'folder that the folder of the comparison is made in',
  'remedies.json': 'print remedies.json instead of the report',

  'remedies.onlyOne': (a: { scenario: string; profile: string }) =>
    `${a.scenario} has the profile ${a.profile} alone: there is nothing to compare it with; write another one under "profiles"`,
  'remedies.otherPeople': (a: { first: string; second: string }) =>
    `two profiles did not have the same people under one seed (populationHash ${a.first} and ${a.second}): their difference would say nothing`,
  'remedies.live': (a: { scenario: string; profile: string; at: number; of: number }) =>
    `${a.scenario} (${a.profile}, ${a.at} of ${a.of})`,
  'remedies.interrupted': (a: { done: number; of: number; folder: string }) =>
    `stopped after ${a.done} of ${a.of} profiles: there is nothing to compare yet; what was played is in ${a.folder}`,

  'remedies.head': (a: {
    scenario: string;
    engine: string;
    n: number;
    profiles: number;
    first: string;
    last: string;
  }) =>
    `${a.scenario}: ${a.profiles} sets of rules on the same people, ${whole(a.n)} seeds each (${a.first} … ${a.last}), ${a.engine}`,
  'remedies.differences': (a: { base: string }) =>
    `Means under ${a.base}, and what each of the others changes: the difference seed by seed with its 95 % interval.`,
  'remedies.marks': (a: { comparisons: number }) =>
    `+ better, - worse, ~ more or less of it: beyond chance with all ${whole(a.comparisons)} differences of this table looked at together. Without a mark it may be chance.`,
  'remedies.tooFew': 'One seed is too few to say what is chance: there is no interval and no mark.',
  'remedies.metric.timeoutRate': 'idle timeouts',
  'remedies.metric.prematureRate': '… too early for the visitor',
  'remedies.metric.waitingRate': '… while the visitor waited',
  'remedies.metric.missedRate': 'messages nobody read',
  'remedies.metric.unansweredRate': 'questions without a first answer',
  'remedies.metric.lost': '… acknowledged and lost',
  'remedies.metric.storedUnseen': '… only in the history',
  'remedies.metric.unnoticed': '… on a screen, never looked at',
  'remedies.metric.leftMessages': 'kept as leave-messages',
  'remedies.metric.repeatedDescriptions': 'explained again to somebody new',
  'remedies.metric.consultationsLost': 'visitors left unheard',
  'remedies.metric.conversionsLost': '… who were ready to buy',
  'remedies.metric.complaints': 'visitors who complain',
  'remedies.metric.transfersDone': 'transfers done',
  'remedies.metric.promptsAnswered': 'prompts answered',
  'remedies.metric.alertsHandled': 'alerts handled in time',
  'remedies.metric.agentMessages': 'messages of agents',
  'remedies.metric.firstResponseP95': 'first answer, p95',
  'remedies.chart': (a: { what: string }) => `${a.what}, mean and 95 % interval`,
  'remedies.better': (a: { profile: string; what: readonly string[] }) =>
    `${a.profile} makes better: ${a.what.join(', ')}`,
  'remedies.worse': (a: { profile: string; what: readonly string[] }) =>
    `${a.profile} makes worse: ${a.what.join(', ')}`,
  'remedies.noEffect': (a: { profile: string }) => `${a.profile} changes nothing that is more than chance`,
} as const;
