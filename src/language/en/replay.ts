// What is said in English when a run in virtual time is played again: in part, twice, for its rows, or ever smaller.
import { counted, plural, whole } from '../numbers.ts';

const near = (name: string | undefined): string => (name === undefined ? '' : ` (did you mean ${name}?)`);

export const REPLAY = {
  'cli.memory': 'what a run in virtual time may use, such as 512MB or 2GB; else most of what is free',
  'cli.run.ledger': 'keep the ledger of a run in virtual time, too; over sockets it is always kept',
  'cli.run.until': 'virtual time only: end play at this moment of model time, such as 68m',
  'cli.run.only': 'virtual time only: only these visitors come, such as v17,v23; name agents (a3) to have only those',
  'cli.run.verify':
    'virtual time only: play twice side by side, and name the first row that differs; nothing is judged',
  'cli.shrink': 'reduce a run that breaks a limit to the fewest visitors and agents who still break it (virtual time)',
  'cli.shrink.profile': 'rules to play under, one profile',
  'cli.shrink.limit': 'which limit to keep broken (lost, misrouted, wrongTimeouts, …); else the first that is',
  'cli.shrink.most': 'runs that it may take',

  'virtual.simOnly': (a: { flag: string; engine: string }) =>
    `${a.flag} needs virtual time, and --engine ${a.engine} plays over real sockets: use --engine sim`,
  'virtual.wrongMemory': (a: { given: string }) => `--memory ${a.given}: write a number and MB or GB, such as 512MB`,
  'virtual.wrongUntil': (a: { given: string }) =>
    `--until ${a.given}: write a moment of model time above 0, such as 90s, 68m or 2h`,
  'virtual.wrongOnly': (a: { given: string; wrong: readonly string[] }) =>
    `--only ${a.given}: ${a.wrong.map((one) => JSON.stringify(one)).join(', ')} ${plural(a.wrong.length, 'is no visitor and no agent', 'are no visitors and no agents')}; write names with commas, such as v17,v23,a3`,
  'virtual.wrongMost': (a: { given: string; least: number }) =>
    `--most ${a.given}: write a whole number from ${a.least}`,

  'excerpt.unknown': (a: { unknown: readonly string[]; visitors: string; agents: string }) =>
    `--only: ${a.unknown.join(', ')} ${plural(a.unknown.length, 'does', 'do')} not come in this run; its visitors are ${a.visitors}, its agents ${a.agents}`,
  'excerpt.nobody': (a: { only: readonly string[]; visitors: string }) =>
    `--only ${a.only.join(',')}: name a visitor, too (${a.visitors}); without visitors there is nothing to judge`,
  'excerpt.visitors': (a: { visitors: number }) =>
    `this is a part of the run: only ${counted(a.visitors, 'visitor')} came (--only)`,
  'excerpt.people': (a: { visitors: number; agents: number; of: number }) =>
    `this is a part of the run: only ${counted(a.visitors, 'visitor')} and ${whole(a.agents)} of ${counted(a.of, 'agent')} came (--only)`,
  'excerpt.until': (a: { at: string }) =>
    `this is a part of the run: play was ended at ${a.at} of model time (--until)`,

  'verify.title': (a: { scenario: string; profile: string }) => `${a.scenario} (${a.profile}, played twice)`,
  'verify.same': (a: { scenario: string; profile: string; seed: string; rows: number; digest: string }) =>
    `${a.scenario} (${a.profile}, seed ${a.seed}): played twice, ${counted(a.rows, 'row')}, all the same (${a.digest})`,
  'verify.differs': (a: {
    scenario: string;
    profile: string;
    seed: string;
    row: number;
    first?: string | undefined;
    second?: string | undefined;
  }) =>
    `${a.scenario} (${a.profile}, seed ${a.seed}): row ${a.row} is the first that differs when this is played twice. That must not happen, please report it\n  first:  ${a.first ?? 'no row'}\n  second: ${a.second ?? 'no row'}`,

  'replay.shortest': (a: { command: string }) => `The same in short:   ${a.command}`,
  'replay.shortestHead': 'The same in short, played and found to break the same limit:',
  'replay.otherPeople': (a: { run: string; version: string }) =>
    `${a.run} kept no ledger, and played again it has other people: it was made by another version of this program (${a.version}) or was cut short. Play it anew with --ledger`,
  'replay.otherRows': (a: { run: string; version: string; then: number; now: number }) =>
    `${a.run} kept no ledger, and played again it has ${counted(a.now, 'row')} instead of ${whole(a.then)}: it was made by another version of this program (${a.version}) or was cut short. Play it anew with --ledger`,
  'replay.notOver': (a: { path: string }) =>
    `${a.path} has neither a ledger nor a result: the run did not come to its end. Play it anew with --ledger`,

  'shrink.oneProfile': (a: { given: string }) => `--profile ${a.given}: one run is shrunk at a time; name one profile`,
  'shrink.title': (a: { scenario: string; profile: string; seed: string }) =>
    `${a.scenario} (${a.profile}, seed ${a.seed})`,
  'shrink.step': (a: { title: string; limit: string; runs: number; visitors: number; agents: number }) =>
    `${a.title}: run ${a.runs}, ${counted(a.visitors, 'visitor')} and ${counted(a.agents, 'agent')} break \`${a.limit}\``,
  'shrink.stopping': 'stopping: the smallest run so far will be told; press Ctrl-C again to stop at once',
  'shrink.stoppedAtOnce': 'stopped before the whole run had been played once: nothing is known yet',
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
    `Of ${counted(a.visitorsBefore, 'visitor')} and ${counted(a.agentsBefore, 'agent')}, ${whole(a.visitors)} and ${whole(a.agents)} are left; that took ${counted(a.runs, 'run')} (${a.seconds} s).`,
  'shrink.minimal': 'None of them can be left out.',
  'shrink.share':
    'One visitor alone is soon the whole of a share: this is an example of what counts against the limit, and not why there are so many.',
  'shrink.most': (a: { most: number }) =>
    `The ${counted(a.most, 'run')} were used up: perhaps fewer would do, --most allows more runs.`,
  'shrink.stopped': 'It was stopped: this is the smallest run so far.',
  'shrink.visitor': (a: { id: string; at: string; channel: string; persona: string }) =>
    `${a.id}, comes at ${a.at} on ${a.channel}: ${a.persona}`,
  'shrink.more': (a: { n: number }) => `… and ${whole(a.n)} more`,
  'shrink.repeat': (a: { command: string }) => `Play what is left:   ${a.command}`,
} as const;
