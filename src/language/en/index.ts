// Every text that users read, in English: plain, or made from arguments. One file an area; keys are `<area>.<text>`.
import { CLI } from './cli.ts';

export const EN = { ...CLI } as const;

export type Key = keyof typeof EN;
/** What a text is made from: one object of arguments, or nothing for a plain one. */
export type Args<K extends Key> = (typeof EN)[K] extends (args: infer A) => string ? [args: A] : [];
/** The shape that a catalogue in another language must have: the same keys, made from the same arguments. */
export type Same<Catalogue> = {
  readonly [K in keyof Catalogue]: Catalogue[K] extends (args: infer A) => string ? (args: A) => string : string;
};
