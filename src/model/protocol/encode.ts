// Frames of a client as JSON text.
// The two of every message are spelt out, because JSON.stringify makes three objects per call in
// k6.
import type { ClientFrame } from './frames.ts';

const quotes = new Map<string, string>();
/**
 * Texts come from a corpus of about a thousand lines; more than this many are not worth caching.
 */
const REMEMBERED = 4096;

/** The same text as JSON.stringify of the frame. */
export function encode(frame: ClientFrame): string {
  if (frame.f === 'seen') return `{"f":"seen","session":"${frame.session}","seq":${frame.seq}}`;
  if (frame.f !== 'msg') return JSON.stringify(frame);
  return frame.session === undefined
    ? `{"f":"msg","id":"${frame.id}","text":${quoted(frame.text)}}`
    : `{"f":"msg","id":"${frame.id}","text":${quoted(frame.text)},"session":"${frame.session}"}`;
}

function quoted(text: string): string {
  const known = quotes.get(text);
  if (known !== undefined) return known;
  const made = JSON.stringify(text);
  if (quotes.size < REMEMBERED) quotes.set(text, made);
  return made;
}
