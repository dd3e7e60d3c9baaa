// A rule is declared once: a made-up one is written, served, timed, changed and shown, with nothing but its declaration and its sentence.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { speak } from '../../../src/language/language.ts';
import type { Sentence } from '../../../src/language/rule-sentences.ts';
import type { Told } from '../../../src/language/told.ts';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { RULES } from '../../../src/model/rules/declared.ts';
import {
  choice,
  defaultsOf,
  length,
  lengthsIn,
  must,
  nullable,
  or,
  parts,
  settings,
  type Field,
  type Form,
  type Held,
} from '../../../src/model/rules/forms.ts';
import { DEFAULT_RULES } from '../../../src/model/rules/rules.ts';
import { ruleSentence } from '../../../src/report/desk/desk.ts';
import { merged } from '../../../src/scenario/rules/change.ts';
import { defineScenario, rulesOf, UsageError } from '../../../src/scenario/define.ts';
import { written } from '../../../src/scenario/rules/forms.ts';
import { held } from '../../../src/server/held.ts';
import { good } from '../support.ts';

const NAP = nullable(
  parts({
    after: must(length(1), 'How long the desk has been quiet.'),
    light: or('dim', choice(['dim', 'off']), 'What it does with the light.'),
  }),
);
const DESK = settings({ nap: or(null, NAP, 'The desk sleeps; `null` for never.') });

/** Compiles only while the type that follows from the declaration is this one. */
const asleep: Held<typeof DESK> = { nap: { after: 90 * SECOND, light: 'dim' } };

describe('a made-up rule', () => {
  it('is off on the default desk', () => {
    assert.deepEqual(defaultsOf(DESK), { nap: null });
  });

  it('is written with lengths as text, and with its defaults left out', () => {
    assert.deepEqual(written(DESK).parse({ nap: { after: '90s' } }), asleep);
    assert.deepEqual(written(DESK).parse({}), {});
    assert.equal(written(DESK).safeParse({ nap: { after: 90 } }).success, false);
    assert.equal(written(DESK).safeParse({ nap: { after: '0s' } }).success, false);
    assert.equal(written(DESK).safeParse({ nap: { after: '90s', light: 'red' } }).success, false);
    assert.equal(written(DESK).safeParse({ snooze: null }).success, false);
  });

  it('has its meaning, its words and its default in the JSON Schema, which the reference page is made from', () => {
    const { properties } = z.toJSONSchema(written(DESK), { io: 'input' });
    const nap = properties?.['nap'] as { description: string; anyOf: { properties: Record<string, object> }[] };
    assert.equal(nap.description, 'The desk sleeps; `null` for never. Default desk: `null`.');
    assert.deepEqual(nap.anyOf[0]?.properties['light'], {
      default: 'dim',
      description: 'What it does with the light.',
      type: 'string',
      enum: ['dim', 'off'],
    });
  });

  it('is served in µs, whole and in range', () => {
    const fault = (value: unknown): string | undefined => held(DESK).safeParse(value).error?.issues[0]?.message;
    assert.deepEqual(held(DESK).parse(asleep), asleep);
    assert.deepEqual(held(DESK).parse({ nap: null }), { nap: null });
    assert.equal(fault({ nap: { after: 0, light: 'dim' } }), 'must be a whole number from 1');
    assert.equal(fault({ nap: { after: 1, light: 'red' } }), 'must be one of dim, off');
    assert.equal(fault({ nap: { after: 1 } }), 'must be one of dim, off');
    assert.match(fault({ nap: null, snooze: null }) ?? '', /does not exist: snooze; known: nap/);
  });

  it('limits the speed by its lengths, by path', () => {
    const lengths = lengthsIn(DESK, asleep, '').map(([path, , value]) => [path, value]);
    assert.deepEqual(lengths, [['nap.after', 90 * SECOND]]);
    assert.deepEqual(lengthsIn(DESK, defaultsOf(DESK), ''), []);
  });

  it('is changed as a whole, and stays where it is not named', () => {
    const later = { nap: { after: MINUTE, light: 'off' } };
    assert.deepEqual(merged(DESK, asleep, later), later);
    assert.deepEqual(merged(DESK, asleep, {}), asleep);
    assert.deepEqual(merged(DESK, asleep, { nap: null }), { nap: null });
  });

  it('is shown in a sentence of each language, with lengths as people write them', (t) => {
    t.after(() => {
      speak('en');
    });
    const sentence: Sentence<NonNullable<Told<typeof NAP>>> = {
      en: ({ after, light }) => `sleeps after ${after} (${light})`,
      zh: ({ after, light }) => `${after} 后休眠（${light}）`,
    };
    const shown = (value: unknown): string => ruleSentence(sentence as Sentence<unknown>, NAP, value);
    assert.deepEqual([shown(asleep.nap), shown(null)], ['sleeps after 90s (dim)', 'off']);
    speak('zh-CN');
    assert.deepEqual([shown(asleep.nap), shown(null)], ['90s 后休眠（dim）', '未启用']);
  });
});

describe('the rules of a desk', () => {
  /** Every field that people may write, with what it means. */
  function fieldsIn(form: Form): Field[] {
    if (form.kind === 'settings' || form.kind === 'parts')
      return Object.values(form.fields).flatMap((field) => [field, ...fieldsIn(field.form)]);
    if (form.kind === 'own') return form.written === 'hours' ? [] : fieldsIn(form.held);
    return 'of' in form && 'kind' in form.of ? fieldsIn(form.of) : [];
  }

  it('stand in the JSON Schema that comes with the tool, with what they mean', async () => {
    const schema = await readFile(new URL('../../../docs/reference/rules.schema.json', import.meta.url), 'utf8');
    const meanings = fieldsIn(RULES).map(({ says }) => says);
    const absent = meanings.filter((says) => !schema.includes(JSON.stringify(says)));
    // What a message opens is written beside the other limits of a channel, without a key of its own.
    assert.deepEqual(absent, ["What a visitor's message allows."]);
    assert.ok(meanings.length > 60);
  });

  it('say what the default desk holds as the declaration has it, and no text repeats it by hand', async () => {
    const { idle, afterClose, agents, liveness, sweep, hours } = RULES.fields;
    const told = [
      [idle.form.of.fields.after, '30m'],
      [idle.form.of.fields.resets, 'visitor, agent, bot, prompt, transfer'],
      [afterClose.form.fields.window, '3d'],
      [afterClose.form.fields.linked, 'false'],
      [agents.form.fields.capacity, '5'],
      [agents.form.fields.groups, 'none'],
      [liveness.form.fields.transport, 'every 1m, limit 2m'],
      [sweep, '0s'],
      [hours, '`null`'],
    ] as const;
    for (const [{ says }, value] of told) assert.ok(says.endsWith(` Default desk: ${value}.`), says);
    // What is a group of settings says it in each of them.
    for (const { says } of [idle, afterClose, agents, liveness]) assert.doesNotMatch(says, /default desk/i);
    for (const file of ['declared', 'declared-agents', 'declared-channels']) {
      const source = await readFile(new URL(`../../../src/model/rules/${file}.ts`, import.meta.url), 'utf8');
      assert.doesNotMatch(source, /default desk/i, file);
    }
  });

  it('are a configuration that a server starts with', () => {
    assert.deepEqual(held(RULES).parse(DEFAULT_RULES), DEFAULT_RULES);
  });

  it('with a length of 0 are refused in the scenario, or a server starts with them', (t) => {
    const text = 'x';
    const zeros: Record<string, unknown>[] = [
      { idle: { after: '0s' } },
      { prompt: { before: '0s', text } },
      { bot: { after: '0s', text, options: [{ id: 'a', label: text, answer: null }] } },
      { alert: { before: '0s' } },
      { slowReply: { after: '0s' } },
      { inactive: { after: '0s' } },
      { sweep: '0s' },
      { visitorGone: '0s' },
      { queue: { timeout: '0s' } },
      { liveness: { page: { every: '0s', limit: '2m' } } },
      { agents: { handOver: '0s' } },
      { afterClose: { policy: 'within_window', window: '0s' } },
    ];
    let refused = 0;
    for (const rules of zeros) {
      const made = (): unknown => rulesOf(defineScenario({ ...good, rules, profiles: { bare: {} } }), 'bare');
      try {
        made();
      } catch (error) {
        assert.ok(error instanceof UsageError, String(error));
        refused += 1;
        continue;
      }
      assert.doesNotThrow(() => held(RULES).parse(made()), JSON.stringify(rules));
    }
    t.diagnostic(`${refused} of ${zeros.length} refused`);
    assert.ok(refused > 3 && refused < zeros.length);
  });
});

describe('the page on adding a rule', () => {
  const read = (path: string): Promise<string> => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

  it('shows what stands in the source', async () => {
    const page = await read('docs/how-to/add-a-rule.md');
    const blocks = [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => flat(code));
    const files = ['src/model/rules/declared.ts', 'src/language/rule-sentences.ts', 'src/model/desk/next-rule.ts'];
    const sources = (await Promise.all(files.map(read))).map(flat);
    assert.equal(blocks.length, files.length);
    for (const [i, block] of blocks.entries()) assert.ok(sources[i]?.includes(block), `${files[i]}: ${block}`);
  });
});
