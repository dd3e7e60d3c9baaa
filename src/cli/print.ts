// Prints text for people, wrapped to the terminal; documents for programs are printed unwrapped.
import { fitted } from '../report/width.ts';

/** Prints a text on stdout in lines no wider than the terminal. */
export const print = (text: string): void => console.log(fitted(text));
