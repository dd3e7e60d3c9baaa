// Texts about replays in virtual time, in English: excerpts, `--verify`, stored rows, `shrink`.
import { counted, plural, whole } from '../numbers.ts';

const near = (name: string | undefined): string => (name === undefined ? '' : ` (did you mean ${name}?)`);

export const REPLAY = {
  'cli.memory': 'memory limit of virtual time, such as 512MB or 2GB; otherwise most free memory',
  'cli.run.ledger': 'keep the ledger of a run in virtual time, too; runs over real sockets always keep it',
  'cli.run.until': 'virtual time only: end the run at this model time, such as 68m',
  'cli.run.only':
    'virtual time only: run with these visitors alone, such as v17,v23; name agents (a3) to restrict them, too',
  'cli.run.verify':
    'virtual time only: run twice in parallel and name the first ledger row that differs; there is no verdict',
  'cli.shrink': 'reduce a run that breaks a limit to the fewest visitors and agents that still break it (virtual time)',
  'cli.shrink.profile': 'rule profile, only one',
  'cli.shrink.limit': 'limit that must stay broken (lost, misrouted, wrongTimeouts, …); otherwise the first broken one',
  'cli.shrink.most': 'maximum number of runs',

  'virtual.simOnly': (a: { flag: string; engine: string }) =>
    `${a.flag} works only in virtual time, but --engine ${a.engine} uses real sockets: use --engine sim`,
  'virtual.wrongMemory': (a: { given: string }) => `--memory ${a.given}: write a number and MB or GB, such as 512MB`,
  'virtual.wrongUntil': (a: { given: string }) =>
    `--until ${a.given}: write a model time above 0, such as 90s, 68m or 2h`,
  'virtual.wrongOnly': (a: { given: string; wrong: readonly string[] }) =>
    `--only ${a.given}: ${a.wrong.map((one) => JSON.stringify(one)).join(', ')} ${plural(a.wrong.length, 'is not a visitor or agent', 'are not visitors or agents')}; write names with commas, such as v17,v23,a3`,
  'virtual.wrongMost': (a: { given: string; least: number }) =>
    `--most ${a.given}: write a whole number from ${a.least}`,

  'excerpt.unknown': (a: { unknown: readonly string[]; visitors: string; agents: string }) =>
    `--only: this run has no ${a.unknown.join(', ')}; its visitors are ${a.visitors}, its agents ${a.agents}`,
  'excerpt.nobody': (a: { only: readonly string[]; visitors: string }) =>
    `--only ${a.only.join(',')}: name a visitor, too (${a.visitors}), because without visitors there is nothing to judge`,
  'excerpt.visitors': (a: { visitors: number }) => `partial run: only ${counted(a.visitors, 'visitor')} came (--only)`,
  'excerpt.people': (a: { visitors: number; agents: number; of: number }) =>
    `partial run: only ${counted(a.visitors, 'visitor')} and ${whole(a.agents)} of ${counted(a.of, 'agent')} came (--only)`,
  'excerpt.until': (a: { at: string }) => `partial run: it ended at model time ${a.at} (--until)`,

  'verify.title': (a: { scenario: string; profile: string }) => `${a.scenario} (${a.profile}, run twice)`,
  'verify.same': (a: { scenario: string; profile: string; seed: string; rows: number; digest: string }) =>
    `${a.scenario} (${a.profile}, seed ${a.seed}): run twice, ${counted(a.rows, 'row')}, all identical (${a.digest})`,
  'verify.stopping': 'stopping: what was the same so far is reported; press Ctrl-C again to stop at once',
  'verify.stopped': (a: { scenario: string; profile: string; seed: string; rows: number }) =>
    `${a.scenario} (${a.profile}, seed ${a.seed}): stopped after ${counted(a.rows, 'row')} that were the same both times`,
  'verify.differs': (a: {
    scenario: string;
    profile: string;
    seed: string;
    row: number;
    first?: string | undefined;
    second?: string | undefined;
  }) =>
    `${a.scenario} (${a.profile}, seed ${a.seed}): two identical runs differ, first in row ${a.row}. This is a bug, please report it\n  first:  ${a.first ?? 'no row'}\n  second: ${a.second ?? 'no row'}`,

  'replay.shortest': (a: { command: string }) => `Shortest repeat:     ${a.command}`,
  'replay.shortestHead': 'Shortest repeat, checked to break the same limit:',
  'replay.otherPeople': (a: { run: string; version: string }) =>
    `${a.run} has no ledger, and its repetition has other visitors or agents: another version (${a.version}) made it, or it was cut short. Run it again with --ledger`,
  'replay.otherRows': (a: { run: string; version: string; then: number; now: number }) =>
    `${a.run} has no ledger, and its repetition has ${counted(a.now, 'row')} instead of ${whole(a.then)}: another version (${a.version}) made it, or it was cut short. Run it again with --ledger`,
  'replay.notOver': (a: { path: string }) =>
    `${a.path} has neither a ledger nor a result, because the run did not finish. Run it again with --ledger`,

  'shrink.oneProfile': (a: { given: string }) =>
    `--profile ${a.given}: name one profile, because one run is shrunk at a time`,
  'shrink.title': (a: { scenario: string; profile: string; seed: string }) =>
    `${a.scenario} (${a.profile}, seed ${a.seed})`,
  'shrink.begun': (a: { title: string }) => `${a.title}: first a full run, to see which limits it breaks`,
  'shrink.step': (a: { title: string; limit: string; runs: number; visitors: number; agents: number }) =>
    `${a.title}: run ${a.runs}, ${counted(a.visitors, 'visitor')} and ${counted(a.agents, 'agent')} break \`${a.limit}\``,
  'shrink.stopping': 'stopping: the smallest run so far is reported; press Ctrl-C again to stop at once',
  'shrink.stoppedAtOnce': 'stopped before the first full run had ended: there is no result',
  'shrink.nothing': (a: { scenario: string; profile: string; seed: string }) =>
    `${a.scenario} (${a.profile}, seed ${a.seed}) breaks no limit, so there is nothing to shrink; try another --profile or --seed, or a stricter limit under expect in the scenario`,
  'shrink.noLimit': (a: { limit: string; near?: string | undefined; known: readonly string[] }) =>
    `--limit ${a.limit}: there is no such limit${near(a.near)}; write one of ${a.known.join(', ')}`,
  'shrink.notBroken': (a: { limit: string; near?: string | undefined; broken: readonly string[] }) =>
    `--limit ${a.limit}: this run does not break that limit${near(a.near)}; it breaks: ${a.broken.join(', ')}`,
  'shrink.broken': (a: { limit: string; text: string }) => `Broken limit: ${a.limit} (${a.text})`,
  'shrink.left': (a: {
    visitorsBefore: number;
    agentsBefore: number;
    visitors: number;
    agents: number;
    runs: number;
    seconds: string;
  }) =>
    `Reduced from ${counted(a.visitorsBefore, 'visitor')} and ${counted(a.agentsBefore, 'agent')} to ${counted(a.visitors, 'visitor')} and ${counted(a.agents, 'agent')} in ${counted(a.runs, 'run')} (${a.seconds} s).`,
  'shrink.minimal': 'None of them can be removed.',
  'shrink.share':
    'With one visitor, every rate is 0 or 100 %. This run is an example of what counts against the limit; it does not show why there are so many.',
  'shrink.most': (a: { most: number }) =>
    `All ${counted(a.most, 'run')} were used; a higher --most may reduce it further.`,
  'shrink.stopped': 'Stopped early: this is the smallest run so far.',
  'shrink.visitor': (a: { id: string; at: string; channel: string; persona: string }) =>
    `${a.id}, arrives at ${a.at} on ${a.channel}: ${a.persona}`,
  'shrink.more': (a: { n: number }) => `… and ${whole(a.n)} more`,
  'shrink.repeat': (a: { command: string }) => `Run what is left:    ${a.command}`,
} as const;
