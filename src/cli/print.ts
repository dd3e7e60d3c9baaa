// Prints what people read: it fits into the terminal. Documents for programs are printed as they are.
import { fitted } from '../report/width.ts';

/** A text on stdout, in lines that are not wider than the terminal. */
export const print = (text: string): void => console.log(fitted(text));
