// What is to be seen while a run is under way: a few lines that repaint on a terminal, one plain line every few seconds elsewhere.
import { createLogUpdate } from 'log-update';
import { isAboveLimit } from '../capacity/choose-speed.ts';
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
  /** Ends repainting and leaves nothing of it on the terminal; what follows is printed there. */
  done(): void;
}

/** The view that repaints on a terminal now: how to take it away until it is shown again. */
const painted = new Map<NodeJS.WriteStream, () => void>();

/** A live view for this output. `title` names the run, `linesOf` says what a moment looks like. */
export function liveView(title: string, output: NodeJS.WriteStream): LiveView;
export function liveView<M extends Shown>(
  title: string,
  output: NodeJS.WriteStream,
  linesOf: (moment: M) => string[],
): LiveView<M>;
export function liveView(title: string, output: NodeJS.WriteStream, linesOf = lines): LiveView {
  return output.isTTY ? repainting(title, output, linesOf) : plain(title, output, linesOf);
}

/** Prints a line that stays, such as what Ctrl-C is told: above a view that repaints on this output, if there is one. */
export function printAside(output: NodeJS.WriteStream, text: string): void {
  const wipe = painted.get(output);
  wipe?.();
  // Without a view, the `^C` that the terminal has written keeps its line.
  output.write(`${wipe === undefined && output.isTTY ? '\n' : ''}${text}\n`);
}

function repainting<M extends Shown>(
  title: string,
  output: NodeJS.WriteStream,
  linesOf: (moment: M) => string[],
): LiveView<M> {
  const paint = createLogUpdate(output);
  const leave = (): void => {
    painted.delete(output);
    paint.clear();
    paint.done();
  };
  painted.set(output, () => paint.clear());
  // Also when this process ends in the middle of a run: a second Ctrl-C.
  process.once('exit', leave);
  return {
    show: (moment) => paint([title, ...linesOf(moment)].join('\n')),
    done() {
      process.off('exit', leave);
      leave();
    },
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
    ...tooFast(m),
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

/** A speed above the limit is said from the beginning on: whoever sees it may stop the run. */
const tooFast = ({ speed, limit }: Moment): string[] =>
  speed !== undefined && limit !== undefined && isAboveLimit({ speed, limit })
    ? [say('live.tooFast', { speed, limit: limit.limit })]
    : [];
