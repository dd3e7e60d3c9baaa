// Makes docs/reference/protocol.asyncapi.json from
// the descriptors that the server checks frames with.
import { frameSchema, type Field, type Spec } from '../../src/model/protocol/descriptor.ts';
import {
  CLIENT_FRAMES,
  CLOSE,
  FRAME_MAX,
  PROTOCOL_VERSION,
  SERVER_FRAMES,
  TEXT_MAX,
} from '../../src/model/protocol/frames.ts';
import { keepPages } from '../pages.ts';
import { FIELD_WORDS } from '../protocol-words.ts';

type Side = 'client' | 'server';
type Table = Readonly<Record<string, Spec>>;
type Json = Readonly<Record<string, unknown>>;

const TABLES: Readonly<Record<Side, Table>> = { client: CLIENT_FRAMES, server: SERVER_FRAMES };

/** A valid frame: every field with its example, or with the first word it may hold. */
function exampleOf(kind: string, spec: Spec): Json {
  const value = (name: string, field: Field): unknown => {
    const { example } = wordsOf(name);
    return Array.isArray(field) && !field.includes(String(example)) ? (field as readonly string[])[0] : example;
  };
  const fields = Object.entries<Field>({ ...spec.must, ...spec.may });
  return { f: kind, ...Object.fromEntries(fields.map(([name, field]) => [name, value(name, field)])) };
}

function wordsOf(name: string): (typeof FIELD_WORDS)[string] {
  const words = FIELD_WORDS[name];
  if (words === undefined) throw new Error(`field ${name} has no words: add it to scripts/protocol-words.ts`);
  return words;
}

/** The schema of one frame from its descriptor, with the meaning of each field. */
function payloadOf(table: Table, kind: string): Json {
  const { oneOf } = frameSchema(table, '', TEXT_MAX) as { oneOf: (Json & { title: string; properties: Json })[] };
  const schema = oneOf.find(({ title }) => title === kind);
  if (schema === undefined) throw new Error(`no schema for frame ${kind}`);
  const described = Object.entries(schema.properties).map(([name, field]) => [
    name,
    name === 'f' ? field : { ...(field as Json), description: wordsOf(name).says },
  ]);
  return { ...schema, properties: Object.fromEntries(described) as Json };
}

const keyOf = (side: Side, kind: string): string => `${side}_${kind}`;
const inChannel = (side: Side, kinds: readonly string[]): Json[] =>
  kinds.map((kind) => ({ $ref: `#/channels/chat/messages/${keyOf(side, kind)}` }));

function messages(): Json {
  const all = (['client', 'server'] as const).flatMap((side) =>
    Object.entries(TABLES[side]).map(([kind, spec]): [string, Json] => [
      keyOf(side, kind),
      {
        name: kind,
        title: `${kind} (from the ${side})`,
        summary: spec.says,
        contentType: 'application/json',
        payload: payloadOf(TABLES[side], kind),
        examples: [{ name: kind, payload: exampleOf(kind, spec) }],
        ...(spec.reserved === true && { 'x-reserved': true }),
      },
    ]),
  );
  return Object.fromEntries(all);
}

/**
 * The operations of the server. AsyncAPI takes its side: `receive` is from clients, `send` to them.
 */
function operations(): Json {
  const channel = { $ref: '#/channels/chat' };
  const receive = (summary: string, kinds: string[], answers: string[] = []): Json => ({
    action: 'receive',
    channel,
    summary,
    messages: inChannel('client', kinds),
    ...(answers.length > 0 && { reply: { channel, messages: inChannel('server', answers) } }),
  });
  const send = (summary: string, kinds: string[], answers: string[] = []): Json => ({
    action: 'send',
    channel,
    summary,
    messages: inChannel('server', kinds),
    ...(answers.length > 0 && { reply: { channel, messages: inChannel('client', answers) } }),
  });
  const kindsOf = (table: Table, isWanted: (spec: Spec) => boolean): string[] =>
    Object.entries(table).flatMap(([kind, spec]) => (isWanted(spec) ? [kind] : []));
  const answered = ['hello', 'msg', 'ask', 'alive', 'fence'];
  return {
    hello: receive('A client says who it is, first of all.', ['hello'], ['welcome', 'error']),
    message: receive('A visitor or agent writes; the ack means stored.', ['msg'], ['ack', 'refuse']),
    clientAsks: receive('A client asks whether the server is there.', ['ask'], ['alive']),
    serverAsks: send('The server asks whether the page still runs.', ['ask'], ['alive']),
    fence: receive('A frame that shows that nothing is left on the way.', ['fence'], ['ack']),
    tell: receive(
      'What needs no answer.',
      kindsOf(CLIENT_FRAMES, (spec) => spec.reserved !== true).filter((kind) => !answered.includes(kind)),
    ),
    show: send('What others wrote, and what became of the session.', [
      'msg',
      'notice',
      'typing',
      'seen',
      'fence',
      'alert',
      'error',
    ]),
    reservedByClient: receive(
      'Reserved for later versions.',
      kindsOf(CLIENT_FRAMES, (spec) => spec.reserved === true),
    ),
  };
}

function asyncapi(): Json {
  return {
    asyncapi: '3.0.0',
    id: 'urn:stillthere:protocol:1',
    info: {
      title: 'stillthere reference protocol',
      version: `${PROTOCOL_VERSION}.0.0`,
      description:
        'Chat between visitors, agents and the reference server of stillthere: JSON text frames over one WebSocket for each actor. Read docs/reference/protocol.md for the rules behind the frames.',
      contact: { name: 'the maintainers of stillthere' },
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      tags: [{ name: 'chat' }],
    },
    defaultContentType: 'application/json',
    servers: {
      reference: {
        host: '127.0.0.1:{port}',
        protocol: 'ws',
        description: 'The reference server. The first frame carries the token; the HTTP upgrade needs none.',
        variables: { port: { default: '8080', description: 'the port it was told to listen on' } },
      },
    },
    channels: {
      chat: {
        address: '/ws',
        description: `Both directions of one connection. A frame has at most ${FRAME_MAX} bytes; unknown fields are ignored.`,
        servers: [{ $ref: '#/servers/reference' }],
        messages: Object.fromEntries(
          Object.keys(messages()).map((key) => [key, { $ref: `#/components/messages/${key}` }]),
        ),
        bindings: { ws: { method: 'GET', bindingVersion: '0.1.0' } },
        'x-close-codes': Object.fromEntries(
          Object.entries(CLOSE).map(([name, { code, says }]) => [code, { name, says }]),
        ),
      },
    },
    operations: operations(),
    components: { messages: messages() },
  };
}

await keepPages({ 'docs/reference/protocol.asyncapi.json': JSON.stringify(asyncapi()) });
