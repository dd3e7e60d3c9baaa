// Progress of a run: lines that repaint on a terminal, plain lines in a log.
import type { createLogUpdate } from 'log-update';
import { isAboveLimit } from '../capacity/choose-speed.ts';
import type { Moment } from '../run/request.ts';
import { say } from '../language/language.ts';
import { formatClock } from '../model/core/time.ts';
import { time } from './format.ts';
import { wordSays } from './words.ts';

/**
 * The longest silence in a log, seconds: some CI systems stop a job without output for ten minutes.
 */
const SILENCE_MOST = 300;

/** The fields that every view needs. */
interface Shown {
  readonly phase: Moment['phase'];
  readonly realSeconds: number;
}

/** One line of a log. */
export interface Brief {
  /** A line is written when this changes. */
  readonly mark: string;
  readonly text: string;
}

/** How moments of one kind are displayed. */
export interface Looks<M extends Shown> {
  /** On a terminal. */
  readonly lines: (moment: M) => string[];
  /** In a log; undefined for no line. */
  readonly brief: (moment: M) => Brief | undefined;
}

export interface LiveView<M extends Shown = Moment> {
  show(moment: M): void;
  /** Stops repainting and clears the view; later output is printed in its place. */
  done(): void;
}

/**
 * The view that repaints on each terminal now: a function that clears it until it is shown again.
 */
const painted = new Map<NodeJS.WriteStream, () => void>();

/**
 * A live view for this output.
 * @param title the name of the run
 * @param looks how a moment is displayed
 */
export function liveView(title: string, output: NodeJS.WriteStream): LiveView;
export function liveView<M extends Shown>(title: string, output: NodeJS.WriteStream, looks: Looks<M>): LiveView<M>;
export function liveView(title: string, output: NodeJS.WriteStream, looks: Looks<Moment> = { lines, brief }): LiveView {
  return output.isTTY ? repainting(title, output, looks) : logging(title, output, looks);
}

/**
 * Prints a line that stays, such as the answer to Ctrl-C, above a view that repaints on this
 * output.
 */
export function printAside(output: NodeJS.WriteStream, text: string): void {
  const wipe = painted.get(output);
  wipe?.();
  // Without a view, the terminal has written `^C`, so the text begins on a new line.
  output.write(`${wipe === undefined && output.isTTY ? '\n' : ''}${text}\n`);
}

function repainting<M extends Shown>(title: string, output: NodeJS.WriteStream, looks: Looks<M>): LiveView<M> {
  let painter: ReturnType<typeof createLogUpdate> | undefined;
  let shown: string | undefined;
  let isOver = false;
  // Loaded only for a terminal. What was shown by then is painted: a phase may show nothing else.
  void import('log-update').then(({ createLogUpdate: made }) => {
    if (isOver) return;
    painter = made(output);
    if (shown !== undefined) painter(shown);
  });
  const leave = (): void => {
    painted.delete(output);
    painter?.clear();
    painter?.done();
  };
  painted.set(output, () => painter?.clear());
  // Also when this process exits during a run, at a second Ctrl-C.
  process.once('exit', leave);
  return {
    show(moment) {
      shown = [title, ...looks.lines(moment)].join('\n');
      painter?.(shown);
    },
    done() {
      isOver = true;
      process.off('exit', leave);
      leave();
    },
  };
}

function logging<M extends Shown>(title: string, output: NodeJS.WriteStream, looks: Looks<M>): LiveView<M> {
  let mark = '';
  let last = -Infinity;
  return {
    show(moment) {
      const told = looks.brief(moment);
      if (told === undefined || (told.mark === mark && moment.realSeconds - last < SILENCE_MOST)) return;
      mark = told.mark;
      last = moment.realSeconds;
      output.write(`${say('live.line', { title, line: told.text })}\n`);
    },
    done() {},
  };
}

/** How often a log reports a run: once for each of so many parts. */
const PARTS = 4;

/** The finished quarters in per cent: 0, 25, 50, 75. */
export const quarterOf = (share: number): number =>
  (Math.floor(Math.min(1 - Number.EPSILON, Math.max(0, share)) * PARTS) * 100) / PARTS;

/** What a log says of a run: that it begins, each quarter of its play, and what comes after. */
export function brief(moment: Moment): Brief | undefined {
  const { phase, live, forecast, speed, model } = moment;
  const says = wordSays('phase', phase);
  if (phase !== 'playing' || live === undefined || forecast === undefined || speed === undefined)
    return { mark: phase, text: says };
  const part = quarterOf(model / forecast.playEnd);
  const left = Math.max(0, (forecast.playEnd - model) / speed / 1e6).toFixed(0);
  const { timeouts, missed } = live;
  const text =
    part === 0
      ? [say('live.begins', { phase: says, speed, left }), ...tooFast(moment)].join('; ')
      : say('live.quarter', { part, left, timeouts, missed });
  return { mark: `${phase} ${part}`, text };
}

/** A moment in lines: progress, people, messages, problems, generator. */
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

/**
 * A warning from the start when the speed is above the limit, so that the user can stop the run.
 */
const tooFast = ({ speed, limit }: Moment): string[] =>
  speed !== undefined && limit !== undefined && isAboveLimit({ speed, limit })
    ? [say('live.tooFast', { speed, limit: limit.limit })]
    : [];
