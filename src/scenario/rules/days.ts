// The names of the days of a week, in the language of this process.
import { say } from '../../language/language.ts';

const KEYS = [
  'desk.day.1',
  'desk.day.2',
  'desk.day.3',
  'desk.day.4',
  'desk.day.5',
  'desk.day.6',
  'desk.day.7',
] as const;

/** The name of a day of the week; Monday is 1. */
export const dayWord = (day: number): string => say(KEYS[(day - 1) % 7] ?? 'desk.day.1');
