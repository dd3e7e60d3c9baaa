// User errors in English: what was wrong, where, and what to do.
const near = (name: string | undefined): string => (name === undefined ? '' : ` (did you mean ${name}?)`);

export const ERRORS = {
  'errors.noScenario': (a: { name: string; near?: string | undefined; known: readonly string[] }) =>
    `unknown scenario "${a.name}"${near(a.near)}; available: ${a.known.join(', ')}`,
  'errors.noFile': (a: { path: string }) => `file not found: ${a.path}`,
  'errors.noFileNear': (a: { path: string; near: string }) => `file not found: ${a.path} (did you mean ${a.near}?)`,
  'errors.notScenario': (a: { path: string }) =>
    `${a.path} is not a scenario file: write a .ts, .js or .mjs file that exports defineScenario({…}) as default, or the same as .yaml or .json`,
  'errors.unreadable': (a: { path: string; why: string }) => `cannot read ${a.path}: ${a.why}`,
  'errors.notTypeScript': (a: { path: string; why: string }) => `cannot read ${a.path} as TypeScript:\n${a.why}`,
  'errors.noExport': (a: { path: string }) => `${a.path} exports no scenario: write export default defineScenario({…})`,

  'errors.noProfile': (a: {
    flag: string;
    name: string;
    near?: string | undefined;
    scenario?: string | undefined;
    known: readonly string[];
  }) =>
    `--profile ${a.flag}: unknown profile "${a.name}"${near(a.near)}; ${a.scenario === undefined ? 'available' : `scenario "${a.scenario}" has`}: ${a.known.join(', ')}`,
  'errors.lacksProfile': (a: { scenario: string; profile: string; known: readonly string[] }) =>
    `scenario "${a.scenario}" has no profile "${a.profile}"; it has: ${a.known.join(', ')}`,
  'errors.simTarget': '--target needs real sockets: use --engine node or --engine k6',
  'errors.crashesTarget': (a: { scenario: string }) =>
    `scenario "${a.scenario}" kills the server (\`crashes\`), which works only with the built-in server: leave --target out, or use --engine sim`,
  'errors.simSpeed': (a: { speed: string }) =>
    `--speed ${a.speed} needs real sockets, because virtual time runs as fast as it can: leave --speed out, or use --engine node or --engine k6`,
  'errors.wrongSpeed': (a: { flag: string; given: string; or?: string | undefined }) =>
    `${a.flag} ${a.given}: write a number from 0.01 to 10000${a.or === undefined ? '' : `, or ${a.or}`}`,
  'errors.wrongPort': (a: { flag: string; given: string }) =>
    `${a.flag} ${a.given}: write a whole number from 0 to 65535`,
  'errors.wrongTarget': (a: { url: string }) =>
    `--target ${a.url}: write a WebSocket address such as ws://127.0.0.1:8080/ws`,
  'errors.noAnswer': (a: { url: string; why: string }) =>
    `no answer from ${a.url} (${a.why}): start the server, or correct the address after --target`,
  'errors.noConnection': (a: { seconds: number }) => `no connection within ${a.seconds} s`,
  'errors.noClock': (a: { url: string; speed: number }) =>
    `the target ${a.url} does not report its clock, so it runs in real time and not at speed ${a.speed}: leave --speed out`,
  'errors.otherSpeed': (a: { url: string; speed: number; asked: number }) =>
    `the target ${a.url} runs at speed ${a.speed}, not ${a.asked}: leave --speed out, or start the target at that speed`,
  'errors.usedTarget': (a: { url: string; visitor: string }) =>
    `the target ${a.url} holds data of an earlier run (visitor ${a.visitor}): start it with an empty store`,
  'errors.noHonestSpeed': (a: { bound: string }) =>
    `no speed is reliable on this machine (${a.bound}); use longer think times and rules, or virtual time (--engine sim)`,
  'errors.k6Needed': (a: { version: string; found: readonly string[] }) => {
    const found = a.found.length > 0 ? `; found: ${a.found.join(', ')}` : ', and none was found on PATH or in .tools/';
    return `k6 ${a.version} or newer is needed${found}. Install k6 (https://grafana.com/docs/k6/latest/set-up/install-k6/), or run with --engine node`;
  },
  'errors.k6NotThere': (a: { path: string }) => `${a.path} (from STILLTHERE_K6) does not exist`,
  'errors.k6Broken': (a: { path: string }) => `${a.path} cannot be run`,
  'errors.k6Old': (a: { path: string; version: string }) => `${a.path} is version ${a.version}`,

  'errors.portInUse': (a: { host: string; port: number }) =>
    `port ${a.port} on ${a.host} is in use: stop the program that uses it, or choose another port`,
  'errors.cannotListen': (a: { host: string; port: number; why: string }) =>
    `cannot listen on ${a.host} port ${a.port}: ${a.why}`,
  'errors.folderUnwritable': (a: { path: string; why: string }) =>
    `cannot write the run folder ${a.path}: ${a.why}; choose another place with --out DIR`,
  'errors.resultUnwritable': (a: { verdict: string; path: string; why: string }) =>
    `the verdict of the run is ${a.verdict}, but ${a.path} cannot be written: ${a.why}; free some space, or choose another place with --out DIR`,
  'errors.ledgerFull': (a: { path: string; why: string }) =>
    `cannot write the ledger ${a.path}: ${a.why}; free some space, or choose another place with --out DIR`,
  'errors.otherPeople': (a: { runs: readonly string[] }) =>
    `these runs cannot be compared, because their visitors or agents differ (populationHash: ${a.runs.join(', ')}). Use the same scenario and the same --seed, and let every run finish`,

  'errors.noRunFolder': (a: { path: string }) =>
    `${a.path} is not a run folder: it has neither ledger.ndjson nor scenario.json`,
  'errors.noRun': (a: { name: string; out: string }) =>
    `unknown run "${a.name}": name a run in ${a.out} by its id, a run folder, or a ledger.ndjson; --out says where runs are`,
  'errors.noRow': (a: { path: string; line: number }) => `${a.path}, line ${a.line}: not a ledger row`,
  'errors.noJson': (a: { path: string }) =>
    `${a.path} is not valid JSON: stillthere did not write it, or did not finish writing it`,
  'errors.noSubject': (a: { run: string; subject: string; known: readonly string[] }) =>
    `${a.run} has no session, message, visitor or agent "${a.subject}"; it has ${a.known.length === 0 ? 'none' : a.known.join(', ')}`,
  'ids.messages': (a: { of: string; first: string; last: string }) => `messages ${a.first} to ${a.last} of ${a.of}`,
  'ids.visitors': (a: { first: string; last: string }) => `visitors ${a.first} to ${a.last}`,
  'ids.agents': (a: { first: string; last: string }) => `agents ${a.first} to ${a.last}`,
  'ids.sessions': (a: { first: string; last: string }) => `sessions ${a.first} to ${a.last}`,
} as const;
