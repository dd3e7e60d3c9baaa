// Texts of the JUnit file and of the Markdown summary in English.
import { counted } from '../numbers.ts';

export const SUMMARY = {
  'summary.flag.junit': 'write the checks of all runs as JUnit XML, for CI',
  'summary.flag.summary': 'write a summary in Markdown; inside GitHub Actions the page of the step gets it, too',
  // What is checked, named so that ": 3 of 70" can follow.
  'summary.what.lost': 'messages acknowledged and nowhere to be found',
  'summary.what.misrouted': 'messages shown to somebody they were not for',
  'summary.what.phantom': 'messages shown that nobody had sent',
  'summary.what.vanished': 'messages that were on a screen and have vanished from the history',
  'summary.what.wrongTimeouts': 'timeouts against the rules',
  'summary.what.timeoutRate': 'idle timeouts, of the sessions that reached an agent',
  'summary.what.prematureRate': 'idle timeouts too early for the visitor',
  'summary.what.missedRate': 'messages nobody ever read',
  'summary.what.firstResponseP95': 'first answer, p95',
  'summary.what.fate': (a: { fate: string }) => `messages with the fate ${a.fate}`,
  'summary.what.evidence.target': 'target and load generator worked to the end',
  'summary.what.evidence.ledger': 'the ledger is whole, no row is missing',
  'summary.what.evidence.drain': 'the drain is complete',
  'summary.what.evidence.run': 'the run was played to its end, and there is something to judge',
  'summary.what.evidence.generator': 'the load generator was on time',
  // How a check ended.
  'summary.held': (a: { what: string; found: string; allowed: string }) =>
    `${a.what}: ${a.found}; allowed: ${a.allowed}`,
  'summary.unset': (a: { what: string; found: string }) => `${a.what}: ${a.found}; no limit is set`,
  'summary.none': (a: { what: string }) => `${a.what}: there were none to judge`,
  'summary.moot': (a: { what: string; found: string }) =>
    `${a.what}: ${a.found}; not judged, because this run proves nothing (see the evidence.… checks)`,
  'summary.follows': (a: { what: string }) => `${a.what}: not judged after what happened (see evidence.target)`,
  'summary.virtual': 'virtual time: there is no load generator that could be late',
  'summary.lateness': (a: { p99: string; max: string }) => `late p99 ${a.p99}, at most ${a.max}`,
  'summary.any': 'any',
  'summary.status.passed': 'passed',
  'summary.status.failed': 'failed',
  'summary.status.error': 'no evidence',
  'summary.status.skipped': 'skipped',
  // The summary.
  'summary.exit': (a: { code: number }) => `(exit code ${a.code})`,
  'summary.number': 'Number',
  'summary.value': 'Value',
  'summary.interval': '95 % interval',
  'summary.limit': 'Allowed',
  'summary.check': 'Check',
  'summary.status': 'Status',
  'summary.finding': 'What was found',
  'summary.wrong': '… against the rules',
  'summary.more': (a: { n: number }) => `… and ${counted(a.n, 'more reason')} in result.json`,
  'summary.next': 'Look at one of them:',
  'summary.evidence': 'Evidence:',
  'summary.repeat': 'Repeat this run:',
  'summary.checks': (a: { n: number }) => `All ${a.n} checks`,
  'summary.about': 'About this run',
  'summary.word': 'Word',
  'summary.count': 'Count',
  'summary.same': 'The same people, side by side',
  'summary.shortened': 'This summary was too long for its place: the rest is in the folders of the runs.',
  // Writing them.
  'summary.unwritable': (a: { name: string; path: string; why: string }) =>
    `${a.name} ${a.path} cannot be written: ${a.why}; choose another place`,
  'summary.unwritableStep': (a: { path: string; why: string }) =>
    `$GITHUB_STEP_SUMMARY names ${a.path}, which cannot be written: ${a.why}; name another file there, or unset it`,
  'summary.sameFile': (a: { path: string }) => `--junit and --summary both name ${a.path}: give each a file of its own`,
  'summary.kept': (a: { verdict: string; folder: string }) => `the run (${a.verdict}) is kept in ${a.folder}`,
  'summary.isFolder': 'it is a folder',
  'summary.isNoFile': 'it is a device or a pipe, which a document would replace',
  'summary.isScenario': 'it is the scenario of this run',
  'summary.noName': (a: { name: string }) => `${a.name} needs the name of a file, and got an empty one`,
} as const;
