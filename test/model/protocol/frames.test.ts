// The wire protocol as data: every frame passes, every missing or wrong field is named, and the JSON Schema says the same.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  frameFault,
  frameSchema,
  ID_MAX,
  IDS_MAX,
  type Field,
  type Spec,
} from '../../../src/model/protocol/descriptor.ts';
import {
  CLIENT_FRAMES,
  CLOSE,
  clientFrameFault,
  FRAME_MAX,
  SERVER_FRAMES,
  serverFrameFault,
  TEXT_MAX,
  type ClientFrame,
} from '../../../src/model/protocol/frames.ts';
import { encode } from '../../../src/model/protocol/encode.ts';
import { Random, SEED, trials } from '../random.ts';

type Fields = Record<string, unknown>;
const TABLES = {
  client: { table: CLIENT_FRAMES as Readonly<Record<string, Spec>>, fault: clientFrameFault },
  server: { table: SERVER_FRAMES as Readonly<Record<string, Spec>>, fault: serverFrameFault },
};

function goodValue(field: Field, random: Random): unknown {
  if (field === 'id') return random.pick(['x', 'v12/3', 's-4:@#+=~._', 'X'.repeat(ID_MAX)]);
  if (field === 'secret') return random.pick(['x', 'a "secret"', '秘密'.repeat(ID_MAX / 2)]);
  if (field === 'text') return '好'.repeat(random.pick([0, 3, TEXT_MAX]));
  if (field === 'int') return random.pick([0, 1, 1234, Number.MAX_SAFE_INTEGER]);
  if (field === 'bool') return random.chance(0.5);
  if (field === 'ids') return random.pick([[], ['faq1'], Array.from({ length: IDS_MAX }, (_, i) => `o${i}`)]);
  return random.pick(field);
}

function badValues(field: Field): unknown[] {
  const never = [null, {}, [], undefined];
  if (field === 'id') return [...never, '', 'x'.repeat(ID_MAX + 1), 'a"b', 'a\\', 'a b', '你好', 'a\n', 7, true];
  if (field === 'secret') return [...never, '', 'x'.repeat(ID_MAX + 1), 7, true];
  if (field === 'text') return [...never, 'x'.repeat(TEXT_MAX + 1), 7, true];
  if (field === 'int') return [...never, -1, 1.5, NaN, Infinity, Number.MAX_SAFE_INTEGER + 1, '7', true];
  if (field === 'bool') return [...never, 0, 1, 'true'];
  if (field === 'ids') return [null, {}, 'faq1', 7, [''], [7], Array.from({ length: IDS_MAX + 1 }, () => 'x')];
  return [...never, '', 'nonsense', 0, true, 'constructor'];
}

function goodFrame(kind: string, spec: Spec, random: Random): Fields {
  const frame: Fields = { f: kind };
  for (const [name, field] of Object.entries(spec.must ?? {})) frame[name] = goodValue(field, random);
  for (const [name, field] of Object.entries(spec.may ?? {}))
    if (random.chance(0.5)) frame[name] = goodValue(field, random);
  return frame;
}

for (const [side, { table, fault }] of Object.entries(TABLES)) {
  describe(`${side} frames`, () => {
    for (const [kind, spec] of Object.entries(table)) {
      const random = new Random(`${SEED}/${side}/${kind}`);

      it(`${kind}: valid ones pass, also through JSON and with fields of a newer peer`, () => {
        for (let i = 0; i < 20; i++) {
          const frame = goodFrame(kind, spec, random);
          assert.equal(fault(frame), undefined, JSON.stringify(frame).slice(0, 200));
          assert.equal(fault(JSON.parse(JSON.stringify(frame))), undefined);
          assert.equal(fault({ ...frame, fromTheFuture: [1] }), undefined);
        }
      });

      it(`${kind}: each missing or wrong field gives an error naming it`, () => {
        for (const [name, field] of Object.entries(spec.must ?? {})) {
          for (const value of badValues(field)) {
            const message = fault({ ...goodFrame(kind, spec, random), [name]: value }) ?? '(no fault)';
            assert.ok(message.startsWith(`${kind}.${name} must `), `${name} = ${JSON.stringify(value)}: ${message}`);
          }
          const { [name]: _gone, ...rest } = goodFrame(kind, spec, random);
          assert.ok(fault(rest)?.startsWith(`${kind}.${name} must `), `without ${name}: ${fault(rest)}`);
        }
        for (const [name, field] of Object.entries(spec.may ?? {})) {
          for (const value of badValues(field)) {
            if (value === undefined) continue;
            const message = fault({ ...goodFrame(kind, spec, random), [name]: value }) ?? '(no fault)';
            assert.ok(message.startsWith(`${kind}.${name} must `), `${name} = ${JSON.stringify(value)}: ${message}`);
          }
        }
      });
    }

    it('what is no frame is called so, with the frames that are known', () => {
      for (const value of [null, undefined, 7, 'msg', [], [{ f: 'msg' }], true])
        assert.equal(fault(value), 'a frame is a JSON object');
      for (const f of [undefined, null, 7, '', 'nonsense', 'constructor', '__proto__', 'toString', ['msg']]) {
        const message = fault({ f }) ?? '(no fault)';
        assert.match(message, /is not a frame; known: /);
        for (const kind of Object.keys(table)) assert.ok(message.includes(kind));
      }
    });

    it('say what they are for, once for all', () => {
      for (const [kind, spec] of Object.entries(table)) assert.ok(spec.says.endsWith('.'), `${kind} says nothing`);
    });

    it('fit the largest frame, whatever characters they hold', () => {
      const random = new Random(SEED);
      for (const [kind, spec] of Object.entries(table)) {
        const frame: Fields = { f: kind };
        for (const [name, field] of Object.entries({ ...spec.must, ...spec.may }))
          frame[name] =
            field === 'text'
              ? '\u0001'.repeat(TEXT_MAX)
              : field === 'secret'
                ? '\u0001'.repeat(ID_MAX)
                : field === 'id'
                  ? 'x'.repeat(ID_MAX)
                  : goodValue(field, random);
        assert.ok(Buffer.byteLength(JSON.stringify(frame)) <= FRAME_MAX, kind);
      }
    });
  });
}

// ── a JSON Schema validator for the few words the schemas use ────────────────────────────────────────────────────────

interface Schema {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly maxItems?: number;
}
const KNOWN = new Set(
  'const enum type minLength maxLength pattern minimum required properties items maxItems oneOf title description $schema'.split(
    ' ',
  ),
);

function conforms(schema: Schema, value: unknown): boolean {
  for (const word of Object.keys(schema))
    assert.ok(KNOWN.has(word), `the schema says ${word}, which this test does not know`);
  if (schema.oneOf !== undefined) return schema.oneOf.filter((one) => conforms(one, value)).length === 1;
  if ('const' in schema && value !== schema.const) return false;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false;
  if (schema.type === 'boolean' && typeof value !== 'boolean') return false;
  if (schema.type === 'integer' && !(Number.isInteger(value) && (value as number) >= (schema.minimum ?? -Infinity)))
    return false;
  if (schema.type === 'string') {
    // JSON Schema counts characters. All values of this
    // test are in the basic plane, where both counts agree.
    if (typeof value !== 'string' || value.length < (schema.minLength ?? 0)) return false;
    if (value.length > (schema.maxLength ?? Infinity)) return false;
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) return false;
  }
  if (schema.type === 'array') {
    const { items, maxItems = Infinity } = schema;
    if (!Array.isArray(value) || value.length > maxItems) return false;
    return items === undefined || value.every((one) => conforms(items, one));
  }
  if (schema.type !== 'object') return true;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const fields = value as Fields;
  if (!(schema.required ?? []).every((name) => fields[name] !== undefined)) return false;
  return Object.entries(schema.properties ?? {}).every(
    ([name, inner]) => fields[name] === undefined || conforms(inner, fields[name]),
  );
}

describe('the JSON Schema of the frames', () => {
  for (const [side, { table, fault }] of Object.entries(TABLES)) {
    it(`agrees with the validator on random ${side} frames, good and bad`, () => {
      const schema = frameSchema(table, side, TEXT_MAX) as Schema;
      const seen = { good: 0, bad: 0 };
      trials(`schema of ${side} frames`, 3000, (random) => {
        const [kind, spec] = random.pick(Object.entries(table));
        const frame = goodFrame(kind, spec, random);
        const fields = Object.entries({ ...spec.must, ...spec.may });
        if (random.chance(0.6)) {
          const [name, field] = random.pick(fields);
          frame[name] = random.pick(badValues(field));
        }
        if (random.chance(0.1)) frame['f'] = random.pick(['nonsense', ...Object.keys(table)]);
        // A schema cannot see values that JSON lacks, or that the
        // validator rejects because of the limits of a double.
        const sayable = Object.values(frame).every(
          (v) => v !== Infinity && !Number.isNaN(v) && v !== Number.MAX_SAFE_INTEGER + 1,
        );
        if (!sayable) return;
        const wrong = fault(frame);
        seen[wrong === undefined ? 'good' : 'bad'] += 1;
        const text = `${JSON.stringify(frame).slice(0, 300)}: validator says ${wrong ?? 'good'}`;
        assert.equal(conforms(schema, frame), wrong === undefined, text);
      });
      if (process.env['STILLTHERE_TEST_TRIAL'] === undefined)
        assert.ok(seen.good > 500 && seen.bad > 500, JSON.stringify(seen));
    });
  }

  it('uses the limits it was given', () => {
    const table = { a: { says: 'A.', must: { t: 'text', b: 'bool' } } } as const;
    assert.equal(frameFault(table, { f: 'a', t: '123', b: false }, 3), undefined);
    assert.equal(frameFault(table, { f: 'a', t: '1234', b: false }, 3), 'a.t must have at most 3 characters');
    assert.equal(conforms(frameSchema(table, 'x', 3) as Schema, { f: 'a', t: '1234', b: false }), false);
  });
});

describe('encoding', () => {
  it('says the same as JSON.stringify, for every frame of a client', () => {
    trials('encoded frames', 500, (random) => {
      const [kind, spec] = random.pick(Object.entries(CLIENT_FRAMES as Readonly<Record<string, Spec>>));
      const frame = goodFrame(kind, spec, random) as ClientFrame;
      if (frame.f === 'msg') frame.text = random.pick(['', 'a "b" \\ \u0001\n', '还在吗？\ud800', 'z'.repeat(99)]);
      assert.equal(encode(frame), JSON.stringify(frame));
    });
  });
});

describe('close codes', () => {
  it('are unique, and in the range that RFC 6455 leaves to applications', () => {
    const codes = Object.values(CLOSE).map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
    for (const code of codes) assert.ok(Number.isInteger(code) && code >= 4000 && code <= 4999, String(code));
  });

  it('each say what happened', () => {
    const says = Object.values(CLOSE).map((c) => c.says);
    assert.equal(new Set(says).size, says.length);
  });
});
