// The report of a run in English: sentences, headings and the names of rows.
import { counted, whole } from '../numbers.ts';

export const REPORT = {
  // A number with its unit.
  'report.micros': (a: { n: string }) => `${a.n} µs`,
  'report.millis': (a: { n: string }) => `${a.n} ms`,
  'report.seconds': (a: { n: string }) => `${a.n} s`,
  'report.minutes': (a: { n: string }) => `${a.n} min`,
  'report.hours': (a: { n: string }) => `${a.n} h`,
  'report.percent': (a: { n: string }) => `${a.n} %`,

  'report.note': (a: { text: string }) => `note: ${a.text}`,
  'report.rate': (a: { share: string; count: number; of: number }) =>
    `${a.share} (${whole(a.count)} of ${whole(a.of)})`,
  'report.rateNone': (a: { of: number; high: string }) => `0 of ${whole(a.of)} (at most ${a.high})`,
  'report.rateEmpty': 'none to judge',
  'report.atMost': (a: { high: string }) => `at most ${a.high}`,
  'report.share': (a: { count: number; share: string }) => `${whole(a.count)} (${a.share})`,

  'report.came': (a: { visitors: number; opened: number; active: number }) =>
    `${counted(a.visitors, 'visitor')} came and opened ${counted(a.opened, 'session')}. Agents had ${counted(a.active, 'conversation')}.`,
  'report.played.ended': (a: { arrivals: string; more: string }) =>
    `Arrivals took ${a.arrivals}; ${a.more} later everybody had left and every session had ended.`,
  'report.played.endless': (a: { arrivals: string; more: string }) =>
    `Arrivals took ${a.arrivals}; ${a.more} later everybody had left. No rule closes the sessions that were still open.`,
  'report.played.cut': (a: { arrivals: string; more: string }) =>
    a.more === ''
      ? `The run was cut after ${a.arrivals}, as the scenario or the command asks.`
      : `Arrivals took ${a.arrivals}; the run was cut ${a.more} later, as the scenario or the command asks.`,
  'report.played.limit': (a: { arrivals: string; more: string }) =>
    `Arrivals took ${a.arrivals}; the run was cut ${a.more} later, at its time limit (see \`tail\`).`,
  'report.played.stopped': (a: { arrivals: string; more: string }) =>
    a.more === ''
      ? `The run was stopped after ${a.arrivals}.`
      : `Arrivals took ${a.arrivals}; the run was stopped ${a.more} later.`,
  'report.timedOut': (a: { rate: string; open: number }) =>
    a.open === 0
      ? `Conversations closed by the idle timeout: ${a.rate}.`
      : `Conversations closed by the idle timeout: ${a.rate}, of those that had ended; ${whole(a.open)} were still open.`,
  'report.tooEarly': (a: { rate: string }) => ` Premature (the visitor was about to reply): ${a.rate}.`,
  'report.answered': (a: { n: number; of: number; late: number; open: number }) =>
    `First responses: ${whole(a.n)} of ${whole(a.of)} questions were answered` +
    (a.late > 0 ? `, ${whole(a.late)} of them after the visitor had given up` : '') +
    (a.open > 0 ? `; ${whole(a.open)} visitors were still waiting` : '') +
    '.',
  'report.waiting': (a: { visitors: number }) =>
    `Visitors still waiting for an agent to read their messages: ${whole(a.visitors)}.`,
  'report.besideOpen': (a: { open: number }) => `; ${whole(a.open)} open`,
  'report.ofAll': (a: { n: number; of: number }) => `${whole(a.n)} of ${whole(a.of)}`,
  'report.notReached': 'not reached',
  'report.times.all': (a: { n: number }) => `${whole(a.n)}×`,
  'report.times.some': (a: { n: number; of: number; open: number }) =>
    `${whole(a.n)} of ${whole(a.of)}` + (a.open > 0 ? `, ${whole(a.open)} still waiting` : ''),
  'report.missed': (a: { rate: string }) => `Missed messages: ${a.rate}.`,
  'report.missedPart': (a: { count: number; what: string }) => `${whole(a.count)} ${a.what}`,
  'report.unheard': (a: { visitors: number }) => `Visitors whose questions went unanswered: ${whole(a.visitors)}.`,
  'report.unheardBuyers': (a: { visitors: number; buyers: number }) =>
    `Visitors whose questions went unanswered: ${whole(a.visitors)} (ready to buy: ${whole(a.buyers)}).`,
  'report.repeated': (a: { messages: number }) => `Repeated to a new agent: ${counted(a.messages, 'message')}.`,

  'report.messages': 'Messages',
  'report.closed': 'Sessions closed',
  'report.leftMessage': 'became a leave-message',
  'report.stillOpen': 'still open',
  'report.byPeople': 'Idle timeouts: what the visitors were doing',
  'report.byCause': 'Idle timeouts: what caused them',
  'report.word': (a: { word: string }) => `(${a.word})`,
  'report.times': 'Times',
  'report.firstResponse': 'first response (model time)',
  'report.notice': 'message noticed by agent (model time)',
  'report.transfer': 'transfer (model time)',
  'report.ack': 'acknowledged (real time)',
  'report.delivery': 'delivered (real time)',
  'report.closeLateness': 'close later than due (real time)',
  'report.run': 'Run',
  'report.engine': 'engine',
  'report.engineSim': 'sim (virtual time): says nothing about the capacity of a server or network',
  'report.speed': 'speed',
  'report.speedWhy': (a: { speed: number; why: string }) => `${a.speed}× (${a.why})`,
  'report.generator': 'generator',
  'report.generatorLate': (a: { engine: string; p99: string; max: string; lag: string; trust: string }) =>
    `${a.engine}, timer delay p99 ${a.p99}, max ${a.max}, event loop at most ${a.lag}: ${a.trust}`,
  'report.trust': 'reliable',
  'report.noTrust': 'unreliable',
  'report.alerts': 'alerts',
  'report.alertsHandled': (a: { expiring: number; handled: number; expired: number }) =>
    `${whole(a.expiring)} to agents before a timeout, ${whole(a.handled)} answered in time, ${whole(a.expired)} not`,
  'report.transfers': 'transfers',
  'report.transfersDone': (a: { asked: number; done: number; failed: number }) =>
    `${whole(a.asked)} asked, ${whole(a.done)} done, ${whole(a.failed)} failed`,
  'report.resources': 'resources',
  'report.resourcesUsed': (a: { wall: number; cpu: number; peak: string; rows: number }) =>
    `${a.wall} s wall time, ${a.cpu} s CPU, ${a.peak} peak memory, ${counted(a.rows, 'ledger row')}`,
  'report.evidence': (a: { folder: string }) => `Evidence: ${a.folder}`,
  'report.look': (a: { folder: string; subject: string; word: string }) =>
    `Look at one of them: npx stillthere explain ${a.folder} ${a.subject}   (${a.word})`,
  'report.repeat': (a: { command: string }) => `Repeat this run:     ${a.command}`,

  'side.verdict': 'verdict',
  'side.visitors': 'visitors',
  'side.active': 'conversations with an agent',
  'side.timeouts': 'idle timeouts',
  'side.premature': '… premature: the visitor was about to reply',
  'side.waiting': '… while the visitor waited',
  'side.written': 'messages written',
  'side.missed': 'missed messages',
  'side.byVisitors': '… written by visitors',
  'side.lost': '… acknowledged and lost',
  'side.unseen': '… only in the history',
  'side.unnoticed': '… on a screen, never looked at',
  'side.kept': 'kept as leave-messages',
  'side.unheard': 'visitors whose questions went unanswered',
  'side.buyers': '… who were ready to buy',
  'side.repeated': 'repeated to a new agent',
  'side.transfers': 'transfers done',
  'side.answered': 'questions with a first response',
  'side.median': 'first response, median',
  'side.p95': 'first response, p95',
} as const;
