// Texts of `run --replicates` in English: flags, progress, verdict and report.
import { counted, whole } from '../numbers.ts';

/** `in 3 of 20 seeds: S/2, S/7, S/11`; only the first of many. */
const inSeeds = (a: { seeds: number; of: number; named: readonly string[] }): string =>
  `in ${whole(a.seeds)} of ${counted(a.of, 'seed')}: ${a.named.join(', ')}${a.seeds > a.named.length ? ', …' : ''}`;

export const REPLICATES = {
  'replicates.flag': 'run the seeds S/1, S/2, … S/n of --seed S; report each of them, and means with intervals',
  'replicates.flagWorkers': 'with --replicates in virtual time: how many seeds run in parallel',
  'replicates.flagWorkers.default': 'one per core',
  'replicates.wrongCount': (a: { flag: string; given: string; most: number }) =>
    `${a.flag} ${a.given}: write a whole number from 1 to ${a.most}`,
  'replicates.workersAlone': '--workers goes with --replicates: a single seed runs in one thread',
  'replicates.workersReal':
    '--workers works only in virtual time: over real sockets, parallel seeds would delay each other',

  'replicates.forOne': (a: { flag: string; seed: string }) =>
    `${a.flag} goes with a single run, not with --replicates: leave one of the two out, or run one seed with --seed ${a.seed} and ${a.flag}`,

  'replicates.failed': (a: { seed: string; why: string }) => `seed ${a.seed} failed: ${a.why}`,
  'replicates.workerGone': (a: { code: number }) => `its worker thread ended early (exit code ${a.code})`,
  'replicates.workerFull': (a: { megabytes: number }) =>
    `its worker thread needed more than its share of memory, ${whole(a.megabytes)} MB; run fewer seeds in parallel with --workers`,

  'replicates.progress': (a: { done: number; of: number; seconds: string; left?: string | undefined }) =>
    `${whole(a.done)} of ${counted(a.of, 'seed')} done, ${a.seconds} s${a.left === undefined ? '' : `, about ${a.left} s left`}`,
  'replicates.title': (a: { title: string; seed: string; at: number; of: number; left?: string | undefined }) =>
    `${a.title}, seed ${a.seed} (${whole(a.at)} of ${whole(a.of)}${a.left === undefined ? '' : `, about ${a.left} s left`})`,
  'replicates.notOne': (a: { path: string }) =>
    `${a.path} holds many replicates: name the run folder of one of them; in virtual time, first run it with its --seed`,
  'replicates.stopping': 'stopping: unfinished seeds are left out, finished ones are reported',

  'replicates.inSeeds': (a: { what: string; seeds: number; of: number; named: readonly string[] }) =>
    `${a.what}, ${inSeeds(a)}`,
  'replicates.worst': (a: { what: string; seed: string; seeds: number; of: number; named: readonly string[] }) =>
    `${a.what} (seed ${a.seed}), ${inSeeds(a)}`,
  'replicates.first': (a: { what: string; seed: string; seeds: number; of: number; named: readonly string[] }) =>
    `${a.what} (seed ${a.seed}; other seeds differ), ${inSeeds(a)}`,
  'replicates.interrupted': (a: { done: number; of: number }) =>
    `interrupted: ${whole(a.done)} of ${counted(a.of, 'seed')} finished`,

  'replicates.head': (a: {
    n: number;
    scenario: string;
    profile: string;
    engine: string;
    first: string;
    last: string;
  }) =>
    `${counted(a.n, 'replicate')} of ${a.scenario} (${a.profile}, ${a.engine}), ${a.first === a.last ? `seed ${a.first}` : `seeds ${a.first} to ${a.last}: same rules, different visitors`}`,
  'replicates.together': 'Means with 95 % intervals; sd is the standard deviation between replicates',
  'replicates.tooFew': 'One replicate is too few for an interval or a standard deviation',
  'replicates.mean': 'mean',
  'replicates.sd': 'sd',
  'replicates.range': 'min … max',
  'replicates.measured': (a: { n: number; of: number }) => `measured in ${whole(a.n)} of ${whole(a.of)}`,
  'replicates.noneLost': (a: { n: number; high: string }) =>
    `No message was lost in ${counted(a.n, 'replicate')}: at most ${a.high} of such runs lose one (95 %)`,
  'replicates.each': 'Each replicate',
  'replicates.more': (a: { n: number }) => `  … and ${whole(a.n)} more in replicates.json`,
  'replicates.resources': (a: { workers: number; wall: number; cpu: number; peak: string }) =>
    `${a.wall} s wall time with ${counted(a.workers, 'seed')} in parallel, ${a.cpu} s CPU, ${a.peak} peak memory`,
  'replicates.one': (a: { command: string }) => `Run one of them alone:  ${a.command}`,
  'replicates.again': (a: { command: string }) => `Repeat all of them:     ${a.command}`,
  'replicates.paired': (a: { sets: number }) =>
    `Same visitors, ${a.sets} rule profiles: means, and the difference from the first, paired by seed, with its 95 % interval`,
  'replicates.difference': 'difference',
  'replicates.points': 'pp',

  'replicates.seed': 'seed',
  'replicates.column.timeoutRate': 'timeouts',
  'replicates.column.prematureRate': 'premature',
  'replicates.column.missedRate': 'missed',
  'replicates.column.lost': 'lost',
  'replicates.column.consultationsLost': 'unanswered',
  'replicates.column.firstResponseP50': 'response p50',
  'replicates.column.firstResponseP95': 'response p95',
  'replicates.metric.visitors': 'visitors',
  'replicates.metric.opened': 'sessions opened',
  'replicates.metric.active': 'conversations with an agent',
  'replicates.metric.idleTimeouts': 'idle timeouts',
  'replicates.metric.timeoutRate': '… of the conversations with an agent that ended',
  'replicates.metric.prematureRate': '… premature',
  'replicates.metric.waitingRate': '… while the visitor waited',
  'replicates.metric.wrongTimeouts': '… against the rules',
  'replicates.metric.attempted': 'messages written',
  'replicates.metric.missedRate': '… missed',
  'replicates.metric.unansweredRate': 'questions without a first response',
  'replicates.notReached': (a: { n: number; of: number }) => `not reached in ${whole(a.n)} of ${whole(a.of)}`,
  'replicates.metric.lost': '… acknowledged and lost',
  'replicates.metric.storedUnseen': '… only in the history',
  'replicates.metric.unnoticed': '… on a screen, never looked at',
  'replicates.metric.promptsAnswered': 'prompts answered',
  'replicates.metric.alertsHandled': 'alerts handled in time',
  'replicates.metric.agentMessages': 'messages of agents',
  'replicates.metric.leftMessages': '… kept as leave-messages',
  'replicates.metric.consultationsLost': 'visitors whose questions went unanswered',
  'replicates.metric.conversionsLost': '… who were ready to buy',
  'replicates.metric.complaints': 'visitors who complain',
  'replicates.metric.repeatedDescriptions': 'repeated to a new agent',
  'replicates.metric.transfersDone': 'transfers done',
  'replicates.metric.firstResponseP50': 'first response, median',
  'replicates.metric.firstResponseP95': 'first response, p95',
} as const;
