// Faults of the user's making in English: what was wrong, where, and what to do.
const near = (name: string | undefined): string => (name === undefined ? '' : ` (did you mean ${name}?)`);

export const ERRORS = {
  'errors.noScenario': (a: { name: string; near?: string | undefined; known: readonly string[] }) =>
    `there is no scenario "${a.name}"${near(a.near)}; known: ${a.known.join(', ')}`,
  'errors.noFile': (a: { path: string }) => `there is no file ${a.path}`,
  'errors.noFileNear': (a: { path: string; near: string }) => `there is no file ${a.path} (did you mean ${a.near}?)`,
  'errors.notScenario': (a: { path: string }) =>
    `${a.path} is no scenario: write a .ts, .js or .mjs file that exports defineScenario({…}) as default, or the same as .yaml or .json`,
  'errors.unreadable': (a: { path: string; why: string }) => `${a.path} cannot be read: ${a.why}`,
  'errors.notTypeScript': (a: { path: string; why: string }) => `${a.path} cannot be read as TypeScript:\n${a.why}`,
  'errors.noExport': (a: { path: string }) => `${a.path} exports no scenario: write export default defineScenario({…})`,

  'errors.noProfile': (a: {
    flag: string;
    name: string;
    near?: string | undefined;
    scenario?: string | undefined;
    known: readonly string[];
  }) =>
    `--profile ${a.flag}: there is no profile "${a.name}"${near(a.near)}; ${a.scenario === undefined ? 'known' : `scenario "${a.scenario}" has`}: ${a.known.join(', ')}`,
  'errors.lacksProfile': (a: { scenario: string; profile: string; known: readonly string[] }) =>
    `scenario "${a.scenario}" has no profile "${a.profile}"; it has: ${a.known.join(', ')}`,
  'errors.simTarget': '--target needs real sockets: use --engine node or --engine k6; virtual time plays its own desk',
  'errors.crashesTarget': (a: { scenario: string }) =>
    `scenario "${a.scenario}" kills the server (\`crashes\`), and only a server of our own can be killed: leave --target away, or use --engine sim`,
  'errors.simSpeed': (a: { speed: string }) =>
    `--speed ${a.speed} needs real sockets: virtual time goes as fast as the machine does; leave --speed away, or use --engine node or --engine k6`,
  'errors.wrongSpeed': (a: { flag: string; given: string; or?: string | undefined }) =>
    `${a.flag} ${a.given}: write a number from 0.01 to 10000${a.or === undefined ? '' : `, or ${a.or}`}`,
  'errors.wrongPort': (a: { flag: string; given: string }) =>
    `${a.flag} ${a.given}: write a whole number from 0 to 65535`,
  'errors.wrongTarget': (a: { url: string }) =>
    `--target ${a.url}: write a WebSocket address such as ws://127.0.0.1:8080/ws`,
  'errors.noAnswer': (a: { url: string; why: string }) =>
    `nobody answers at ${a.url}: is the server running? Start it, or correct the address after --target (${a.why})`,
  'errors.noConnection': (a: { seconds: number }) => `no connection within ${a.seconds} s`,
  'errors.noClock': (a: { url: string; speed: number }) =>
    `the target ${a.url} does not tell its clock, so it is played in real time, not at speed ${a.speed}; leave --speed away`,
  'errors.otherSpeed': (a: { url: string; speed: number; asked: number }) =>
    `the target ${a.url} runs at speed ${a.speed}, not ${a.asked}; leave --speed away, or start the target at that speed`,
  'errors.usedTarget': (a: { url: string; visitor: string }) =>
    `the target ${a.url} has been played against before: it knows visitor ${a.visitor}; start it with an empty store`,
  'errors.tooFast': (a: { speed: number; limit: number; bound: string }) =>
    `speed ${a.speed} is above what this machine can play honestly now: ${a.limit} (${a.bound}); use --speed ${a.limit} or less, or --force to run and mark it`,
  'errors.noHonestSpeed': (a: { bound: string }) =>
    `no speed can be played honestly here (${a.bound}); use longer think times and rules, or virtual time (--engine sim)`,
  'errors.targetTooFast': (a: { speed: number; limit: number; bound: string }) =>
    `the target runs at speed ${a.speed}, and this machine can play honestly only up to ${a.limit} now (${a.bound}); start the target at a lower speed, or use --force to run and mark it`,
  'errors.k6Needed': (a: { version: string; found: readonly string[] }) => {
    const found = a.found.length > 0 ? `; found: ${a.found.join(', ')}` : ', and there is none on PATH or in .tools/';
    return `k6 ${a.version} or newer is needed${found}. Install k6 (https://grafana.com/docs/k6/latest/set-up/install-k6/), or run with --engine node`;
  },
  'errors.k6NotThere': (a: { path: string }) => `${a.path} (from STILLTHERE_K6) is not there`,
  'errors.k6Broken': (a: { path: string }) => `${a.path} does not run`,
  'errors.k6Old': (a: { path: string; version: string }) => `${a.path} is ${a.version}`,

  'errors.portInUse': (a: { host: string; port: number }) =>
    `port ${a.port} on ${a.host} is in use; stop what listens there, or choose another port`,
  'errors.cannotListen': (a: { host: string; port: number; why: string }) =>
    `cannot listen on ${a.host} port ${a.port}: ${a.why}`,
  'errors.folderUnwritable': (a: { path: string; why: string }) =>
    `the run folder ${a.path} cannot be written: ${a.why}; choose another place with --out DIR`,
  'errors.resultUnwritable': (a: { verdict: string; path: string; why: string }) =>
    `the run was ${a.verdict}, but ${a.path} cannot be written: ${a.why}; make room, or choose another place with --out DIR`,
  'errors.ledgerFull': (a: { path: string; why: string }) =>
    `the ledger ${a.path} cannot be written: ${a.why}; make room, or choose another place with --out DIR`,
  'errors.otherPeople': (a: { runs: readonly string[] }) =>
    `these runs cannot be compared: their visitors or agents are not the same (populationHash: ${a.runs.join(', ')}). A run that was cut short has met fewer of them; otherwise use the same scenario and the same --seed`,

  'errors.noRunFolder': (a: { path: string }) =>
    `${a.path} is no folder of a run: there is neither ledger.ndjson nor scenario.json in it`,
  'errors.noRun': (a: { name: string; out: string }) =>
    `there is no run "${a.name}": name a run in ${a.out} by its id, the folder of a run, or its ledger.ndjson; --out says where runs are`,
  'errors.noRow': (a: { path: string; line: number }) => `${a.path}, line ${a.line}: this is no ledger row`,
  'errors.noJson': (a: { path: string }) =>
    `${a.path} is no JSON: it was not written by this program, or not to its end`,
  'errors.noSubject': (a: { run: string; subject: string; known: readonly string[] }) =>
    `${a.run} knows no session, message, visitor or agent "${a.subject}"; it has ${a.known.length === 0 ? 'none' : a.known.join(', ')}`,
  'ids.messages': (a: { of: string; first: string; last: string }) => `messages ${a.first} to ${a.last} of ${a.of}`,
  'ids.visitors': (a: { first: string; last: string }) => `visitors ${a.first} to ${a.last}`,
  'ids.agents': (a: { first: string; last: string }) => `agents ${a.first} to ${a.last}`,
  'ids.sessions': (a: { first: string; last: string }) => `sessions ${a.first} to ${a.last}`,
} as const;
