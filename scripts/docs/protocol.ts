// Makes docs/reference/protocol.md from the descriptors,
// the close codes and the limits of the server.
import { readFileSync } from 'node:fs';
import { ID_MAX, IDS_MAX, type Field, type Spec } from '../../src/model/protocol/descriptor.ts';
import {
  CLIENT_FRAMES,
  CLOSE,
  FRAME_MAX,
  PROTOCOL_VERSION,
  SERVER_FRAMES,
  TEXT_MAX,
} from '../../src/model/protocol/frames.ts';
import { DEFAULT_RULES } from '../../src/model/rules/rules.ts';
import { DEFAULT_LIMITS } from '../../src/server/config.ts';
import { PAGE_MAX } from '../../src/server/http/http.ts';
import { keepPages, madeBy, table } from '../pages.ts';
import { FIELD_WORDS, NOTICE_SAYS, REFUSAL_SAYS } from '../protocol-words.ts';

type Table = Readonly<Record<string, Spec>>;

const example = readFileSync(new URL('../../docs/examples/client.mjs', import.meta.url), 'utf8');
const { transport, page } = DEFAULT_RULES.liveness;
const seconds = (micros: number): string => `${micros / 1_000_000} s`;
const whole = (n: number): string => n.toLocaleString('en').replaceAll(',', ' ');

function typeOf(field: Field): string {
  if (Array.isArray(field)) return field.map((word) => `\`${word}\``).join(' ');
  const types = {
    id: 'id',
    secret: 'secret',
    text: `text of at most ${TEXT_MAX} characters`,
    int: 'whole number ≥ 0',
    bool: 'true or false',
    ids: `list of at most ${IDS_MAX} ids`,
  };
  return types[field as keyof typeof types];
}

/** The frames of one side: name, purpose and fields. Fields with `?` may be absent. */
function frames(frames: Table, isWanted: (spec: Spec) => boolean): string {
  const rows = Object.entries(frames)
    .filter(([, spec]) => isWanted(spec))
    .map(([kind, { says, must = {}, may = {} }]) => [
      `\`${kind}\``,
      says,
      [...Object.keys(must), ...Object.keys(may).map((name) => `${name}?`)].map((name) => `\`${name}\``).join(' '),
    ]);
  return table(['frame', 'says', 'fields'], rows);
}

/** Every field of every frame once for each type it has. */
function fields(): string {
  const found = new Map<string, { name: string; type: string; frames: Set<string> }>();
  for (const frames of [CLIENT_FRAMES, SERVER_FRAMES] as readonly Table[]) {
    for (const [kind, spec] of Object.entries(frames)) {
      for (const [name, field] of Object.entries<Field>({ ...spec.must, ...spec.may })) {
        const type = typeOf(field);
        const entry = found.get(`${name} ${type}`) ?? { name, type, frames: new Set() };
        entry.frames.add(kind);
        found.set(`${name} ${type}`, entry);
      }
    }
  }
  const rows = [...found.values()].map(({ name, type, frames }) => [
    `\`${name}\``,
    FIELD_WORDS[name]?.says ?? '',
    type,
    [...frames].map((kind) => `\`${kind}\``).join(' '),
  ]);
  return table(['field', 'is', 'type', 'in'], rows);
}

const words = (says: Readonly<Record<string, string>>, head: string): string =>
  table(
    [head, 'says'],
    Object.entries(says).map(([word, meaning]) => [`\`${word}\``, meaning]),
  );

const text = `${madeBy('scripts/docs/protocol.ts')}

# The reference protocol, version ${PROTOCOL_VERSION}

Visitors and agents talk to the reference server over one WebSocket each, at \`/ws\`. A frame is a JSON object in a text message; its
field \`f\` says which frame it is. Unknown fields are ignored; an unknown frame, or a field of the wrong kind, ends the connection.
For programs the same is in [protocol.asyncapi.json](protocol.asyncapi.json) (AsyncAPI 3.0.0); both are made from the
descriptors in \`src/model/protocol/frames.ts\` that the server itself checks frames with.

## A client in 30 lines

\`\`\`js
${example.trimEnd()}
\`\`\`

It is [docs/examples/client.mjs](../examples/client.mjs), and needs the package \`ws\` only. A real client also connects again after
a loss and resumes ([below](#resume)). To try it, start a server in one terminal:

<!-- not run: it serves until Ctrl-C; test/docs/client.test.ts runs this server -->
\`\`\`sh
export STILLTHERE_AGENT_SECRET=only-on-this-machine STILLTHERE_ADMIN_TOKEN=only-on-this-machine
npx stillthere serve smoke --speed 1
\`\`\`

and talk to it in another. As long as no agent is connected, the session waits in the queue; Ctrl-C ends the client.

<!-- not run: it talks until the session is closed; test/docs/client.test.ts runs this file against a server and an agent -->
\`\`\`sh
node docs/examples/client.mjs ws://127.0.0.1:8080/ws v1 "Is this still in stock?"
\`\`\`

## Frames from the client

${frames(CLIENT_FRAMES, (spec) => spec.reserved !== true)}

## Frames from the server

${frames(SERVER_FRAMES, (spec) => spec.reserved !== true)}

The reference server takes \`seen\` in and does not pass it on yet.

Reserved in version ${PROTOCOL_VERSION}, valid on the wire and without effect: ${reserved(CLIENT_FRAMES)} from the client, ${reserved(SERVER_FRAMES)} from the server.

## Fields

${fields()}

An **id** has 1 to ${ID_MAX} characters \`A-Z a-z 0-9 _ . : / @ # + = ~ -\`, a **secret** 1 to ${ID_MAX} characters of any kind.

## Hello

The first frame is \`hello\`; anything else ends the connection with ${CLOSE.unauthorised.code}. A **visitor** brings a secret of its own, which the server keeps from
the first hello on: whoever comes later under that name must know it. An **agent** brings the token that belongs to its name,
HMAC-SHA256 of the name under the secret of the server, in base64url. One actor has one connection: a second one ends the first with ${CLOSE.replaced.code}.

## Ack means stored

\`ack\` is sent when the message is in the store, never before; the same holds for everything else that tells of it. A message without an ack
may or may not be stored, so the client sends it again **under the same id**, also over a new connection: the server stores it
once and acks it as before, with the same \`session\` and \`seq\`. The ack of a leave-message has the session \`left\` and the number 0.
The one exception is on purpose: a desk whose rules say \`afterClose: drop\` acks what comes after a close and keeps none of it.

## Resume

A client that comes back says in \`hello\` which \`session\` it was in and the highest \`seq\` it has shown. \`welcome\` names the open session, if
there is one, and its highest number. Then follow the messages of the other side, of the bot and of the system that it has not seen,
and the \`closed\` notice if the session ended meanwhile. An agent is told all sessions it has, with all their messages, and
which ones were taken away.

## Liveness, both ways

| who | asks by | and takes the other for gone |
|---|---|---|
| server, of the connection | WebSocket PING every ${seconds(transport.every)} | without a PONG for ${seconds(transport.limit)}: close ${CLOSE.transport_lost.code} |
| server, of the page | \`ask\` after ${page === null ? 'never' : seconds(page.every)} without any frame | without any frame for ${page === null ? 'ever' : seconds(page.limit)}: close ${CLOSE.page_lost.code} |
| client, of the server | \`ask\` when it likes | when no \`alive\` comes: it closes with ${CLOSE.client_liveness.code} and connects again |

A browser answers PINGs even while the page is frozen and reads nothing; only a page that runs answers \`ask\`. These are the default
rules, in model time: at speed 60 they are a sixtieth of that in real time.

## Notices

${words(NOTICE_SAYS, 'kind')}

## Refusals

${words(REFUSAL_SAYS, 'why')}

## Close codes

${table(
  ['code', 'name', 'says'],
  Object.entries(CLOSE).map(([name, { code, says }]) => [String(code), `\`${name}\``, says]),
)}

After ${CLOSE.unauthorised.code} and ${CLOSE.wrong_version.code} it is no use to try again; after all others a client waits (1 s, doubled up to 30 s, with jitter) and connects again.

## Limits

| what | limit | beyond it |
|---|---|---|
| a frame | ${whole(FRAME_MAX)} bytes | close 1009 |
| a text | ${whole(TEXT_MAX)} UTF-16 code units | \`error\`, close ${CLOSE.bad_frame.code} |
| frames of a connection in a real second | ${DEFAULT_LIMITS.framesPerSecond}, more at high speed | \`error\`, close ${CLOSE.bad_frame.code} |
| bytes that wait for a slow reader | ${whole(DEFAULT_LIMITS.sendBuffer)} | close ${CLOSE.overload.code} |
| connections | ${whole(DEFAULT_LIMITS.connections)} | close ${CLOSE.overload.code} |

## HTTP beside it

\`GET /healthz\` gives \`{status, id, epoch, speed}\`: what its metrics are known by (\`chat_build_info\`), model zero in unix µs, and model seconds
per real second. \`GET /readyz\` says whether it takes connections, \`GET /metrics\` is for Prometheus. With \`Authorization: Bearer <admin token>\` a harness reads what is stored:

| path | gives |
|---|---|
| \`/api/sessions\` | \`sessions\`: id, visitor, channel, openedAt, activeAt, closedAt, reason, leftAt, state, closedFrom, agents, closes, transfers |
| \`/api/messages\` | \`messages\`: session, seq, id, from, text, at |
| \`/api/left-messages\` | \`left\`: id, visitor, text, at |
| \`/api/inbox\` | \`inbox\`: for each agent the sessions that their list shows |

The first three come in pages of at most ${whole(PAGE_MAX)} rows (\`?after=…&limit=…\`); \`next\` is the \`after\` of the page that follows,
and greater than the \`after\` of this one. An answer without \`next\` is the last page: a server that knows no pages answers with the whole list. Times are µs of model time.

A server may go on while it is read. Each list therefore keeps the order in which it was stored, also when a session changes: no page repeats a row or leaves one out. The
harness asks for the inbox first, then for sessions, messages and leave-messages, and holds one page at a time. Nothing of it is judged when one of the pages cannot be read.
`;

function reserved(frames: Table): string {
  return Object.entries(frames)
    .filter(([, spec]) => spec.reserved === true)
    .map(([kind, { says }]) => `\`${kind}\` (${says.replace(/\.$/, '').replace(/^./, (c) => c.toLowerCase())})`)
    .join(', ');
}

await keepPages({ 'docs/reference/protocol.md': text });
