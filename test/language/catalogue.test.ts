// The English and the Chinese catalogue have the same texts, made from the same arguments.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { EN, type Key } from '../../src/language/en/index.ts';
import { LANGUAGES, tell, type Language, type Message } from '../../src/language/language.ts';
import { ZH } from '../../src/language/zh/index.ts';
import { declaredArguments, otherThan, sampleOf, type Argument } from './samples.ts';

const KEYS = Object.keys(EN) as Key[];
const DECLARED = declaredArguments();

const declared = (key: string): Argument[] =>
  DECLARED.get(key) ?? assert.fail(`${key} is not declared in src/language/en`);
const render = (language: Language, key: Key, args: object = sampleOf(declared(key))): string =>
  tell({ key, args } as Message, language);

/** Texts that consist of their arguments, or of words that are the same in both languages. */
const WORDLESS =
  /^(?:live\.(?:line|title|phase)|scenario\.(?:at|kind\.null)|init\.locale|shape\.forms(?:Simple|All)|report\.(?:word|rate|share|percent|speedWhy|missedPart)|witness\.(?:failed|status)|load\.bad|help\.more|errors\.k6Old)$/;

const HAN = /\p{Script=Han}/u;
const FULL_WIDTH = /[\u3000-\u303F\uFF00-\uFFEF]/;

/**
 * Removes what is the same in every language: arguments,
 * quoted and bracketed code, addresses, flags, commands.
 */
const withoutCode = (text: string): string =>
  text
    .replace(/«[^»]*»/g, '')
    .replace(/`[^`]*`|"[^"\n]*"|“[^”]*”|\{[^}\n]*\}|\[[^\]\n\p{Script=Han}]*\]/gu, '')
    .replace(/https?:\/\/[^\s，；）]+/g, '')
    .replace(/npx stillthere [^\n（]*|npm run \w+/g, '')
    .replace(/--[\w-]+|\$?\w*_\w+/g, '');

/** Fails if `finding` returns something for a text, and names all such texts. */
function none(finding: (key: Key) => string | undefined): void {
  const found = KEYS.flatMap((key) => {
    const what = finding(key);
    return what === undefined ? [] : [`${key}: ${what}`];
  });
  if (found.length > 0) assert.fail(`\n${found.join('\n')}\n`);
}

describe('the catalogues', () => {
  test('have the same keys', () => {
    assert.deepEqual(Object.keys(ZH).sort(), Object.keys(EN).sort());
    assert.deepEqual(
      [...DECLARED.keys()].filter((key) => !(key in EN)),
      [],
      'declared in a file that no index takes in',
    );
  });

  test('every key names its area once', () => {
    const wrong = KEYS.filter((key) => !/^[a-z]+(?:\.[\w-]+)+$/i.test(key));
    assert.deepEqual(wrong, []);
  });

  for (const language of LANGUAGES)
    test(`${language}: every text renders, with nothing undefined and nothing left to fill in`, () => {
      none((key) => {
        const text = render(language, key);
        return text.trim() === '' || /undefined|NaN|\[object|\$\{/.test(text) ? text : undefined;
      });
    });

  for (const language of LANGUAGES)
    test(`${language}: every argument shows, and so does the want of one that may be left out`, () => {
      none((key) => {
        const all = declared(key);
        const text = render(language, key);
        const mute = all.flatMap((argument) => {
          const { name, isOptional } = argument;
          const others = isOptional ? [otherThan(argument), undefined] : [otherThan(argument)];
          return others
            .filter((other) => render(language, key, sampleOf(all, { [name]: other })) === text)
            .map(() => name);
        });
        return mute.length === 0 ? undefined : `${mute.join(', ')} makes no difference in "${text}"`;
      });
    });

  test('a text has the same numbers in both languages, except small ones of its own, which may be words', () => {
    const numbers = (text: string): string =>
      (text.match(/\d+(?:[.\d]*\d)?/g) ?? [])
        // 1000 may be part of "of a thousand" in one language where the other says per cent.
        .filter((number) => Number(number) > 10 && number !== '1000')
        .sort()
        .join(' ');
    none((key) => {
      const [en, zh] = [render('en', key), render('zh-CN', key)];
      return numbers(en) === numbers(zh) ? undefined : `${en} | ${zh}`;
    });
  });

  test('English has no Chinese characters and no full-width marks', () => {
    none((key) => {
      const text = render('en', key);
      return HAN.test(text) || FULL_WIDTH.test(text) ? text : undefined;
    });
  });

  test('Chinese is Chinese: no text without a Chinese character, no English sentence', () => {
    none((key) => {
      const text = withoutCode(render('zh-CN', key));
      const isChinese = HAN.test(text) || WORDLESS.test(key);
      return isChinese && !/\b[a-z]+ [a-z]+ [a-z]+\b/.test(text) ? undefined : text;
    });
  });

  test('Chinese sentences have full-width marks', () => {
    const halfWidth = /\p{Script=Han} ?[,;:!?(]|[,;!?)]\p{Script=Han}|\p{Script=Han}\.(?:\s|$)/u;
    none((key) => {
      const text = withoutCode(render('zh-CN', key));
      return halfWidth.test(text) ? text : undefined;
    });
  });
});

describe('the test of the catalogues can fail', () => {
  test('it knows what every text is made from', () => {
    assert.deepEqual(declared('cli.list'), []);
    assert.deepEqual(declared('errors.noScenario'), [
      { name: 'name', kind: 'string', isOptional: false },
      { name: 'near', kind: 'string', isOptional: true },
      { name: 'known', kind: 'list', isOptional: false },
    ]);
    assert.equal([...DECLARED.values()].flat().length > 200, true);
  });

  test('it finds English in Chinese, but not in what is quoted', () => {
    assert.match(withoutCode('请写 a whole number 和 "a b c d"'), /\b[a-z]+ [a-z]+ [a-z]+\b/);
    assert.doesNotMatch(withoutCode('请写 `run the whole thing` 和 "a b c d"'), /\b[a-z]+ [a-z]+ [a-z]+\b/);
  });
});
