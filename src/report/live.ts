// What is to be seen while a run is under way: a few lines that repaint on a terminal, one plain line every few seconds elsewhere.
import logUpdate from 'log-update';
import type { Moment } from '../run/request.ts';
import { say } from '../language/language.ts';
import { formatClock } from '../model/core/time.ts';
import { time } from './format.ts';
import { wordSays } from './words.ts';

/** Plain lines come this often, seconds of real time. */
const PLAIN_EVERY = 10;

/** What a plain view has to know of whatever it shows. */
interface Shown {
  readonly phase: Moment['phase'];
  readonly realSeconds: number;
}

export interface LiveView<M extends Shown = Moment> {
  show(moment: M): void;
  /** Ends repainting; what follows is printed below. */
  done(): void;
}

/** A live view for this output. `title` names the run, `linesOf` says what a moment looks like. */
export function liveView(title: string, output: NodeJS.WriteStream): LiveView;
export function liveView<M extends Shown>(
  title: string,
  output: NodeJS.WriteStream,
  linesOf: (moment: M) => string[],
): LiveView<M>;
export function liveView(title: string, output: NodeJS.WriteStream, linesOf = lines): LiveView {
  return output.isTTY ? repainting(title, linesOf) : plain(title, output, linesOf);
}

function repainting<M extends Shown>(title: string, linesOf: (moment: M) => string[]): LiveView<M> {
  return {
    show: (moment) => logUpdate([title, ...linesOf(moment)].join('\n')),
    done: () => logUpdate.clear(),
  };
}

function plain<M extends Shown>(
  title: string,
  output: NodeJS.WriteStream,
  linesOf: (moment: M) => string[],
): LiveView<M> {
  let last = -Infinity;
  let phase = '';
  return {
    show(moment) {
      if (moment.phase === phase && moment.realSeconds - last < PLAIN_EVERY) return;
      last = moment.realSeconds;
      phase = moment.phase;
      output.write(`${say('live.line', { title, lines: linesOf(moment).map((line) => line.trim()) })}\n`);
    },
    done() {},
  };
}

/** What a moment looks like, a line for each question: how far, who is there, what was said, what went wrong, is the generator well. */
export function lines(m: Moment): string[] {
  const phase = wordSays('phase', m.phase);
  const seconds = m.realSeconds.toFixed(0);
  if (m.live === undefined || m.forecast === undefined || m.speed === undefined)
    return [`  ${say('live.phase', { phase, seconds })}`];
  const { live, forecast, speed } = m;
  const left = Math.max(0, (forecast.playEnd - m.model) / speed / 1e6).toFixed(0);
  const late = time(m.latenessP99 ?? 0);
  const { arrived, said, acked, shown, leftMessages, missed, timeouts, gaveUp } = live;
  const told = [
    say('live.clock', { phase, seconds, model: formatClock(m.model), end: formatClock(forecast.playEnd), speed, left }),
    say('live.people', {
      arrived,
      planned: m.planned ?? forecast.visitors,
      all: forecast.visitors,
      connected: m.connected ?? 0,
      open: live.opened - live.closed,
    }),
    say('live.messages', { said, acked, shown, left: leftMessages }),
    say('live.missed', { missed, timeouts, gaveUp }),
    m.loopLag === undefined
      ? say('live.generator', { late })
      : say('live.generatorLag', { late, lag: time(m.loopLag.now), most: time(m.loopLag.max) }),
  ];
  return told.map((line) => `  ${line}`);
}
