// Agreement of virtual time with real sockets, in English.
import { counted, milliseconds, plural, whole } from '../numbers.ts';

export const AGREE = {
  'agree.says':
    'compare virtual time with real sockets on the same people: what compression bends, what the model lacks',
  'agree.engine': 'engines to compare with, comma-separated: node, k6',
  'agree.engine.default': 'both where there is a k6, else `node`',
  'agree.profile': 'rule profile to play',
  'agree.seed': 'S: the pairs have the seeds S/1, S/2, …',
  'agree.speed': 'model seconds per real second; several, comma-separated, are compared one by one',
  'agree.speed.default': 'that of the scenario; `auto` is the highest that all engines may honestly play',
  'agree.replicates': 'pairs of runs; at least 20 for a statement',
  'agree.out': 'folder that the folder of the comparison is made in',
  'agree.ledger': 'keep the ledgers of all runs; without it only those of runs that cannot be trusted stay',
  'agree.json': 'print agreement.json instead of the report',

  'agree.noK6': (a: { why: string }) => `${a.why}. Compared with the built-in engine only.`,
  'agree.noEngine': (a: { flag: string }) => `--engine: «${a.flag}» is no engine with sockets; there are node and k6`,
  'agree.oneProfile': (a: { given: string }) => `--profile: one profile at a time, found «${a.given}»`,
  'agree.noHonestSpeed': (a: { engine: string; bound: string }) =>
    `--speed auto: ${a.engine} can play no speed honestly here (${a.bound}). This machine is too slow, or too busy, for rules so short and so many people: use a free machine, fewer visitors or longer rules, or name a speed`,
  'agree.twice': (a: { flag: string; given: string }) => `${a.flag}: ${a.given} is named twice`,
  'agree.otherPeople': (a: { first: string; second: string }) =>
    `the two runs of a pair did not have the same people (populationHash ${a.first} and ${a.second}): their difference would say nothing`,

  'agree.live.title': (a: { scenario: string; profile: string }) => `agreement of ${a.scenario} (${a.profile})`,
  'agree.live.measuring': 'a look at the machine: loopback, commits, lateness of the engines',
  'agree.live.virtual': (a: { at: number; of: number; seed: string }) =>
    `pair ${a.at} of ${a.of} (seed ${a.seed}): virtual time`,
  'agree.live.real': (a: { at: number; of: number; seed: string; engine: string; speed: number; doing: string }) =>
    `pair ${a.at} of ${a.of} (seed ${a.seed}): ${a.engine} at ${a.speed}×, ${a.doing}`,

  'agree.verdict.equivalent': 'EQUIVALENT: virtual time and real sockets say the same, within the margins',
  'agree.verdict.different': 'DIFFERENT: a difference beyond its margin has been shown',
  'agree.verdict.inconclusive': 'INCONCLUSIVE: neither agreement nor a difference has been shown; more pairs can tell',
  'agree.verdict.too_few': 'TOO FEW: fewer than 20 pairs are no evidence',
  'agree.verdict.invalid': 'INVALID: pairs are missing, because runs over sockets could not be trusted',
  'agree.verdict.nothing_to_compare': 'NOTHING TO COMPARE: nothing that is compared has occurred on either side',

  'agree.notCompared': (a: { what: readonly string[] }) => `not compared, because none occurred: ${a.what.join(', ')}`,
  'agree.word.equivalent': 'equivalent',
  'agree.word.different': 'different',
  'agree.word.inconclusive': 'inconclusive',
  'agree.word.too_few': 'too few',
  'agree.word.nothing_to_compare': 'nothing to compare',
  'agree.word.close': 'close',
  'agree.word.apart': 'apart',

  'agree.pairs': (a: { n: number; of: number; first: string; last: string }) =>
    `${a.n} of ${counted(a.of, 'pair')}, seeds ${a.first} … ${a.last}${a.n < a.of ? '; all figures are of these only' : ''}`,
  'agree.none': (a: { of: number }) => `none of ${counted(a.of, 'pair')}`,
  'agree.machine': (a: { cores: number; load: string; latency: number; commit: number }) =>
    `machine: ${counted(a.cores, 'core')}, load ${a.load}; loopback ${milliseconds(a.latency)} one way, commit ${milliseconds(a.commit)}`,
  'agree.limit': (a: { engine: string; limit: number; bound: string }) =>
    `${a.engine}: honest up to ${a.limit} (${a.bound})`,
  'agree.beyond': (a: { speed: number; engine: string }) =>
    `${a.speed}× is beyond what ${a.engine} can be trusted with here: a difference may be that of the machine`,
  'agree.ack': (a: { ack: number; assumed: number }) =>
    `acknowledgements took ${milliseconds(a.ack)} in its runs, ${milliseconds(a.assumed)} in virtual time`,
  'agree.heading': (a: { speed: number; engine: string }) => `At ${a.speed}×, with ${a.engine}`,
  'agree.head': (a: { speed: number }) =>
    `|S1|S${a.speed}|R${a.speed}|margin|compression (S${a.speed} − S1)||model error (R${a.speed} − S${a.speed})|`,
  'agree.sides':
    'S1: virtual time with the latencies of this machine; S and a speed: with that many times as long ones; R and a speed: real sockets. ± is the 90 % interval.',
  'agree.metric.timeoutRate': 'timeout rate',
  'agree.metric.prematureRate': 'premature rate',
  'agree.metric.missedRate': 'missed messages',
  'agree.metric.transferLatency': 'transfer latency',
  'agree.shape.firstResponse': 'first response, distribution',
  'agree.shape.transfer': 'transfer latency, distribution',
  'agree.visitors': 'visitors with another outcome',
  'agree.distance': (a: { distance: string }) => `distance ${a.distance}`,
  'agree.samples': (a: { n: number }) => counted(a.n, 'sample'),
  'agree.facts': (a: { n: number; of: number; engine: string; example: string }) =>
    `${a.n} of ${counted(a.of, 'run')} of ${a.engine} found facts of their own, such as: ${a.example}`,
  'agree.unused': (a: { n: number; of: number; engine: string; example: string }) =>
    `${a.n} of ${counted(a.of, 'run')} of ${a.engine} could not be trusted and ${plural(a.n, 'is', 'are')} not used, such as: ${a.example}`,
  'agree.interrupted': (a: { n: number; of: number }) =>
    `stopped: ${whole(a.n)} of ${counted(a.of, 'pair')} were begun`,
  'agree.evidence': (a: { path: string }) => `evidence: ${a.path}`,
  'agree.again': (a: { command: string }) => `again:    ${a.command}`,
} as const;
