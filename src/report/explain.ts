// The life story of one session or message: who did, saw and missed what, in order of time.
import { formatClock } from '../model/core/time.ts';
import type { Row } from '../model/rows/rows.ts';

/** Sentence of a row, or undefined when it has nothing to say about a life. */
function sentence(row: Row): string | undefined {
  switch (row.what) {
    case 'say':
      return `says message ${row.id}${row.session === undefined ? '' : ` in ${row.session}`}`;
    case 'send':
      return `${row.by}'s client sends ${row.id}${row.try > 1 ? ` again (try ${row.try})` : ''}`;
    case 'ack':
      return `learns that ${row.id} is stored in ${row.session} as number ${row.seq}: "sent"`;
    case 'refuse':
      return `is refused ${row.id}: ${row.why}`;
    case 'show':
      return `has ${row.id} from the ${row.from} on the screen (${row.session}, number ${row.seq})`;
    case 'look':
      return `looks at ${row.id}`;
    case 'notice':
      return `is told: ${row.kind} ${row.session}${row.agent === undefined ? '' : `, agent ${row.agent}`}${row.reason === undefined ? '' : `, because ${row.reason}`}`;
    case 'conn':
      return `connection ${row.n} ${row.is}${row.code === undefined ? '' : ` (code ${row.code})`}`;
    case 'device':
      return `device is ${row.is}`;
    case 'path':
      return `network is ${row.is}`;
    case 'intend':
      return `means to say turn ${row.turn} at ${formatClock(row.due)}`;
    case 'gave_up':
      return `gives up: ${row.why}, ${row.left} turns unsaid`;
    case 'finish':
      return `is through: ${row.how}`;
    case 'leave':
      return 'leaves';
    case 'plan':
      return 'arrives';
    case 'w_session':
      return `server says: ${row.session.id} of ${row.session.visitor} is ${row.session.state}${row.session.reason === undefined ? '' : ` (${row.session.reason})`}, opened ${formatClock(row.session.openedAt)}${row.session.closedAt === undefined ? '' : `, closed ${formatClock(row.session.closedAt)}`}`;
    case 'w_message':
      return `server says: ${row.message.id} is stored in ${row.message.session} as number ${row.message.seq}`;
    case 'w_left':
      return `server says: ${row.left.id} is a leave-message`;
    case 'run':
    case 'phase':
    case 'fence':
    case 'end':
    case 'w_inbox':
      return undefined;
  }
}

/** What a row is about, as far as a life story goes. */
function about(row: Row): { ids: string[]; sessions: string[] } {
  const ids = 'id' in row ? [row.id] : [];
  const sessions = 'session' in row && typeof row.session === 'string' ? [row.session] : [];
  if (row.what === 'w_session') sessions.push(row.session.id);
  if (row.what === 'w_message') {
    ids.push(row.message.id);
    sessions.push(row.message.session);
  }
  if (row.what === 'w_left') ids.push(row.left.id);
  return { ids, sessions };
}

function isEndOf(row: Row, sessions: ReadonlySet<string>): boolean {
  if (row.what === 'w_session') return sessions.has(row.session.id);
  return row.what === 'notice' && sessions.has(row.session);
}

/**
 * Lines of the story of a message (`v12/3`) or a session (`s40`): its own rows, and what its visitor's device, network and
 * person did meanwhile.
 * @returns undefined when the ledger knows nothing of it
 */
export function lifeStory(rows: readonly Row[], subject: string): string[] | undefined {
  const named = rows.filter((row) => {
    const { ids, sessions } = about(row);
    return ids.includes(subject) || sessions.includes(subject);
  });
  // A message ends where its session does: what became of the session belongs to its story.
  const homes = new Set(named.flatMap((row) => about(row).sessions));
  const isNamed = new Set(named);
  const own = rows.filter((row) => isNamed.has(row) || isEndOf(row, homes));
  if (own.length === 0) return undefined;
  const visitors = new Set(own.map((row) => row.by).filter((by) => by.startsWith('v')));
  for (const row of own) if (row.what === 'w_session') visitors.add(row.session.visitor);
  const times = own.filter((row) => row.by !== 'server').map((row) => row.t);
  const from = Math.min(...times);
  const to = Math.max(...times);
  const around = rows.filter((row) => {
    const isLife =
      row.what === 'device' ||
      row.what === 'path' ||
      row.what === 'conn' ||
      row.what === 'intend' ||
      row.what === 'gave_up' ||
      row.what === 'finish' ||
      row.what === 'leave';
    return (
      isLife && visitors.has(row.by) && row.t >= from && (row.t <= to || row.what === 'gave_up' || row.what === 'leave')
    );
  });
  const all = [...new Set([...own, ...around])].sort(
    (a, b) => a.t - b.t || (a.by < b.by ? -1 : a.by > b.by ? 1 : a.k - b.k),
  );
  return all.flatMap((row) => {
    const text = sentence(row);
    return text === undefined ? [] : [`${formatClock(row.t)}  ${row.by.padEnd(9)} ${text}`];
  });
}
