// Every text can be read at once: short sentences, one term for one thing, and idiomatic Chinese.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { SESSION_TIMEOUTS } from '../../src/boards/session-timeouts.ts';
import { EN, type Key } from '../../src/language/en/index.ts';
import { tell, type Language, type Message } from '../../src/language/language.ts';
import { RUN_METRICS } from '../../src/metrics/run.ts';
import { SERVER_METRICS } from '../../src/metrics/server.ts';
import { declaredArguments, sampleOf } from './samples.ts';

const KEYS = Object.keys(EN) as Key[];
const DECLARED = declaredArguments();
const render = (language: Language, key: Key): string =>
  tell({ key, args: sampleOf(DECLARED.get(key) ?? []) } as Message, language);

/**
 * The longest sentences: English words, and Chinese characters,
 * where a run of Latin letters and digits counts as one.
 */
const MOST_WORDS = 30;
const MOST_CHARACTERS = 60;

/** An argument counts as one word, and so does a piece of code. */
const withoutFilling = (text: string): string =>
  text.replace(/`[^`]*`|«[^»]*»(?:(?:, |、)«[^»]*»)*|\{[^}\n]*\}|\[[^\]\n]*\]|https?:\/\/\S+/g, 'X');

const sentences = (text: string): string[] =>
  withoutFilling(text)
    .split(/\n|[.;!?](?:\s|$)|[。；！？]/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');

/** The number of words in a sentence; a sign by itself does not count. */
const wordsIn = (sentence: string): number => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** The number of characters in a Chinese sentence. */
const charactersIn = (sentence: string): number =>
  sentence.replace(/[A-Za-z0-9_.@/:<>%+×-]+/g, 'X').replace(/\s/g, '').length;

/** Every description in a JSON Schema. */
function descriptionsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, inner]) =>
    key === 'description' && typeof inner === 'string' ? [inner] : descriptionsIn(inner),
  );
}

/** Fails if `finding` returns something for a text, and names all such texts. */
function none(language: Language, finding: (text: string, key: Key) => string | undefined): void {
  const found = KEYS.flatMap((key) => {
    const what = finding(render(language, key), key);
    return what === undefined ? [] : [`${key}: ${what}`];
  });
  if (found.length > 0) assert.fail(`\n${found.join('\n')}\n`);
}

describe('a sentence', () => {
  test(`has at most ${MOST_WORDS} words in English`, () => {
    none('en', (text) => sentences(text).find((sentence) => wordsIn(sentence) > MOST_WORDS));
  });

  test(`has at most ${MOST_CHARACTERS} characters in Chinese`, () => {
    none('zh-CN', (text) => sentences(text).find((sentence) => charactersIn(sentence) > MOST_CHARACTERS));
  });

  test(`has at most ${MOST_WORDS} words in descriptions of keys, metrics and panels`, () => {
    const schemas = ['scenario', 'rules', 'replicates', 'remedies', 'agreement'].flatMap((name) =>
      descriptionsIn(JSON.parse(readFileSync(`docs/reference/${name}.schema.json`, 'utf8'))),
    );
    const metrics = [...RUN_METRICS, ...SERVER_METRICS].map(({ help }) => help);
    const panels = SESSION_TIMEOUTS.rows.flatMap((row) => row.panels.map(({ about }) => about));
    assert.ok(schemas.length > 200 && metrics.length > 50 && panels.length > 40);
    const long = [...schemas, ...metrics, ...panels, SESSION_TIMEOUTS.about]
      .flatMap(sentences)
      .filter((sentence) => wordsIn(sentence) > MOST_WORDS);
    assert.deepEqual(long, []);
  });

  test('is measured: what is filled in and what is code count as one word', () => {
    assert.deepEqual(sentences('one «two» three. `four five six`; seven'), ['one X three', 'X', 'seven']);
    assert.equal(wordsIn('one – two (three)'), 3);
    assert.equal(charactersIn('请用 --speed 4 或更低'), 7);
  });
});

/** Texts that quote a YAML or JSON file, where straight quotes belong to the content. */
const CODE = /^(?:shape|load|rules)\./;
const withoutCode = (text: string): string => text.replace(/`[^`]*`|\{[^}\n]*\}/g, '');

describe('Chinese', () => {
  test('has “” round words; straight quotes only round what is typed so', () => {
    none('zh-CN', (text, key) => {
      const found = /["'][^"'\n]*["']/.exec(
        CODE.test(key) ? text.replace(/"[\x21\x23-\x7E ]*"/g, '') : withoutCode(text),
      );
      return found?.[0];
    });
  });

  test('says 您', () => {
    none('zh-CN', (text) => (text.includes('你') ? text : undefined));
  });

  test('has one term for one thing, with its units written out', () => {
    const others: readonly [RegExp, string][] = [
      [/太早/, '误超时'],
      [/无人读|没有人读|未读(?!完)/, '漏消息'],
      [/历史记录/, '聊天记录'],
      [/模型(?:时间|秒)/, '模拟时间'],
      [/播放/, '运行'],
      [/无人理会|没有得到回应/, '诉求未得到回应'],
      [/准备购买/, '准备下单'],
      [/首次回复|首响/, '首次响应'],
      [/违规/, '不合格'],
      [/千分之/, '%'],
      [/p(?:50|95|99)\b/, 'P95'],
      [/\d %/, '95%'],
      [/X s\b|\d s\b/, '秒'],
    ];
    none('zh-CN', (text) => {
      const other = others.find(([old]) => old.test(withoutFilling(text)));
      return other === undefined ? undefined : `${other[1]} is the term: ${text}`;
    });
  });
});

describe('English', () => {
  test('has one term for one thing', () => {
    const others: readonly [RegExp, string][] = [
      [/\bunread\b|nobody (?:ever )?(?:has |had )?read/i, 'missed messages'],
      [/unheard/i, 'visitors whose questions went unanswered'],
      [/first answer(?!s? to)/i, 'first response'],
      [/\bhonest/i, 'reliable'],
      [/too early for/i, 'premature'],
      [/nowhere to be found|\bis nowhere\b|\bare nowhere\b/i, 'missing'],
      [/sets of rules to|same people/i, 'same visitors'],
      [/\bplay(?:s|ed)?\b/i, 'run'],
    ];
    none('en', (text) => {
      const other = others.find(([old]) => old.test(withoutFilling(text)));
      return other === undefined ? undefined : `${other[1]} is the term: ${text}`;
    });
  });
});
