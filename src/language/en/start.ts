// Texts of `stillthere start` in English: its two steps, the build of k6, and the comparison.
import { counted, milliseconds } from '../numbers.ts';

const minutes = (seconds: number): string => counted(Math.max(1, Math.round(seconds / 60)), 'minute');

export const START = {
  'start.step1': (a: { profiles: readonly string[] }) =>
    `Step 1 of 2: virtual time, same visitors under ${a.profiles.join(' and ')}`,
  'start.step2': (a: { engine: string; speed: number; seconds: number }) =>
    `Step 2 of 2: real sockets, ${a.engine} at ${a.speed}×, about ${minutes(a.seconds)}`,
  'again.long': (a: { minutes: number }) =>
    `That takes longer than ${a.minutes} minutes. Press Ctrl-C to end it; what was reported stands.`,
  'start.builtIn': 'the built-in engine',
  'start.next': 'Step 2 is being prepared',
  'start.measuring': 'this machine is being measured, a few seconds',
  'start.stopped': 'Stopped before step 2: nothing was run over real sockets.',

  'start.k6Waiting': 'another setup is building k6',
  'start.k6Building': (a: { version: string; go: string }) =>
    `k6 ${a.version} is being built with Go ${a.go}, about a minute`,
  'start.k6Failed.noGo': 'k6 could not be built: there is no Go',
  'start.k6Failed.oldGo': (a: { why: string }) => `k6 could not be built: Go ${a.why} is too old`,
  'start.k6Failed.download': (a: { why: string }) =>
    `k6 could not be built: its source could not be downloaded (${a.why})`,
  'start.k6Failed.build': (a: { why: string }) => `k6 could not be built: ${a.why}`,
  'start.noK6': (a: { why: string; failed?: string }) =>
    `${a.failed === undefined ? '' : `${a.failed}.\n`}${a.why}.\nUsing the built-in engine instead.`,

  'again.late': (a: { speed: number; p99: number; next: number; seconds: number }) =>
    `the load generator was late at ${a.speed}× (p99 ${milliseconds(a.p99)}): that run is removed, and the same visitors run again at ${a.next}×, about ${minutes(a.seconds)}`,

  'start.part': (a: { profile: string; virtual: string; real: string; points: string }) =>
    `${a.profile} ${a.virtual} % in virtual time, ${a.real} % over sockets (${a.points} points)`,
  'start.confirmed': (a: { parts: readonly string[] }) =>
    `Real sockets confirm the idle timeouts of virtual time: ${a.parts.join('; ')}.`,
  'start.notConfirmed': (a: { parts: readonly string[] }) =>
    `Real sockets do not confirm the idle timeouts of virtual time: ${a.parts.join('; ')}.`,
  'start.outside': (a: { profiles: readonly string[]; scenario: string }) =>
    `Outside the 95 % interval: ${a.profiles.join(', ')}. To compare many pairs: npx stillthere agree ${a.scenario}`,
  'start.unproven': 'Real sockets confirm nothing this time: the runs over them cannot be trusted, see above.',
} as const;
