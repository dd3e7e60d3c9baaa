// Texts of the command line in English: what commands and options are for, and what is said about flags.
export const CLI = {
  'cli.says': 'Load testing and session-timeout simulation for live-chat desks',
  'cli.internal': (a: { what: string }) => `internal error, please report it: ${a.what}`,
  'cli.missingFile': (a: { path: string }) =>
    `this installation of stillthere is incomplete, ${a.path} is missing: install it again`,
  'cli.seeHelp': '(run `stillthere --help` for the commands)',
  'cli.lang': 'language of everything that is said: en or zh-CN; else LC_ALL, LC_MESSAGES or LANG decides',
  'cli.wrongLang': (a: { given: string; known: readonly string[]; near?: string }) =>
    `--lang ${a.given}: write ${a.known.join(' or ')}${a.near === undefined ? '' : ` (did you mean ${a.near}?)`}`,
  'cli.help': 'display help for command',
  'cli.version': 'output the version number',

  'cli.list': 'the scenarios that come with the tool',
  'cli.run': 'play a scenario and judge it',
  'cli.run.scenario': 'name of a scenario (see `stillthere list`), or a file of your own',
  'cli.run.engine': 'what plays it: virtual time, built-in, or k6',
  'cli.run.engine.default': 'k6, or node where there is no k6',
  'cli.run.profile': 'rules to play under, several with commas',
  'cli.run.seed': 'the same seed brings the same people',
  'cli.run.speed': 'model seconds per real second',
  'cli.run.out': 'where run folders go',
  'cli.run.target': 'WebSocket address of a server that runs already (ws://127.0.0.1:…/ws)',
  'cli.run.adapter': 'which kind of server the target is',
  'cli.run.durability': 'what an acknowledged message survives',
  'cli.run.keepDb': 'leave the database of the server in the run folder',
  'cli.run.json': 'print the result document instead of the report',
  'cli.start': 'the main job: a festival hour on a default desk and with remedies, side by side',
  'cli.start.scenario': 'another scenario with the profiles bare and all',
  'cli.explain': 'the life of a session (s12), a message (v3/0) or a visitor (v18): who did, saw and missed what',
  'cli.explain.run': 'id of a run, its folder, or its ledger.ndjson',
  'cli.explain.subject': 'a session, a message or a visitor',
  'cli.explain.out': 'where run folders are',

  'cli.noK6': (a: { why: string }) => `${a.why}. This time the built-in engine plays (--engine node).`,
  'cli.samePeople': (a: { sets: number }) => `The same people under ${a.sets} sets of rules`,
  'cli.startCompared': 'What your visitors suffer by default (bare), and what the remedies change (all)',
  'cli.stopping': 'stopping: the run is being drained and judged; press Ctrl-C again to stop at once',
} as const;
