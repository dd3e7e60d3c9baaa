// Formats numbers inside sentences.

/** `12 345`: groups of three with a thin space, which is unambiguous in every locale. */
export function whole(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** The word that goes with a count in English: `message` for 1, `messages` for all others. */
export const plural = (n: number, one: string, more = `${one}s`): string => (n === 1 ? one : more);

/** A count with its word in English: `1 message`, `12 345 messages`. */
export const counted = (n: number, one: string, more?: string): string => `${whole(n)} ${plural(n, one, more)}`;

/** A share in percent as `1.23`, `12.3`, `100`: three digits, about as precise as limits are stated. */
export function exactDigits(share: number): string {
  const value = share * 100;
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

/** The same with its sign: `1.23 %`. */
export const exactPercent = (share: number): string => `${exactDigits(share)} %`;

/** Most digits behind the point that tell two shares apart. */
const DIGITS_MOST = 8;

/** The same for two shares, with as many digits as needed to tell which is larger. */
export function exactPercents(one: number, other: number): [string, string] {
  const short: [string, string] = [exactPercent(one), exactPercent(other)];
  if (short[0] !== short[1] || one === other) return short;
  const told = (digits: number): [string, string] => [
    `${(one * 100).toFixed(digits)} %`,
    `${(other * 100).toFixed(digits)} %`,
  ];
  const digits = Array.from({ length: DIGITS_MOST }, (_, i) => i + 1).find((n) => told(n)[0] !== told(n)[1]);
  return told(digits ?? DIGITS_MOST);
}

/** µs as `12.3 ms`. */
export const milliseconds = (micros: number): string => `${(micros / 1000).toFixed(1)} ms`;
