// Texts of the command line in English: commands, options, and errors in flags.
export const CLI = {
  'cli.says': 'Load testing and session-timeout simulation for live-chat desks',
  'cli.internal': (a: { what: string }) => `internal error, please report it: ${a.what}`,
  'cli.missingFile': (a: { path: string }) =>
    `this installation of stillthere is incomplete, because ${a.path} is missing: install it again`,
  'cli.seeHelp': '(run `stillthere --help` for the commands)',
  'cli.lang': 'language of all output: en or zh-CN; otherwise LC_ALL, LC_MESSAGES or LANG decides',
  'cli.wrongLang': (a: { given: string; known: readonly string[]; near?: string }) =>
    `--lang ${a.given}: write ${a.known.join(' or ')}${a.near === undefined ? '' : ` (did you mean ${a.near}?)`}`,
  'cli.help': 'display help for command',
  'cli.version': 'output the version number',

  'cli.list': 'list the built-in scenarios',
  'cli.run': 'run a scenario and report a verdict',
  'cli.run.scenario': 'name of a built-in scenario (see `stillthere list`), or path of your own file',
  'cli.run.engine': 'sim runs in virtual time; node (built-in) and k6 run over real sockets',
  'cli.run.engine.default': 'k6 if installed, otherwise node',
  'cli.run.profile': 'rule profiles, comma-separated',
  'cli.run.seed': 'random seed; the same seed brings the same visitors',
  'cli.run.speed': 'model seconds per real second',
  'cli.run.out': 'parent folder of the run folders',
  'cli.run.target': 'WebSocket address of a running server (ws://127.0.0.1:…/ws)',
  'cli.run.adapter': 'kind of server that the target is',
  'cli.run.durability': 'what acknowledged messages must survive: a crash of the process, or a power failure',
  'cli.run.keepDb': 'keep the database of the server in the run folder',
  'cli.run.json': 'print the result document instead of the report',
  'cli.start': 'demo: one peak hour with default rules and with remedies, side by side',
  'cli.start.scenario': 'another scenario that has the profiles bare and all',
  'cli.explain':
    'show the life of a session (s12), a message (v3/0) or a visitor (v18): what each side did, saw and missed',
  'cli.explain.run': 'id of a run, its folder, or its ledger.ndjson',
  'cli.explain.subject': 'a session, a message or a visitor',
  'cli.explain.out': 'parent folder of the run folders',

  'cli.noK6': (a: { why: string }) => `${a.why}. Using the built-in engine instead (--engine node).`,
  'cli.samePeople': (a: { sets: number }) => `Same visitors, ${a.sets} rule profiles`,
  'cli.startCompared': 'Default rules (bare) and all remedies (all), same visitors',
  'cli.stopping': 'stopping: draining and judging the run; press Ctrl-C again to stop at once',
} as const;
