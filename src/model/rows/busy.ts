// Bodies of the busiest rows: one reused object per kind, because a new one per row is slow in k6.
import type { RowBody } from './rows.ts';
import type { Sender } from './words.ts';

type Mutable<W extends RowBody['what']> = {
  -readonly [K in keyof (RowBody & { what: W })]: (RowBody & { what: W })[K];
};

const SAY: Mutable<'say'> = { what: 'say', id: '', turn: 0, h: '' };
const REPLY: Mutable<'say'> = { what: 'say', id: '', turn: 0, h: '', session: '' };
const SEND: Mutable<'send'> = { what: 'send', id: '', try: 0 };
const ACK: Mutable<'ack'> = { what: 'ack', id: '', session: '', seq: 0 };
const SHOW: Mutable<'show'> = { what: 'show', id: '', session: '', seq: 0, from: 'visitor', h: '' };
const LOOK: Mutable<'look'> = { what: 'look', id: '', session: '' };
const INTEND: Mutable<'intend'> = { what: 'intend', turn: 0, think: 0, due: 0 };

export function sayRow(id: string, turn: number, h: string): RowBody {
  SAY.id = id;
  SAY.turn = turn;
  SAY.h = h;
  return SAY;
}

export function replyRow(id: string, turn: number, h: string, session: string): RowBody {
  REPLY.id = id;
  REPLY.turn = turn;
  REPLY.h = h;
  REPLY.session = session;
  return REPLY;
}

export function sendRow(id: string, tries: number): RowBody {
  SEND.id = id;
  SEND.try = tries;
  return SEND;
}

export function ackRow(id: string, session: string, seq: number): RowBody {
  ACK.id = id;
  ACK.session = session;
  ACK.seq = seq;
  return ACK;
}

export function showRow(id: string, session: string, seq: number, from: Sender, h: string): RowBody {
  SHOW.id = id;
  SHOW.session = session;
  SHOW.seq = seq;
  SHOW.from = from;
  SHOW.h = h;
  return SHOW;
}

export function lookRow(id: string, session: string): RowBody {
  LOOK.id = id;
  LOOK.session = session;
  return LOOK;
}

export function intendRow(turn: number, think: number, due: number): RowBody {
  INTEND.turn = turn;
  INTEND.think = think;
  INTEND.due = due;
  return INTEND;
}
