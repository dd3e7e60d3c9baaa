// Ids of actors, messages and texts, made and read in one place.
import { hash32, hex32 } from '../core/hash.ts';

export const visitorId = (i: number): string => `v${i}`;
export const agentId = (i: number): string => `a${i}`;
export const messageId = (actor: string, n: number): string => `${actor}/${n}`;
export const systemMessageId = (session: string, seq: number): string => `s/${session}/${seq}`;
export const fenceId = (actor: string, session: string): string => `f/${actor}/${session}`;

/** The actor of a person's message id, or undefined for bot and system messages. */
export function actorOf(id: string): string | undefined {
  const letter = id.charCodeAt(0);
  if (letter !== LETTER_V && letter !== LETTER_A) return undefined;
  const slash = id.indexOf('/');
  return areDigits(id, 1, slash) && areDigits(id, slash + 1, id.length) ? id.slice(0, slash) : undefined;
}

const LETTER_V = 118;
const LETTER_A = 97;

/**
 * Whether this stretch has at least one character, and only digits. Called for every message more
 * than once.
 */
function areDigits(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return false;
  }
  return to > from;
}

/** Whether this is the id of a message by this actor. */
export const isBy = (id: string, actor: string): boolean =>
  id.charCodeAt(actor.length) === SLASH && id.startsWith(actor);

const SLASH = 47;

/** The number n of a person's message id `<actor>/<n>`. */
export function numberOf(id: string): number {
  return Number(id.slice(id.indexOf('/') + 1));
}

export const isVisitor = (actor: string): boolean => actor.startsWith('v');

const fingerprints = new Map<string, string>();
/**
 * Texts come from a corpus of about a thousand lines; more than this many are not worth caching.
 */
const REMEMBERED = 4096;

/** Short fingerprint of a text: 32-bit hash and length. It proves that what was read back is what was typed. */
export function textHash(text: string): string {
  const known = fingerprints.get(text);
  if (known !== undefined) return known;
  const made = `${hex32(hash32(text))}${text.length.toString(16)}`;
  if (fingerprints.size < REMEMBERED) fingerprints.set(text, made);
  return made;
}
