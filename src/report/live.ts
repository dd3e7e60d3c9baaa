// What is to be seen while a run is under way: a few lines that repaint on a terminal, one plain line every few seconds elsewhere.
import logUpdate from 'log-update';
import type { Moment } from '../conductor/request.ts';
import { formatClock } from '../model/core/time.ts';
import { time, whole } from './format.ts';

/** Plain lines come this often, seconds of real time. */
const PLAIN_EVERY = 10;

export interface LiveView {
  show(moment: Moment): void;
  /** Ends repainting; what follows is printed below. */
  done(): void;
}

/** A live view for this output. `title` names the run. */
export function liveView(title: string, output: NodeJS.WriteStream): LiveView {
  return output.isTTY ? repainting(title) : plain(title, output);
}

function repainting(title: string): LiveView {
  return {
    show: (moment) => logUpdate([title, ...lines(moment)].join('\n')),
    done: () => logUpdate.clear(),
  };
}

function plain(title: string, output: NodeJS.WriteStream): LiveView {
  let last = -Infinity;
  let phase = '';
  return {
    show(moment) {
      if (moment.phase === phase && moment.realSeconds - last < PLAIN_EVERY) return;
      last = moment.realSeconds;
      phase = moment.phase;
      output.write(
        `${title}: ${lines(moment)
          .map((l) => l.trim())
          .join('; ')}\n`,
      );
    },
    done() {},
  };
}

/** What a moment looks like, a line for each question: how far, who is there, what was said, what went wrong, is the generator well. */
export function lines(m: Moment): string[] {
  const clock = `  ${m.phase}, ${m.realSeconds.toFixed(0)} s`;
  if (m.live === undefined || m.forecast === undefined || m.speed === undefined) return [clock];
  const { live, forecast } = m;
  const left = Math.max(0, (forecast.playEnd - m.model) / m.speed / 1e6);
  const lag = m.loopLag === undefined ? '' : `, its event loop ${time(m.loopLag.now)} (at most ${time(m.loopLag.max)})`;
  return [
    `${clock} real, ${formatClock(m.model)} of ${formatClock(forecast.playEnd)} model time at ${m.speed}×, ${left.toFixed(0)} s to go`,
    `  visitors ${whole(live.arrived)} / ${whole(m.planned ?? forecast.visitors)} planned by now (of ${whole(forecast.visitors)}), connected ${whole(m.connected ?? 0)}, sessions open ${whole(live.opened - live.closed)}`,
    `  messages ${whole(live.said)} said, ${whole(live.acked)} acknowledged, ${whole(live.shown)} shown, ${whole(live.leftMessages)} left`,
    `  missed so far ${whole(live.missed)} (acknowledged, session over, nobody has looked), idle timeouts ${whole(live.timeouts)}, gave up ${whole(live.gaveUp)}`,
    `  generator late p99 ${time(m.latenessP99 ?? 0)}${lag}`,
  ];
}
