// The numbers from 0, for cases that do something n times. Pure: bundled into k6.

/** 0, 1, … n − 1. */
export const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
