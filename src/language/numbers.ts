// Numbers inside of sentences.

/** `12 345`: groups of three, a thin space that no locale disputes. */
export function whole(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** The word that goes with a count in English: `message` for 1, `messages` for all others. */
export const plural = (n: number, one: string, more = `${one}s`): string => (n === 1 ? one : more);

/** A count with its word in English: `1 message`, `12 345 messages`. */
export const counted = (n: number, one: string, more?: string): string => `${whole(n)} ${plural(n, one, more)}`;

/** `12.34 %` of a share: as exact as a limit is stated. */
export const exactPercent = (share: number): string => `${(share * 100).toFixed(2)} %`;

/** `12.3 ms` of µs. */
export const milliseconds = (micros: number): string => `${(micros / 1000).toFixed(1)} ms`;
