// Protocol version 1 of the reference server: every frame either side may send, as data.
import { ALERT_FORMS, ALERT_KINDS, CHANNELS, CLOSE_REASONS, REFUSALS, SENDERS } from '../rows/words.ts';
import { NOTICE_KINDS } from '../rows/rows.ts';
import { frameFault, type FrameOf, type Spec } from './descriptor.ts';

export const PROTOCOL_VERSION = 1;
/** Longest text of a message, in UTF-16 code units. */
export const TEXT_MAX = 4096;
/** Largest frame on the wire, in bytes. */
export const FRAME_MAX = 32 * 1024;

export const CLIENT_FRAMES = {
  hello: {
    says: 'First frame of every connection. A visitor brings a secret of its own (kept from the first hello on), an agent the token it was given. `session` and `seq` resume.',
    must: { v: 'int', role: ['visitor', 'agent'], actor: 'id', token: 'secret' },
    may: { channel: CHANNELS, session: 'id', seq: 'int' },
  },
  msg: {
    says: 'A message. Its id is `<actor>/<n>`; the same id again is the same message.',
    must: { id: 'id', text: 'text' },
    may: { session: 'id' },
  },
  typing: { says: 'The sender is typing.', must: { session: 'id' } },
  seen: { says: 'The reader has looked at everything up to seq.', must: { session: 'id', seq: 'int' } },
  end: { says: 'The visitor ends the chat, or the agent closes it.', must: { session: 'id' } },
  ask: { says: 'Are you there? Answer with alive.', must: { n: 'int' } },
  alive: { says: 'Answer to ask.', must: { n: 'int' } },
  fence: {
    says: 'Travels the way of a message to the other side and is stored nowhere; used to know that a channel is empty.',
    must: { id: 'id', session: 'id' },
  },
  status: { says: 'An agent goes online or away.', must: { is: ['online', 'away'] } },
  take: { says: 'An agent takes a session that rings.', must: { session: 'id' } },
  decline: { says: 'An agent does not take a session that rings.', must: { session: 'id' } },
  transfer: {
    says: 'An agent asks to hand a session over.',
    must: { session: 'id' },
    may: { to: 'id' },
    reserved: true,
  },
  attach: {
    says: 'An attachment, a screenshot for example: a message that says what was sent and how large it is; the bytes go another way.',
    must: { id: 'id', name: 'text', bytes: 'int' },
    may: { session: 'id' },
  },
  click: { says: 'A visitor clicks an option that the bot has offered.', must: { session: 'id', option: 'id' } },
  activity: { says: 'Mouse or keyboard on the page of a visitor, said now and then.', must: { session: 'id' } },
} as const satisfies Record<string, Spec>;

export const SERVER_FRAMES = {
  welcome: {
    says: 'Answer to hello. `session` is the open session, if there is one; missed messages follow.',
    must: { v: 'int', actor: 'id' },
    may: { session: 'id', seq: 'int' },
  },
  ack: { says: 'The message is stored.', must: { id: 'id', session: 'id', seq: 'int' } },
  refuse: { says: 'The message is not accepted, and why.', must: { id: 'id', why: REFUSALS }, may: { code: 'id' } },
  msg: {
    says: "A message of the other side, the bot or the system. `seq` counts within the session; `at` is the server's time.",
    must: { session: 'id', seq: 'int', id: 'id', from: SENDERS, text: 'text', at: 'int' },
    may: { options: 'ids' },
  },
  typing: { says: 'The other side is typing.', must: { session: 'id' } },
  seen: { says: 'The other side has looked at everything up to seq.', must: { session: 'id', seq: 'int' } },
  notice: {
    says: 'Something happened to the session.',
    must: { kind: NOTICE_KINDS, session: 'id' },
    may: { place: 'int', agent: 'id', visitor: 'id', channel: CHANNELS, reason: CLOSE_REASONS },
  },
  ask: { says: 'Are you there? Answer with alive.', must: { n: 'int' } },
  alive: { says: 'Answer to ask.', must: { n: 'int' } },
  fence: { says: 'A fence of the other side has arrived.', must: { id: 'id', session: 'id' } },
  alert: {
    says: 'A session needs the agent: about to expire, or waiting long.',
    must: { session: 'id', kind: ALERT_KINDS, as: ALERT_FORMS },
  },
  error: { says: 'The frame before was not understood.', must: { why: 'text' } },
} as const satisfies Record<string, Spec>;

export type ClientFrame = FrameOf<typeof CLIENT_FRAMES>;
export type ServerFrame = FrameOf<typeof SERVER_FRAMES>;

export const clientFrameFault = (frame: unknown): string | undefined => frameFault(CLIENT_FRAMES, frame, TEXT_MAX);
export const serverFrameFault = (frame: unknown): string | undefined => frameFault(SERVER_FRAMES, frame, TEXT_MAX);

/** WebSocket close codes of our own (RFC 6455 §7.4.2 leaves 4000–4999 to applications). */
export const CLOSE = {
  bad_frame: { code: 4000, says: 'a frame that the protocol does not know, or too many at once' },
  unauthorised: { code: 4001, says: 'wrong token or secret' },
  replaced: { code: 4002, says: 'the same actor connected again elsewhere' },
  transport_lost: { code: 4003, says: 'no PONG within the limit' },
  page_lost: { code: 4004, says: 'no answer to ask within the limit: the page is not running' },
  wrong_version: { code: 4005, says: 'unknown protocol version' },
  shutdown: { code: 4006, says: 'the server is going down; reconnect' },
  overload: { code: 4007, says: 'too many connections, or a reader that is too slow' },
  client_liveness: { code: 4008, says: 'closed by the client: the server did not answer' },
} as const;
