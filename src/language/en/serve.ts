// Texts of `stillthere serve` in English.
export const SERVE = {
  'serve.does': 'run the reference server alone, for load from another process or machine (`run --target`)',
  'serve.scenario': 'scenario whose rules apply: its name (see `stillthere list`), or path of your own file',
  'serve.profile': 'rule profile; use the same one for the run',
  'serve.speed': 'model seconds per real second; otherwise the speed of the scenario',
  'serve.notify':
    '.yaml or .json file: who is notified of leave-messages by e-mail, in-app list, DingTalk and WeCom bots',
  'serve.plan': 'full; or fixed for a desk without session settings over HTTP',
  'serve.wrongPlan': (a: { given: string; known: readonly string[] }) =>
    `--plan ${a.given}: write one of ${a.known.join(', ')}`,
  'serve.host': 'address to listen on; 0.0.0.0 allows connections from other machines',
  'serve.port': 'port to listen on; 0 picks a free one',
  'serve.ready': (a: { url: string; scenario: string; profile: string; speed: number }) =>
    `listening: ${a.url}, rules of ${a.scenario} (${a.profile}), speed ${a.speed}, metrics at /metrics; Ctrl-C stops it`,
  'serve.oneProfile': (a: { given: string }) =>
    `--profile ${a.given}: name one profile, because a server has one set of rules`,
  'serve.secret': (a: { variable: string }) =>
    `set the environment variable ${a.variable} to the same text of at least 8 characters for server and run`,
} as const;
