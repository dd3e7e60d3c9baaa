// Breaks the simulator in known ways, one at a time in a copy of the tree, and demands that its tests turn red: `npm run mutants [word]`.
//
// A test that cannot fail proves nothing. Each mutant is a piece of source text and what to put in its place; when the source
// changes and a mutant no longer fits, this says so, and the mutant has to be written anew.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The file under test/truth/, or its path under test/, and the start of the name of each test that has to turn red. */
  readonly red: readonly (readonly [file: string, test: string])[];
}

const LITTLE = ['identities', "Little's law"] as const;
const CONSERVED = ['identities', 'at every moment'] as const;
const SLOW = ['identities', 'k times as slow'] as const;
const REMOVED = ['identities', 'visitors taken out'] as const;
const OTHERS = ['identities', 'nor do visitors'] as const;
const ERLANG_C = ['queueing', 'Erlang C'] as const;
const QUEUE_TIMEOUT = ['queueing', 'a queue timeout'] as const;
const BUSY_PERIOD = ['idle', 'messages, mean, variance'] as const;
const CRASH = 'model/runner/crash';
const EVENINGS = 'model/runner/crash-evenings';
const COMMIT = 'model/runner/commit';
const NETWORK = 'model/runner/network';
const RETIREMENT = 'model/runner/retirement';
const ACKED_IS_KEPT = [EVENINGS, 'whatever was acked'] as const;

const MUTANTS: readonly Mutant[] = [
  {
    name: 'a timeout that is due now waits for the frame of now: > instead of >=',
    file: 'desk/desk.ts',
    from: 'frame(conn: Conn, frame: ClientFrame, now: Micros): void {\n    this.advance(now);',
    to: 'frame(conn: Conn, frame: ClientFrame, now: Micros): void {\n    this.advance(now - 1);',
    red: [
      ['idle', 'a message that comes at the very moment'],
      ['idle', 'the same of a queue timeout'],
    ],
  },
  {
    name: 'idle for longer than T instead of for T',
    file: 'rules/clock.ts',
    from: 'since + rules.idle.after;',
    to: 'since + rules.idle.after + 1;',
    red: [['idle', 'a session is closed exactly T']],
  },
  {
    name: 'in the queue for longer than the timeout instead of for as long',
    file: 'desk/next-rule.ts',
    from: 's.stateSince + queue.timeout,',
    to: 's.stateSince + queue.timeout + 1,',
    red: [QUEUE_TIMEOUT],
  },
  {
    name: 'the timer is not reset by a message of the visitor',
    file: 'rules/clock.ts',
    from: 'a.visitor = at;',
    to: 'if (a.visitor === NOT_YET) a.visitor = at;',
    red: [BUSY_PERIOD],
  },
  {
    name: 'a prompt passes for a message of the visitor',
    file: 'rules/clock.ts',
    from: 'else a.prompt = at;',
    to: 'else a.visitor = a.prompt = at;',
    red: [['idle', 'a prompt at T1']],
  },
  {
    name: 'last come, first served',
    file: 'desk/routing.ts',
    from: '(handedOver ? this.#handedOver : this.#fresh).push({ session, ticket: session.ticket });',
    to: '(handedOver ? this.#handedOver : this.#fresh).splice(this.#heads[handedOver ? 0 : 1] ?? 0, 0, { session, ticket: session.ticket });',
    red: [ERLANG_C, QUEUE_TIMEOUT, CONSERVED],
  },
  {
    name: 'a lost wake-up: nobody is called from the queue when an agent becomes free',
    file: 'desk/floor.ts',
    from: 'this.#release(session);\n    this.dispatch(now);',
    to: 'this.#release(session);',
    red: [CONSERVED, ERLANG_C],
  },
  {
    name: 'an agent takes one session more than there is room for',
    file: 'desk/routing.ts',
    from: 'agent.sessions.size >= rules.agents.capacity',
    to: 'agent.sessions.size > rules.agents.capacity',
    red: [CONSERVED, ERLANG_C, ['queueing', 'Erlang B']],
  },
  {
    name: 'float time in samples',
    file: 'core/distributions.ts',
    from: 'Math.max(1, Math.round(factor * stretch))',
    to: 'Math.max(1, factor * stretch)',
    red: [LITTLE, SLOW],
  },
  {
    name: 'a hard-coded millisecond',
    file: 'actors/agent.ts',
    from: 'this.#o.timers.wake(this.#layers.now() + delay, chat, LOOK);',
    to: 'this.#o.timers.wake(this.#layers.now() + delay + 1000, chat, LOOK);',
    red: [SLOW],
  },
  {
    name: 'a draw is the next number, whoever asks',
    file: 'core/draw.ts',
    from: 'drawUnit(of: Owner, purpose: Purpose, k: number): number {\n  mix(of.a, of.b, purpose, k);',
    to: 'drawUnit(of: Owner, purpose: Purpose, k: number): number {\n  mix(1, of.a * 0, purpose * 0, (k * 0 + drawn++) | 0);',
    red: [REMOVED, OTHERS],
  },
  {
    name: 'think time is the next number of one stream for all visitors',
    file: 'population/plan.ts',
    from: 'sample(persona.think, of, PURPOSE.think, turn)',
    to: "sample(persona.think, owner(workload.seed, 'think'), PURPOSE.think, (drawn = i === 0 && turn === 1 ? 1 : drawn + 1))",
    red: [OTHERS],
  },
  {
    name: 'reading time belongs to the agent',
    file: 'actors/agent.ts',
    from: 'sample(answer, of, PURPOSE.typing, numberOf(first.id), factor)',
    to: 'sample(answer, owner(this.#o.seed, this.#layers.actor), PURPOSE.typing, this.#said, factor)',
    red: [REMOVED, OTHERS],
  },
  {
    name: 'exponential times that are uniform, with the same mean',
    file: 'core/distributions.ts',
    from: 'thousandths(-ln(drawUnit(of, purpose, k)), stretch)',
    to: 'thousandths(2 * drawUnit(of, purpose, k), stretch)',
    red: [ERLANG_C, BUSY_PERIOD, ['occupancy', 'a later visitor']],
  },
  {
    name: 'a day without its curve',
    file: 'population/arrivals.ts',
    from: 'phase.visitors * MILLION * weight) / total',
    to: 'phase.visitors * MILLION) / shape.length',
    red: [['occupancy', 'the occupancy follows']],
  },
  {
    name: 'a packet overtakes the one before it on its connection',
    file: 'runner/virtual/world.ts',
    from: 'pipe.lastUp = Math.max(pipe.lastUp, this.#now + this.#delay(pipe));',
    to: 'pipe.lastUp = this.#now + this.#delay(pipe);',
    red: [[NETWORK, 'of one connection keep their order']],
  },
  {
    name: 'who is slow is who thinks long: latency takes the draws of thinking',
    file: 'runner/virtual/network.ts',
    from: "(d.kind === 'mixture' ? { ...d, purpose: PURPOSE.latencyMixture } : d)",
    to: 'd',
    red: [[NETWORK, 'a mixture of latencies has draws of its own']],
  },
  {
    name: 'output commit released early: an ack leaves before its message is stored',
    file: 'runner/virtual/world.ts',
    from: 'if (this.#store.isClear) this.#down(pipe, kind, cargo);',
    to: 'if (pipe.open) this.#down(pipe, kind, cargo);',
    red: [
      [COMMIT, 'has left only for what is in the archive'],
      [CRASH, 'takes along what was not committed'],
      ACKED_IS_KEPT,
    ],
  },
  {
    name: 'effects are released a row too early',
    file: 'runner/virtual/commit.ts',
    from: 'findIndex(({ after }) => after > this.#committed)',
    to: 'findIndex(({ after }) => after > this.#committed + 1)',
    red: [[COMMIT, 'commits one batch at a time']],
  },
  {
    name: 'what the desk decides in one moment is stored in two commits',
    file: 'runner/virtual/commit.ts',
    from: 'else if (this.#began === this.#disk.now()) this.#writing = this.#rows.length;',
    to: '',
    red: [
      [COMMIT, 'what is said in one moment'],
      [COMMIT, 'takes the way there, a commit, and the way back'],
    ],
  },
  {
    name: 'restore skipped: the desk comes back empty',
    file: 'runner/virtual/world.ts',
    from: 'this.#desk.restore(this.archive.stored(), this.#now);',
    to: '',
    red: [
      [CRASH, 'keeps what was committed'],
      [CRASH, 'acts at once on what fell due'],
      [EVENINGS, 'resuming leaves no gap'],
    ],
  },
  {
    name: 'lastSession ignored: numbers of sessions that were put away are given again',
    file: 'desk/floor.ts',
    from: 'this.#nextSession = 1 + (stored.lastSession ?? 0);',
    to: 'this.#nextSession = 1;',
    red: [[CRASH, 'gives no number of a session twice']],
  },
  {
    name: 'a reopened session goes on in the hands that it was closed in',
    file: 'desk/restore.ts',
    from: "if (stored.agent !== undefined && isOpen(s) && s.state !== 'queued') s.agent = stored.agent;",
    to: 'if (stored.agent !== undefined) s.agent = stored.agent;',
    red: [['model/desk/restore', 'a reopened session is in nobody']],
  },
  {
    name: 'a connection whose goodbye waited for a commit hears nothing of the crash',
    file: 'runner/virtual/world.ts',
    from: 'if (pipe.pulse !== undefined) this.#wake(pipe, pipe.pulse, true);\n      pipe.server = false;',
    to: 'if (pipe.pulse !== undefined) this.#wake(pipe, pipe.pulse, true);\n      if (!pipe.server) continue;\n      pipe.server = false;',
    red: [[CRASH, 'tells the end of a connection']],
  },
  {
    name: 'a commit of an earlier life is done in a later one',
    file: 'runner/virtual/world.ts',
    from: 'if (cargo === this.#lives) this.#store.done();',
    to: 'this.#store.done();',
    red: [[CRASH, 'does not take the end of a commit']],
  },
  {
    name: 'who was over before a crash is over after it',
    file: 'runner/virtual/retirement.ts',
    from: 'for (const one of this.#waiting) one.since = Infinity;',
    to: '',
    red: [[RETIREMENT, 'begin anew when the server has died']],
  },
  {
    name: 'looks at who is over do not wait for slow packets',
    file: 'runner/virtual/retirement.ts',
    from: 'one.since < now && one.since <= settled',
    to: 'one.since < now',
    red: [[RETIREMENT, 'find somebody over who is so at two']],
  },
  {
    name: 'the judge does not know that the server was away',
    file: 'judge/outages.ts',
    from: 'if (from <= at + tolerance && at < to) at = to;',
    to: 'if (from > to) at = to;',
    red: [
      ['model/judge/outages', 'is justified when it comes as soon as'],
      [EVENINGS, 'no timeout of a healthy desk is wrong'],
    ],
  },
  {
    name: 'the judge forgives whatever comes after an outage',
    file: 'judge/outages.ts',
    from: 'if (from <= at + tolerance && at < to) at = to;',
    to: 'if (from <= at + tolerance && at < to) at = Infinity;',
    red: [['model/judge/outages', 'is late when it comes later']],
  },
];

/** For mutants that count what they draw. */
const COUNTER = '\nlet drawn = 0;\n';
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** A mutant may well make the simulator run for ever; that is noticed, too. */
const LIMIT_MS = 120_000;

/** Names of the tests of `file` that turn red in the tree `at`, or undefined when the file does not end. */
function redTests(at: string, file: string, tests: readonly string[]): string[] | undefined {
  const patterns = tests.map((test) => `--test-name-pattern=${test.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}`);
  const args = [
    '--import',
    'tsx',
    '--test-reporter=tap',
    ...patterns,
    `test/${file.includes('/') ? file : `truth/${file}`}.test.ts`,
  ];
  const child = spawnSync(process.execPath, args, {
    cwd: at,
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 64 << 20,
  });
  if (child.error !== undefined) return undefined;
  const red = [...child.stdout.matchAll(/^ {4}not ok \d+ - (.*)$/gm)].map((match) => match[1] ?? '');
  return child.status === 0 || red.length > 0 ? red : [`(${file} does not load)`];
}

/** The tests of `wanted` that do not turn red, and the files that do not end. */
function survivors(at: string, wanted: Mutant['red']): { green: string[]; endless: string[] } {
  const endless: string[] = [];
  const files = [...new Set(wanted.map(([file]) => file))];
  const green = files.flatMap((file) => {
    const tests = wanted.filter(([of]) => of === file).map(([, test]) => test);
    const red = redTests(at, file, tests);
    if (red === undefined) endless.push(file);
    return red === undefined ? [] : tests.filter((test) => !red.some((name) => name.startsWith(test)));
  });
  return { green, endless };
}

function mutate(at: string, mutant: Mutant): () => void {
  const path = join(at, 'src/model', mutant.file);
  const source = readFileSync(path, 'utf8');
  if (source.split(mutant.from).length !== 2)
    throw new Error(
      `"${mutant.name}" does not fit: src/model/${mutant.file} has to hold this text once:\n${mutant.from}`,
    );
  const mutated = source.replace(mutant.from, () => mutant.to);
  writeFileSync(path, mutant.to.includes('drawn') ? mutated + COUNTER : mutated);
  return () => writeFileSync(path, source);
}

const word = process.argv[2] ?? '';
const chosen = MUTANTS.filter(({ name, file }) => `${name} ${file}`.includes(word));
const copy = mkdtempSync(join(tmpdir(), 'stillthere-mutants-'));
let alive = 0;
try {
  for (const part of ['package.json', 'tsconfig.json', 'src/model', 'test/truth', 'test/model'])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
  // Red without any mutant would make every mutant look caught.
  const all = new Map(chosen.flatMap(({ red }) => red.map((one) => [one.join(' '), one] as const)));
  for (const file of new Set([...all.values()].map(([of]) => of))) {
    const tests = [...all.values()].filter(([of]) => of === file).map(([, test]) => test);
    const red = redTests(copy, file, tests);
    if (red === undefined || red.length > 0)
      throw new Error(`${file} is red without any mutant: ${red?.join(', ') ?? 'no end'}`);
  }
  for (const mutant of chosen) {
    const restore = mutate(copy, mutant);
    const { green, endless } = survivors(copy, mutant.red);
    restore();
    if (green.length > 0) alive += 1;
    const told = green.length > 0 ? `still green: ${green.join(', ')}` : mutant.red.map(([, test]) => test).join(', ');
    const end = endless.length > 0 ? `; never ends: ${endless.join(', ')}` : '';
    console.log(`${green.length > 0 ? 'ALIVE ' : 'killed'} ${mutant.name}  (${told}${end})`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`\n${chosen.length - alive} killed, ${alive} alive`);
process.exitCode = alive > 0 || chosen.length === 0 ? 1 : 0;
