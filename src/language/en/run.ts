// Texts of a run in English: progress, speed, and what makes it unreliable.
import { counted, milliseconds, plural, whole } from '../numbers.ts';

/** The lateness of the generator, and the number of actors with which it was measured. */
const late = ({ lateness, actors }: { lateness: number; actors?: number }): string =>
  `${milliseconds(lateness)}${actors === undefined ? '' : ` with ${counted(actors, 'actor')}`}`;

export const RUN = {
  'live.title': (a: { scenario: string; profile: string; engine: string }) =>
    `${a.scenario} (${a.profile}, ${a.engine})`,
  'live.line': (a: { title: string; line: string }) => `${a.title}: ${a.line}`,
  'live.begins': (a: { phase: string; speed: number; left: string }) => `${a.phase} at ${a.speed}×, about ${a.left} s`,
  'live.quarter': (a: { part: number; left: string; timeouts: number; missed: number }) =>
    `${a.part} % done, ${a.left} s left; ${counted(a.timeouts, 'idle timeout')}, ${counted(a.missed, 'missed message')} so far`,
  'live.phase': (a: { phase: string; seconds: string }) => `${a.phase}, ${a.seconds} s`,
  'live.clock': (a: { phase: string; seconds: string; model: string; end: string; speed: number; left: string }) =>
    `${a.phase}, ${a.seconds} s real time, ${a.model} of ${a.end} model time at ${a.speed}×, ${a.left} s left`,
  'live.tooFast': (a: { speed: number; limit: number }) =>
    `speed ${a.speed} is above ${a.limit}, the highest reliable speed of this machine right now: the verdict will be "invalid" unless messages are lost or the like; --speed auto is never above it`,
  'live.people': (a: { arrived: number; planned: number; all: number; connected: number; open: number }) =>
    `visitors ${whole(a.arrived)} / ${whole(a.planned)} due by now (${whole(a.all)} in all), connected ${whole(a.connected)}, open sessions ${whole(a.open)}`,
  'live.messages': (a: { said: number; acked: number; shown: number; left: number }) =>
    `messages ${whole(a.said)} written, ${whole(a.acked)} acknowledged, ${whole(a.shown)} shown, ${whole(a.left)} leave-messages`,
  'live.missed': (a: { missed: number; timeouts: number; gaveUp: number }) =>
    `missed so far ${whole(a.missed)} (acknowledged, session over, not looked at), idle timeouts ${whole(a.timeouts)}, gave up ${whole(a.gaveUp)}`,
  'live.generator': (a: { late: string }) => `timer delay of the generator p99 ${a.late}`,
  'live.generatorLag': (a: { late: string; lag: string; most: string }) =>
    `timer delay of the generator p99 ${a.late}, event loop ${a.lag} (at most ${a.most})`,

  'speed.virtual': 'virtual time has no speed limit',
  'speed.bias': (a: { share: number; lateness: number; hazard: string; actors?: number }) =>
    `timer delay ${late(a)}; faster, rates may shift by more than ${a.share * 100} pp, at a think-time hazard of ${a.hazard} per second`,
  'speed.rule': (a: { rule: string; length: string; lateness: number; actors?: number }) =>
    `timer delay ${late(a)}; faster, it may exceed 1/20 of ${a.rule} (${a.length})`,
  'speed.load': (a: { offered: number; carried: number }) =>
    `${a.offered} frames/s at the peak; this machine can process ${a.carried} frames/s`,
  'speed.assumed': (a: { bound: string; why: string }) =>
    `${a.bound}; the timer delay is assumed, because it could not be measured: ${a.why}`,
  'speed.highest': (a: { bound: string }) => `highest reliable speed: ${a.bound}`,
  'speed.why': (a: { why: string; limit: number; bound: string }) => `${a.why}; reliable up to ${a.limit}×: ${a.bound}`,
  'speed.command': 'highest speed of this command',
  'speed.half': 'half of the speed at which the load generator was late',
  'speed.asked': 'set in the scenario',
  'speed.given': 'set on the command line',
  'speed.target': 'speed of the target',
  'speed.real': 'the target does not report its clock, so it runs in real time',

  'look.unconnected': (a: { n: number; of: number; seconds: number }) =>
    `only ${whole(a.n)} of ${counted(a.of, 'connection')} opened within ${a.seconds} s`,
  'look.lost': (a: { n: number; of: number }) =>
    `${whole(a.n)} of ${counted(a.of, 'connection')} broke during the measurement`,
  'look.silent': (a: { seconds: number }) => `no answer within ${a.seconds} s`,

  'note.unmeasured': (a: { why: string; lateness: number }) =>
    `this machine could not be measured before the run (${a.why}); the timer delay is assumed to be ${milliseconds(a.lateness)}, the most that a reliable run may have`,
  'note.tooFast': (a: { speed: number; limit: number; bound: string }) =>
    `speed ${a.speed} is above ${a.limit}, the highest reliable speed of this machine right now (${a.bound}): this comparison measures what that does`,
  'note.crashes': (a: { n: number }) =>
    `the scenario kills the server ${a.n === 1 ? 'once' : `${a.n} times`}; timeouts due during an outage are judged from the return of the server`,
  'note.virtualOnly': (a: { keys: readonly string[] }) =>
    `${a.keys.map((key) => `\`${key}\``).join(' and ')} of the scenario ${a.keys.length === 1 ? 'applies' : 'apply'} only to virtual time (--engine sim); this run uses the real network and store`,
  'note.discarded': (a: { speed: number; p99: number }) =>
    `the same visitors ran before at ${a.speed}×, but the load generator was late (p99 ${milliseconds(a.p99)}), so that run was removed`,
  'note.stalls': (a: { n: number; seconds: string }) =>
    `the load generator stalled ${a.n === 1 ? 'once' : `${a.n} times`} for up to ${a.seconds} s (real time); delays at those moments come from the generator, not from the server`,

  'spoilt.late': (a: { p99: number; most: number }) =>
    `the load generator was late: p99 ${milliseconds(a.p99)} real time, limit ${a.most / 1000} ms; use a lower --speed, fewer visitors, or an idle machine`,
  'spoilt.tooFast': (a: { speed: number; limit: number; bound: string }) =>
    `speed ${a.speed} is above ${a.limit}, the highest reliable speed of this machine right now (${a.bound}); use --speed auto, a slower target, or a free machine`,
  'spoilt.otherPeople': (a: { played: string; planned: string }) =>
    `internal error: visitors and agents of this run (populationHash ${a.played}) are not those of scenario and seed (${a.planned}); please report it`,
  'spoilt.ledger': (a: { why: string }) => `the ledger cannot be written: ${a.why}`,
  'spoilt.noRows': (a: { line: string }) => `the ledger holds lines that are not rows, such as ${a.line}`,
  'spoilt.deaf': (a: { seconds: number }) => `the target sent nothing for ${a.seconds} s, so the run was ended early`,
  'spoilt.unread': (a: { why: string }) => `the target could not be read at the end: ${a.why}`,
  'spoilt.unacked': (a: { n: number }) => `the target acknowledged none of ${a.n} ${plural(a.n, 'message')}`,
  'spoilt.serverEnded': (a: { how: string }) => `the server ended during the run (${a.how}); see server.log`,
  'spoilt.serverNotReady': (a: { seconds: number }) => `the server was not ready within ${a.seconds} s`,
  'spoilt.serverGone': (a: { how: string; words: string }) =>
    `the server ended (${a.how}) before it was ready: ${a.words}`,
  'spoilt.exit': (a: { code: string }) => `exit code ${a.code}`,
  'spoilt.exitWords': (a: { code: string; words: string }) => `exit code ${a.code}: ${a.words}`,
  'spoilt.notReady': 'the load generator was not ready within a minute',
  'spoilt.stopped': 'stopped before the run began',
  'spoilt.k6NotStarted': (a: { why: string }) => `k6 could not be started: ${a.why}`,
  'spoilt.k6Ended': (a: { how: string }) => `k6 ended before its shards were done (${a.how}); see engine.log`,
  'spoilt.worker': (a: { shard: number; why: string }) => `worker ${a.shard}: ${a.why}`,
  'spoilt.workerGone': 'a worker thread of the built-in engine ended before it was ready',

  'witness.failed': (a: { what: string; why: string }) => `${a.what}: ${a.why}`,
  'witness.silent': (a: { ms: number }) => `no answer within ${a.ms} ms`,
  'witness.status': (a: { status: number; body: string }) => `status ${a.status}${a.body === '' ? '' : `, ${a.body}`}`,
  'witness.notJson': 'the answer is not JSON; is this the reference server?',
  'witness.endless': (a: { rows: number; ms: number }) =>
    `${a.rows} ${plural(a.rows, 'row')} read after ${a.ms} ms, and the end was not reached`,
  'witness.notPage': (a: { of: string }) => `the answer is not a page of ${a.of}; is this the reference server?`,
  'witness.notAgents': 'the answer is not a list of agents',
} as const;
