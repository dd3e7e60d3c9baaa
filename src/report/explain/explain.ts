// The story of one session, message or person: what each party did, saw and missed, in causal
// order.
import { say } from '../../language/language.ts';
import { formatClock } from '../../model/core/time.ts';
import { endedAt } from '../../model/rows/ends.ts';
import { actorOf } from '../../model/rows/ids.ts';
import type { Row, WitnessSession } from '../../model/rows/rows.ts';
import { causally } from './order.ts';
import { wordSays } from '../words.ts';

/** The sentence for a row; undefined for rows that do not belong to a story. */
function sentence(row: Row): string | undefined {
  switch (row.what) {
    case 'say':
      return row.session === undefined
        ? say('life.say', { id: row.id })
        : say('life.sayIn', { id: row.id, session: row.session });
    case 'send':
      return row.try > 1
        ? say('life.resend', { by: row.by, id: row.id, n: row.try })
        : say('life.send', { by: row.by, id: row.id });
    case 'ack':
      return say('life.ack', { id: row.id, session: row.session, seq: row.seq });
    case 'refuse':
      return say('life.refuse', { id: row.id, why: wordSays('refusal', row.why) });
    case 'show':
      return say('life.show', {
        id: row.id,
        from: wordSays('sender', row.from),
        session: row.session,
        seq: row.seq,
      });
    case 'look':
      return say('life.look', { id: row.id });
    case 'alert':
      return say('life.alert', { kind: wordSays('alert', row.kind), session: row.session });
    case 'act':
      return say('life.act', { is: wordSays('act', row.is), session: row.session });
    case 'notice':
      return say('life.notice', {
        kind: wordSays('notice', row.kind),
        session: row.session,
        agent: row.agent,
        why: row.reason === undefined ? undefined : wordSays('why', row.reason),
      });
    case 'conn': {
      const is = wordSays('conn', row.is);
      return row.code === undefined
        ? say('life.conn', { n: row.n, is })
        : say('life.connCode', { n: row.n, is, code: row.code });
    }
    case 'device':
      return say('life.device', { is: wordSays('device', row.is) });
    case 'path':
      return say('life.path', { is: wordSays('path', row.is) });
    case 'intend':
      return say('life.intend', { turn: row.turn, at: formatClock(row.due) });
    case 'gave_up':
      return say('life.gaveUp', { why: wordSays('gaveUp', row.why), left: row.left });
    case 'finish':
      return say('life.finish', { how: wordSays('ending', row.how) });
    case 'leave':
      return say('life.leave');
    case 'plan':
      return say('life.plan');
    case 'w_session':
      return sessionSentence(row.session);
    case 'w_message':
      return say('life.stored', { id: row.message.id, session: row.message.session, seq: row.message.seq });
    case 'w_left':
      return say('life.left', { id: row.left.id });
    case 'fault':
      return say(row.is === 'down' ? 'life.down' : 'life.up');
    case 'run':
    case 'phase':
    case 'fence':
    case 'end':
    case 'w_inbox':
      return undefined;
  }
}

function sessionSentence({ id, visitor, state, reason, openedAt, closedAt, leftAt }: WitnessSession): string {
  return say('life.session', {
    id,
    visitor,
    state: wordSays('state', state),
    why: reason === undefined ? undefined : wordSays('why', reason),
    opened: formatClock(openedAt),
    closed: closedAt === undefined ? undefined : formatClock(closedAt),
    left: leftAt === undefined ? undefined : formatClock(leftAt),
  });
}

/** The message and the session that a row is about. */
interface About {
  readonly id?: string;
  readonly session?: string;
}

function about(row: Row): About {
  switch (row.what) {
    case 'say':
    case 'ack':
    case 'show':
    case 'look':
      return { id: row.id, ...(row.session !== undefined && { session: row.session }) };
    case 'send':
    case 'refuse':
      return { id: row.id };
    case 'act':
    case 'alert':
    case 'notice':
      return { session: row.session };
    case 'w_session':
      return { session: row.session.id };
    case 'w_message':
      return { id: row.message.id, session: row.message.session };
    case 'w_left':
      return { id: row.left.id };
    default:
      return {};
  }
}

/** Kinds of rows about a person's own state, which name no message and no session. */
const LIFE: ReadonlySet<Row['what']> = new Set(['device', 'path', 'conn', 'intend', 'gave_up', 'finish', 'leave']);

/**
 * Lines of the story of a message (`v12/3`), a session (`s40`) or a person (`v18`): its own rows,
 * and what its visitor, their device and network did meanwhile. A session has all rows of its
 * messages, and messages its visitor sent meanwhile that never arrived.
 * @returns undefined when the ledger has no rows of it
 */
export function lifeStory(rows: readonly Row[], subject: string): string[] | undefined {
  const own = ownRows(rows, subject);
  if (own.length === 0) return undefined;
  const all = [...own, ...around(rows, own)];
  return causally([...new Set(all)]).flatMap((row) => {
    const text = sentence(row);
    return text === undefined ? [] : [`${formatClock(row.t)}  ${row.by.padEnd(9)} ${text}`];
  });
}

function ownRows(rows: readonly Row[], subject: string): Row[] {
  if (actorOf(`${subject}/0`) !== undefined) return rowsOfActor(rows, subject);
  if (rows.some((row) => about(row).session === subject)) return rowsOfSession(rows, subject);
  return rowsOfMessage(rows, subject);
}

/** Rows of a message, with the end of its session, because the message ends there too. */
function rowsOfMessage(rows: readonly Row[], id: string): Row[] {
  const named = rows.filter((row) => about(row).id === id);
  const homes = new Set(named.map((row) => about(row).session));
  return rows.filter((row) => {
    const isEnd = row.what === 'w_session' || row.what === 'notice';
    return about(row).id === id || (isEnd && homes.has(about(row).session));
  });
}

function rowsOfSession(rows: readonly Row[], session: string): Row[] {
  const named = rows.filter((row) => about(row).session === session);
  const ids = new Set(named.map((row) => about(row).id).filter((id) => id !== undefined));
  const told = rows.find((row) => row.what === 'w_session' && row.session.id === session);
  const visitor = told?.what === 'w_session' ? told.session.visitor : undefined;
  const placed = new Set(rows.flatMap((row) => (about(row).session === undefined ? [] : [about(row).id])));
  const [from, to] = span(named);
  return rows.filter((row) => {
    const { id, session: where } = about(row);
    if (where === session || (id !== undefined && ids.has(id))) return true;
    // Said meanwhile and stored in no session: it was meant for this one.
    return id !== undefined && row.by === visitor && !placed.has(id) && row.t >= from && row.t <= to;
  });
}

/** Everything a person did, and for a visitor all rows of their messages and sessions. */
function rowsOfActor(rows: readonly Row[], actor: string): Row[] {
  const sessions = new Set(
    rows.flatMap((row) => (row.what === 'w_session' && row.session.visitor === actor ? [row.session.id] : [])),
  );
  const isInTheirs = (row: Row): boolean => sessions.has(about(row).session ?? '');
  const ids = new Set(rows.filter((row) => isInTheirs(row)).map((row) => about(row).id));
  return rows.filter((row) => {
    const { id } = about(row);
    const isTheirs = id !== undefined && (ids.has(id) || actorOf(id) === actor);
    return row.by === actor || isTheirs || isInTheirs(row);
  });
}

/**
 * Rows of the visitors' own state and of server faults during the story. That a visitor gave up or
 * left is included even after its end.
 */
function around(rows: readonly Row[], own: readonly Row[]): Row[] {
  const visitors = new Set(own.map((row) => row.by).filter((by) => by.startsWith('v')));
  for (const row of own) if (row.what === 'w_session') visitors.add(row.session.visitor);
  const [from, to] = span(own);
  return rows.filter((row) => {
    const isLast = row.what === 'gave_up' || row.what === 'leave';
    if (row.what === 'fault') return row.t >= from && row.t <= to;
    return LIFE.has(row.what) && visitors.has(row.by) && row.t >= from && (row.t <= to || isLast);
  });
}

/**
 * First and last time of rows. Server rows are written at the end of the run and do not count; the
 * times when the session opened and closed do.
 */
function span(rows: readonly Row[]): [from: number, to: number] {
  const times = rows.flatMap((row) => {
    if (row.what === 'w_session') return [row.session.openedAt, endedAt(row.session) ?? row.session.openedAt];
    return row.by === 'server' ? [] : [row.t];
  });
  return [Math.min(...times), Math.max(...times)];
}
