// The AsyncAPI document is valid and has the frames
// of the server; the protocol page shows the client.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import type { Parser as AsyncApiParser } from '@asyncapi/parser';
import type { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import {
  CLIENT_FRAMES,
  clientFrameFault,
  CLOSE,
  SERVER_FRAMES,
  serverFrameFault,
} from '../../src/model/protocol/frames.ts';
import { projectRoot } from '../../src/system/entry.ts';

// CommonJS packages, whose exports Node cannot find by a named import.
const { Parser } = createRequire(import.meta.url)('@asyncapi/parser') as { Parser: typeof AsyncApiParser };
const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as { Ajv2020: typeof Ajv };

const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');
const json = read('docs/reference/protocol.asyncapi.json');

interface Message {
  readonly name: string;
  readonly payload: object;
  readonly examples: readonly { readonly payload: unknown }[];
}
const { messages } = (JSON.parse(json) as { components: { messages: Record<string, Message> } }).components;
const sideOf = (key: string): 'client' | 'server' => (key.startsWith('client_') ? 'client' : 'server');

describe('docs/reference/protocol.asyncapi.json', () => {
  test('the parser of AsyncAPI has nothing to say but that there is a newer version', async () => {
    const { document, diagnostics } = await new Parser().parse(json);
    assert.deepEqual(
      diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version'),
      [],
    );
    assert.equal(document?.version(), '3.0.0');
    assert.equal(document.operations().all().length > 0, true);
  });

  test('the parser finds a broken reference', async () => {
    const broken = json.replace('#/components/messages/client_hello', '#/components/messages/nobody');
    const { diagnostics } = await new Parser().parse(broken);
    assert.ok(diagnostics.some(({ severity }) => severity === 0));
  });

  test('it has every frame of both sides, and every frame is used by an operation', () => {
    const frames = [
      ...Object.keys(CLIENT_FRAMES).map((kind) => `client_${kind}`),
      ...Object.keys(SERVER_FRAMES).map((kind) => `server_${kind}`),
    ];
    assert.deepEqual(Object.keys(messages).sort(), frames.sort());
    for (const key of frames) assert.ok(json.includes(`"$ref": "#/channels/chat/messages/${key}"`), key);
  });

  test('every example is a frame for the server and for the schema alike, and is refused without its fields', () => {
    const ajv = new Ajv2020({ strict: false });
    for (const [key, { payload, examples }] of Object.entries(messages)) {
      const check = ajv.compile(payload);
      const fault = sideOf(key) === 'client' ? clientFrameFault : serverFrameFault;
      for (const example of examples) {
        assert.equal(fault(example.payload), undefined, key);
        assert.ok(check(example.payload), `${key}: ${JSON.stringify(check.errors)}`);
      }
      assert.equal(check({ f: 'nothing' }), false, key);
    }
  });
});

describe('docs/reference/protocol.md', () => {
  const page = read('docs/reference/protocol.md');

  test('the client that it shows is the file that a test runs', () => {
    assert.ok(page.includes(`\`\`\`js\n${read('docs/examples/client.mjs')}\`\`\``));
  });

  test('it names every frame and every close code', () => {
    for (const kind of [...Object.keys(CLIENT_FRAMES), ...Object.keys(SERVER_FRAMES)])
      assert.ok(page.includes(`\`${kind}\``), kind);
    for (const { code, says } of Object.values(CLOSE)) assert.ok(page.includes(`| ${code} |`) && page.includes(says));
  });
});
