// Texts of `stillthere serve` in English.
export const SERVE = {
  'serve.does': 'run the reference server alone, for runs that are played from elsewhere (`run --target`)',
  'serve.scenario': 'whose rules it follows: name of a scenario (see `stillthere list`), or a file of your own',
  'serve.profile': 'which of its rules; play the run under the same profile',
  'serve.speed': 'model seconds per real second; else the speed of the scenario',
  'serve.notify':
    'a .yaml or .json file that says who is told of leave-messages: e-mail, a list, robots of DingTalk and WeCom',
  'serve.plan': 'full, or fixed for a desk without session settings over HTTP',
  'serve.wrongPlan': (a: { given: string; known: readonly string[] }) =>
    `--plan ${a.given}: write one of ${a.known.join(', ')}`,
  'serve.host': 'address to listen on; 0.0.0.0 lets other machines in',
  'serve.port': 'port to listen on; 0 takes a free one',
  'serve.ready': (a: { url: string; scenario: string; profile: string; speed: number }) =>
    `listening: ${a.url}, rules of ${a.scenario} (${a.profile}), speed ${a.speed}, metrics at /metrics; Ctrl-C stops it`,
  'serve.oneProfile': (a: { given: string }) =>
    `--profile ${a.given}: a server follows one set of rules; name one profile`,
  'serve.secret': (a: { variable: string }) =>
    `set the variable ${a.variable} to a text of at least 8 characters, the same for the server and for the run`,
} as const;
