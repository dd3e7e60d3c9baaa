// Plays one device in one state from second 1 to 11: a
// timer due at 3.3 s, a frame at 4 s, PINGs, the screen.
import { DeviceAndPath } from '../../../../src/model/actors/device-and-path.ts';
import { Timers } from '../../../../src/model/actors/timers.ts';
import { owner } from '../../../../src/model/core/draw.ts';
import { SECOND, type Micros } from '../../../../src/model/core/time.ts';
import type { Client } from '../../../../src/model/ports/client.ts';
import { Recorder } from '../../../../src/model/rows/recorder.ts';
import type { EpisodeKind } from '../../../../src/model/rows/words.ts';
import { workload } from '../../evening.ts';

/** What was seen. Times in seconds; undefined: never. */
export interface Seen {
  readonly timerAt: number | undefined;
  readonly frameAt: number | undefined;
  /** When a frame that the program sends at 5 s is really sent. */
  readonly sentAt: number | undefined;
  /** When a connection that is requested at 6 s is opened, or has failed (negative). */
  readonly connectsAt: number | undefined;
  readonly pongs: boolean;
  readonly faced: boolean;
  readonly page: 'there' | 'unloaded' | 'dead';
  /** Rows about device and path, in order. */
  readonly rows: readonly string[];
}

const CONN = 7;

/**
 * Plays a device with these kinds of episodes from 1 s to
 * 11 s. Without a kind the device is in its ordinary state.
 */
export function seen(...kinds: readonly EpisodeKind[]): Seen {
  let now: Micros = 0;
  const timers = new Timers();
  const at: Partial<Record<'timer' | 'frame' | 'sent' | 'connects', number>> = {};
  const rows: string[] = [];
  let [pongs, faced] = [true, true];
  let page: Seen['page'] = 'there';
  const device = new DeviceAndPath(
    {
      settings: workload().client,
      timers,
      over: () => (page = 'dead'),
      connect: () => CONN + 1,
      runtime: {
        now: () => now,
        wakeAt: () => {},
        open: () => void (at.connects ??= now / SECOND),
        send: () => void (at.sent ??= now / SECOND),
        close: () => {},
        transport: (_, answers) => void (pongs &&= answers),
        record: () => {},
      },
    },
    'v0',
    owner('1', 'v0'),
    new Recorder('v0', (_t, _by, _k, body) => void ('is' in body && rows.push(`${body.what} ${body.is}`))),
  );
  const client: Partial<Client> = {
    rings: () => void (at.timer = now / SECOND),
    frame: () => void (at.frame = now / SECOND),
    opened: () => {},
    failed: () => void (at.connects = -now / SECOND),
    unload: () => void (page = 'unloaded'),
    start: () => {},
  };
  device.attach(client as Client, { faced: (visible) => void (faced &&= visible) });
  device.opened(CONN);
  const episodes = kinds.map((kind) => ({ habit: kind, kind, at: SECOND, for: 10 * SECOND }));
  device.schedule(episodes, 0);
  device.timer(0, 3.3 * SECOND);
  timers.at(4 * SECOND, () => device.frame(CONN, { f: 'alive', n: 1 }));
  timers.at(5 * SECOND, () => device.send(CONN, { f: 'alive', n: 1 }));
  timers.at(6 * SECOND, () => void device.open());
  for (let next = timers.next(); next < 60 * SECOND; next = timers.next()) {
    now = next;
    timers.run(now, () => {});
  }
  const { timer: timerAt, frame: frameAt, sent: sentAt, connects: connectsAt } = at;
  return { timerAt, frameAt, sentAt, connectsAt, pongs, faced, page, rows };
}

/** The ordinary state: everything happens on time. */
export const ORDINARY: Seen = {
  timerAt: 3.3,
  frameAt: 4,
  sentAt: 5,
  connectsAt: 6,
  pongs: true,
  faced: true,
  page: 'there',
  rows: [],
};
