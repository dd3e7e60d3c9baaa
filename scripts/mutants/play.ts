// Mistakes in the simulation: draws, clocks, queues, commits, crashes, the network.
import type { Mutant, Red } from './mutant.ts';

const LITTLE: Red = ['truth/identities', "Little's law"];
const CONSERVED: Red = ['truth/identities', 'at every moment'];
const SLOW: Red = ['truth/identities', 'k times as slow'];
const REMOVED: Red = ['truth/identities', 'visitors taken out'];
const OTHERS: Red = ['truth/identities', 'nor do visitors'];
const ERLANG_C: Red = ['truth/queueing', 'Erlang C'];
const QUEUE_TIMEOUT: Red = ['truth/queueing', 'a queue timeout'];
const BUSY_PERIOD: Red = ['truth/idle', 'messages, mean, variance'];
const CRASH = 'model/runner/crash';
const EVENINGS = 'model/runner/crash-evenings';
const COMMIT = 'model/runner/commit';
const NETWORK = 'model/runner/network';
const RETIREMENT = 'model/runner/retirement';
const ACKED_IS_KEPT: Red = [EVENINGS, 'whatever was acked'];

export const PLAY: readonly Mutant[] = [
  {
    name: 'a timeout that is due now waits for the frame of now: > instead of >=',
    file: 'model/desk/desk',
    from: 'asSaid(sent);\n    this.advance(now);',
    to: 'asSaid(sent);\n    this.advance(now - 1);',
    red: [
      ['truth/idle', 'a message that comes at the very moment'],
      ['truth/idle', 'the same of a queue timeout'],
    ],
  },
  {
    name: 'idle for longer than T instead of for T',
    file: 'model/rules/clock',
    from: "startOf(a, first) + idleTime(idle, 'visitor', channel)",
    to: "startOf(a, first) + idleTime(idle, 'visitor', channel) + 1",
    red: [['truth/idle', 'a session is closed exactly T']],
  },
  {
    name: 'in the queue for longer than the timeout instead of for as long',
    file: 'model/desk/next-rule',
    from: 's.waitingSince + queue.timeout',
    to: 's.waitingSince + queue.timeout + 1',
    red: [QUEUE_TIMEOUT],
  },
  {
    name: 'the timer is not reset by a message of the visitor',
    file: 'model/rules/clock',
    from: 'a[kind] = at;',
    to: "if (kind !== 'visitor' || a.visitor === NOT_YET) a[kind] = at;",
    red: [BUSY_PERIOD],
  },
  {
    name: 'a prompt passes for a message of the visitor',
    file: 'model/rules/clock',
    from: 'a[kind] = at;',
    to: "a[kind === 'prompt' ? 'visitor' : kind] = at;",
    red: [['truth/idle', 'a prompt at T1']],
  },
  {
    name: 'last come, first served',
    file: 'model/desk/assignment/waiting-line',
    from: 'this.#line.push({',
    to: 'this.#line.splice(this.#head, 0, {',
    red: [ERLANG_C, QUEUE_TIMEOUT, CONSERVED],
  },
  {
    name: 'a lost wake-up: nobody is called from the queue when an agent becomes free',
    file: 'model/desk/waiting',
    from: 'this.#endings.close(session, reason, now, lateness);\n    this.dispatch(now);',
    to: 'this.#endings.close(session, reason, now, lateness);',
    red: [CONSERVED, ERLANG_C],
  },
  {
    name: 'an agent takes one session more than there is room for',
    file: 'model/desk/assignment/routing',
    from: 'loadOf(agent) < capacityOf(rules, agent.id)',
    to: 'loadOf(agent) <= capacityOf(rules, agent.id)',
    red: [CONSERVED, ERLANG_C, ['truth/queueing', 'Erlang B']],
  },
  {
    name: 'float time in samples',
    file: 'model/core/distributions',
    from: 'Math.max(1, Math.round(factor * stretch))',
    to: 'Math.max(1, factor * stretch)',
    red: [LITTLE, SLOW],
  },
  {
    name: 'a hard-coded millisecond',
    file: 'model/actors/agent',
    from: 'this.#o.timers.wake(this.#device.now() + delay, chat, LOOK);',
    to: 'this.#o.timers.wake(this.#device.now() + delay + 1000, chat, LOOK);',
    red: [SLOW],
  },
  {
    name: 'a draw is the next number, whoever asks',
    file: 'model/core/draw',
    from: 'drawUnit(of: Owner, purpose: Purpose, k: number): number {\n  mix(of.a, of.b, purpose, k);',
    to: 'drawUnit(of: Owner, purpose: Purpose, k: number): number {\n  mix(1, of.a * 0, purpose * 0, (k * 0 + drawn++) | 0);',
    red: [REMOVED, OTHERS],
  },
  {
    name: 'think time is the next number of one stream for all visitors',
    file: 'model/population/plan',
    from: 'sample(persona.think, of, PURPOSE.think, turn)',
    to: "sample(persona.think, owner(workload.seed, 'think'), PURPOSE.think, (drawn = i === 0 && turn === 1 ? 1 : drawn + 1))",
    red: [OTHERS],
  },
  {
    name: 'reading time belongs to the agent',
    file: 'model/actors/agent',
    from: 'sample(answer, of, PURPOSE.typing, numberOf(first.id), factor)',
    to: 'sample(answer, owner(this.#o.seed, this.#device.actor), PURPOSE.typing, this.#said, factor)',
    red: [REMOVED, OTHERS],
  },
  {
    name: 'exponential times that are uniform, with the same mean',
    file: 'model/core/distributions',
    from: 'thousandths(-ln(drawUnit(of, purpose, k)), stretch)',
    to: 'thousandths(2 * drawUnit(of, purpose, k), stretch)',
    red: [ERLANG_C, BUSY_PERIOD, ['truth/occupancy', 'a later visitor']],
  },
  {
    name: 'a day without its curve',
    file: 'model/population/arrivals',
    from: 'phase.visitors * MILLION * weight) / total',
    to: 'phase.visitors * MILLION) / shape.length',
    red: [['truth/occupancy', 'the occupancy follows']],
  },
  {
    name: 'a packet overtakes the one before it on its connection',
    file: 'model/runner/virtual/connections',
    from: 'pipe.lastUp = Math.max(pipe.lastUp, this.#now() + this.#takes(pipe));',
    to: 'pipe.lastUp = this.#now() + this.#takes(pipe);',
    red: [[NETWORK, 'of one connection keep their order']],
  },
  {
    name: 'who is slow is who thinks long: latency takes the draws of thinking',
    file: 'model/runner/virtual/network',
    from: "(d.kind === 'mixture' ? { ...d, purpose: PURPOSE.latencyMixture } : d)",
    to: 'd',
    red: [[NETWORK, 'a mixture of latencies has draws of its own']],
  },
  {
    name: 'output commit released early: an ack leaves before its message is stored',
    file: 'model/runner/virtual/world',
    from: 'if (this.#store.isClear) this.#connections.down(pipe, kind, cargo);',
    to: 'if (isOpened(pipe)) this.#connections.down(pipe, kind, cargo);',
    red: [
      [COMMIT, 'has left only for what is in the archive'],
      [CRASH, 'takes along what was not committed'],
      ACKED_IS_KEPT,
    ],
  },
  {
    name: 'effects are released a row too early',
    file: 'model/core/group-commit',
    from: 'next.after <= this.#committed;',
    to: 'next.after <= this.#committed + 1;',
    red: [
      [COMMIT, 'commits one batch at a time'],
      ['server/pipeline', 'releases in order'],
    ],
  },
  {
    name: 'what the desk decides in one moment is stored in two commits',
    file: 'model/runner/virtual/commit',
    from: 'if (this.#began !== this.#disk.now()) this.#group.seal();',
    to: 'this.#group.seal();',
    red: [
      [COMMIT, 'what is said in one moment'],
      [COMMIT, 'takes the way there, a commit, and the way back'],
    ],
  },
  {
    name: 'restore skipped: the desk comes back empty',
    file: 'model/runner/virtual/world',
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
    file: 'model/desk/beginnings',
    from: 'this.#nextSession = 1 + (stored.lastSession ?? 0);',
    to: 'this.#nextSession = 1;',
    red: [[CRASH, 'gives no number of a session twice']],
  },
  {
    name: 'a reopened session goes on in the hands that it was closed in',
    file: 'model/desk/state/restore',
    from: ' && isOpen(s) && !isWaiting(s)) s.agent',
    to: ') s.agent',
    red: [['model/desk/restore', 'a reopened session is in nobody']],
  },
  {
    name: 'a connection whose goodbye waited for a commit hears nothing of the crash',
    file: 'model/runner/virtual/world',
    from: 'if (pipe.pulse !== undefined) this.#wake(pipe, pipe.pulse, true);\n      movePipe',
    to: "if (pipe.pulse !== undefined) this.#wake(pipe, pipe.pulse, true);\n      if (pipe.state === 'closing') continue;\n      movePipe",
    red: [[CRASH, 'tells the end of a connection']],
  },
  {
    name: 'a commit of an earlier life is done in a later one',
    file: 'model/runner/virtual/world',
    from: 'if (cargo === this.#lives) this.#store.done();',
    to: 'this.#store.done();',
    red: [[CRASH, 'does not take the end of a commit']],
  },
  {
    name: 'who was over before a crash is over after it',
    file: 'model/runner/virtual/retirement',
    from: 'for (const one of this.#waiting) one.since = Infinity;',
    to: '',
    red: [[RETIREMENT, 'begin anew when the server has died']],
  },
  {
    name: 'looks at who is over do not wait for slow packets',
    file: 'model/runner/virtual/retirement',
    from: 'one.since < now && one.since <= settled',
    to: 'one.since < now',
    red: [[RETIREMENT, 'find somebody over who is so at two']],
  },
  {
    name: 'play ends while a session is open',
    file: 'model/runner/virtual/play',
    from: 'openOf(desk.stats()) === 0',
    to: 'openOf(desk.stats()) <= 3',
    red: [['model/runner/ending', 'everybody has left and every session is over']],
  },
  {
    name: 'play ends while visitors are there',
    file: 'model/runner/runner',
    from: 'if (this.#visitors > 0 || this.#isAwaiting) return false;',
    to: '',
    red: [['model/runner/ending', 'everybody has left and every session is over']],
  },
  {
    name: 'a move that a client makes is not in its table',
    file: 'model/targets/reference/states',
    from: "stopped: { stop: 'stopped' },",
    to: 'stopped: {},',
    red: [['model/targets/reference/states', 'are all that a client does']],
  },
  {
    name: 'a move that no connection makes is in the table of virtual time',
    file: 'model/runner/virtual/pipe',
    from: 'over: {},',
    to: "over: { failed: 'over' },",
    red: [['model/runner/pipe', 'are all that worlds do']],
  },
  {
    name: 'what a connection of the server refuses is in its table',
    file: 'server/connection',
    from: "muted: { welcome: 'muted',",
    to: "muted: { mute: 'muted', welcome: 'muted',",
    red: [['server/connection', 'are all that connections do']],
  },
];
