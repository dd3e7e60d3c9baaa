// Texts of `stillthere agree` in English.
import { counted, milliseconds, plural, whole } from '../numbers.ts';

export const AGREE = {
  'agree.says': 'compare virtual time with real sockets for the same visitors: bias of compression, error of the model',
  'agree.engine': 'engines to compare with, comma-separated: node, k6',
  'agree.engine.default': 'both if k6 is installed, otherwise `node`',
  'agree.profile': 'rule profile',
  'agree.seed': 'S: the pairs use the seeds S/1, S/2, …',
  'agree.speed': 'model seconds per real second; several speeds, comma-separated, are compared one by one',
  'agree.speed.default': 'speed of the scenario; `auto` is the highest speed that is reliable for all engines',
  'agree.replicates': 'pairs of runs; a verdict needs at least 20',
  'agree.out': 'parent folder of the comparison',
  'agree.ledger': 'keep the ledgers of all runs; otherwise only those of unreliable runs are kept',
  'agree.json': 'print agreement.json instead of the report',

  'agree.noK6': (a: { why: string }) => `${a.why}. Comparing with the built-in engine only.`,
  'agree.noEngine': (a: { flag: string }) => `--engine: "${a.flag}" is not an engine with sockets; use node or k6`,
  'agree.oneProfile': (a: { given: string }) => `--profile "${a.given}": compare one profile at a time`,
  'agree.noHonestSpeed': (a: { engine: string; bound: string }) =>
    `--speed auto: no speed is reliable for ${a.engine} on this machine (${a.bound}). Use an idle machine, fewer visitors or longer rules, or set a speed`,
  'agree.twice': (a: { flag: string; given: string }) => `${a.flag}: ${a.given} is named twice`,
  'agree.otherPeople': (a: { first: string; second: string }) =>
    `the two runs of a pair had different visitors or agents (populationHash ${a.first} and ${a.second}), so they cannot be compared`,

  'agree.live.title': (a: { scenario: string; profile: string }) => `agreement of ${a.scenario} (${a.profile})`,
  'agree.live.measuring': 'measuring this machine: loopback, commits, timer delay of the engines',
  'agree.live.virtual': (a: { at: number; of: number; seed: string }) =>
    `pair ${a.at} of ${a.of} (seed ${a.seed}): virtual time`,
  'agree.live.real': (a: { at: number; of: number; seed: string; engine: string; speed: number; doing: string }) =>
    `pair ${a.at} of ${a.of} (seed ${a.seed}): ${a.engine} at ${a.speed}×, ${a.doing}`,

  'agree.verdict.equivalent': 'EQUIVALENT: virtual time and real sockets agree within the margins',
  'agree.verdict.different': 'DIFFERENT: at least one difference exceeds its margin',
  'agree.verdict.inconclusive': 'INCONCLUSIVE: neither agreement nor a difference was shown; run more pairs',
  'agree.verdict.too_few': 'TOO FEW: a verdict needs at least 20 pairs',
  'agree.verdict.invalid': 'INVALID: pairs are missing because their runs over sockets were unreliable',
  'agree.verdict.nothing_to_compare': 'NOTHING TO COMPARE: none of the compared events occurred on either side',

  'agree.notCompared': (a: { what: readonly string[] }) => `not compared, because none occurred: ${a.what.join(', ')}`,
  'agree.word.equivalent': 'equivalent',
  'agree.word.different': 'different',
  'agree.word.inconclusive': 'inconclusive',
  'agree.word.too_few': 'too few',
  'agree.word.nothing_to_compare': 'nothing to compare',
  'agree.word.close': 'close',
  'agree.word.apart': 'apart',

  'agree.pairs': (a: { n: number; of: number; first: string; last: string }) =>
    `${a.n} of ${counted(a.of, 'pair')}, seeds ${a.first} … ${a.last}${a.n < a.of ? '; all figures come from these pairs only' : ''}`,
  'agree.none': (a: { of: number }) => `none of ${counted(a.of, 'pair')}`,
  'agree.machine': (a: { cores: number; load: string; latency: number; commit: number }) =>
    `machine: ${counted(a.cores, 'core')}, load ${a.load}; loopback ${milliseconds(a.latency)} one way, commit ${milliseconds(a.commit)}`,
  'agree.limit': (a: { engine: string; limit: number; bound: string }) =>
    `${a.engine}: reliable up to ${a.limit}× (${a.bound})`,
  'agree.beyond': (a: { speed: number; engine: string }) =>
    `${a.speed}× exceeds the reliable speed of ${a.engine} on this machine: differences may come from the machine`,
  'agree.ack': (a: { ack: number; assumed: number }) =>
    `acknowledgements took ${milliseconds(a.ack)} in its runs, ${milliseconds(a.assumed)} in virtual time`,
  'agree.heading': (a: { speed: number; engine: string }) => `At ${a.speed}×, with ${a.engine}`,
  'agree.head': (a: { speed: number }) =>
    `|S1|S${a.speed}|R${a.speed}|margin|compression (S${a.speed} − S1)||model error (R${a.speed} − S${a.speed})|`,
  'agree.sides':
    'S1: virtual time with the latencies of this machine. S and a speed: virtual time with latencies multiplied by that speed. R and a speed: real sockets. ± is the 90 % interval.',
  'agree.metric.timeoutRate': 'timeout rate',
  'agree.metric.prematureRate': 'premature rate',
  'agree.metric.missedRate': 'missed messages',
  'agree.metric.transferLatency': 'transfer latency',
  'agree.shape.firstResponse': 'first response, distribution',
  'agree.shape.transfer': 'transfer latency, distribution',
  'agree.visitors': 'visitors with a different outcome',
  'agree.distance': (a: { distance: string }) => `distance ${a.distance}`,
  'agree.samples': (a: { n: number }) => counted(a.n, 'sample'),
  'agree.facts': (a: { n: number; of: number; engine: string; example: string }) =>
    `${a.n} of ${counted(a.of, 'run')} of ${a.engine} found violations, such as: ${a.example}`,
  'agree.unused': (a: { n: number; of: number; engine: string; example: string }) =>
    `${a.n} of ${counted(a.of, 'run')} of ${a.engine} ${plural(a.n, 'was', 'were')} unreliable and not used, such as: ${a.example}`,
  'agree.interrupted': (a: { n: number; of: number }) =>
    `stopped: ${whole(a.n)} of ${counted(a.of, 'pair')} were started`,
  'agree.evidence': (a: { path: string }) => `evidence: ${a.path}`,
  'agree.again': (a: { command: string }) => `repeat:   ${a.command}`,
} as const;
