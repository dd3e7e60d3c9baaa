// Many seeds of one scenario, in English: flags, progress, verdict and report.
import { counted, plural, whole } from '../numbers.ts';

/** `in 3 of 20 seeds: S/2, S/7, S/11`; the first of them when there are many. */
const inSeeds = (a: { seeds: number; of: number; named: readonly string[] }): string =>
  `in ${whole(a.seeds)} of ${counted(a.of, 'seed')}: ${a.named.join(', ')}${a.seeds > a.named.length ? ', …' : ''}`;

export const REPLICATES = {
  'replicates.flag':
    'play the seeds S/1, S/2, … S/n of --seed S, and report means with their intervals and each of them',
  'replicates.flagWorkers': 'with --replicates in virtual time: how many seeds are played side by side',
  'replicates.flagWorkers.default': 'one for each core',
  'replicates.wrongCount': (a: { flag: string; given: string; most: number }) =>
    `${a.flag} ${a.given}: write a whole number from 1 to ${a.most}`,
  'replicates.workersAlone': '--workers goes with --replicates: a single seed is played in one thread',
  'replicates.workersReal':
    '--workers is for virtual time: over real sockets the seeds are played one after the other, because side by side they would make each other late',

  'replicates.forOne': (a: { flag: string; seed: string }) =>
    `${a.flag} goes with a single run, and --replicates plays many: leave one of the two out, or play one of the seeds alone with --seed ${a.seed} and ${a.flag}`,

  'replicates.failed': (a: { seed: string; why: string }) => `seed ${a.seed} could not be played: ${a.why}`,
  'replicates.workerGone': (a: { code: number }) => `its worker thread ended before it was done (exit code ${a.code})`,
  'replicates.workerFull': (a: { megabytes: number }) =>
    `its worker thread needed more than its share of the memory, ${whole(a.megabytes)} MB; play fewer seeds side by side with --workers`,

  'replicates.progress': (a: { done: number; of: number; seconds: string; left?: string | undefined }) =>
    `${whole(a.done)} of ${counted(a.of, 'seed')} played, ${a.seconds} s${a.left === undefined ? '' : `, about ${a.left} s to go`}`,
  'replicates.title': (a: { title: string; seed: string; at: number; of: number; left?: string | undefined }) =>
    `${a.title}, seed ${a.seed} (${whole(a.at)} of ${whole(a.of)}${a.left === undefined ? '' : `, about ${a.left} s to go`})`,
  'replicates.notOne': (a: { path: string }) =>
    `${a.path} holds many replicates: name the run of one of them; in virtual time play it first, with its --seed`,
  'replicates.stopping': 'stopping: seeds under way are left out, what is done is reported',

  'replicates.inSeeds': (a: { what: string; seeds: number; of: number; named: readonly string[] }) =>
    `${a.what}, ${inSeeds(a)}`,
  'replicates.worst': (a: { what: string; seed: string; seeds: number; of: number; named: readonly string[] }) =>
    `${a.what} (seed ${a.seed}), ${inSeeds(a)}`,
  'replicates.first': (a: { what: string; seed: string; seeds: number; of: number; named: readonly string[] }) =>
    `${a.what} (seed ${a.seed}; it differs from seed to seed), ${inSeeds(a)}`,
  'replicates.interrupted': (a: { done: number; of: number }) =>
    `interrupted: ${whole(a.done)} of ${counted(a.of, 'seed')} ${plural(a.done, 'was', 'were')} played to the end`,

  'replicates.head': (a: {
    n: number;
    scenario: string;
    profile: string;
    engine: string;
    first: string;
    last: string;
  }) =>
    `${counted(a.n, 'replicate')} of ${a.scenario} (${a.profile}, ${a.engine}), ${a.first === a.last ? `seed ${a.first}` : `seeds ${a.first} to ${a.last}: the same rules, other people each time`}`,
  'replicates.together': 'Means with their 95 % intervals; sd is how far one replicate is from the next',
  'replicates.tooFew': 'One replicate is too few to say how sure these numbers are: there is no interval and no spread',
  'replicates.mean': 'mean',
  'replicates.sd': 'sd',
  'replicates.range': 'min … max',
  'replicates.measured': (a: { n: number; of: number }) => `measured in ${whole(a.n)} of ${whole(a.of)}`,
  'replicates.noneLost': (a: { n: number; high: string }) =>
    `Nothing was lost in ${counted(a.n, 'replicate')}: at most ${a.high} of such runs lose something (95 %)`,
  'replicates.each': 'Each of them',
  'replicates.more': (a: { n: number }) => `  … and ${whole(a.n)} more in replicates.json`,
  'replicates.resources': (a: { workers: number; wall: number; cpu: number; peak: string }) =>
    `${a.wall} s wall with ${counted(a.workers, 'seed')} at a time, ${a.cpu} s CPU, ${a.peak} peak`,
  'replicates.one': (a: { command: string }) => `Play one of them alone: ${a.command}`,
  'replicates.again': (a: { command: string }) => `Repeat all of them:     ${a.command}`,
  'replicates.paired': (a: { sets: number }) =>
    `The same people under ${a.sets} sets of rules: means, and the difference to the first, seed by seed, with its 95 % interval`,
  'replicates.difference': 'difference',
  'replicates.points': 'pp',

  'replicates.seed': 'seed',
  'replicates.column.timeoutRate': 'timeouts',
  'replicates.column.prematureRate': 'too early',
  'replicates.column.missedRate': 'unread',
  'replicates.column.lost': 'lost',
  'replicates.column.consultationsLost': 'unheard',
  'replicates.column.firstResponseP50': 'answer p50',
  'replicates.column.firstResponseP95': 'answer p95',
  'replicates.metric.visitors': 'visitors',
  'replicates.metric.opened': 'sessions opened',
  'replicates.metric.active': 'conversations with an agent',
  'replicates.metric.idleTimeouts': 'idle timeouts',
  'replicates.metric.timeoutRate': '… of the conversations with an agent that ended',
  'replicates.metric.prematureRate': '… premature',
  'replicates.metric.waitingRate': '… while the visitor waited',
  'replicates.metric.wrongTimeouts': '… against the rules',
  'replicates.metric.attempted': 'messages written',
  'replicates.metric.missedRate': '… nobody read',
  'replicates.metric.unansweredRate': 'questions without a first answer',
  'replicates.notReached': (a: { n: number; of: number }) => `not reached in ${whole(a.n)} of ${whole(a.of)}`,
  'replicates.metric.lost': '… acknowledged and lost',
  'replicates.metric.storedUnseen': '… only in the history',
  'replicates.metric.unnoticed': '… on a screen, never looked at',
  'replicates.metric.promptsAnswered': 'prompts answered',
  'replicates.metric.alertsHandled': 'alerts handled in time',
  'replicates.metric.agentMessages': 'messages of agents',
  'replicates.metric.leftMessages': '… kept as leave-messages',
  'replicates.metric.consultationsLost': 'visitors left unheard',
  'replicates.metric.conversionsLost': '… who were ready to buy',
  'replicates.metric.complaints': 'visitors who complain',
  'replicates.metric.repeatedDescriptions': 'explained again to somebody new',
  'replicates.metric.transfersDone': 'transfers done',
  'replicates.metric.firstResponseP50': 'first answer, median',
  'replicates.metric.firstResponseP95': 'first answer, p95',
} as const;
