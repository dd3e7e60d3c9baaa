// Which language the program speaks, and how a stored text is rendered in it.
import assert from 'node:assert/strict';
import test, { afterEach, describe } from 'node:test';
import {
  languageOf,
  message,
  retell,
  saidBy,
  SaidError,
  say,
  sayIn,
  speak,
  tell,
} from '../../src/language/language.ts';

afterEach(() => speak('en'));

describe('the language of the environment', () => {
  const cases: [environment: Record<string, string>, language: string][] = [
    [{}, 'en'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
    [{ LANG: 'zh' }, 'zh-CN'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'de_DE.UTF-8' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'zh_CN.UTF-8' }, 'zh-CN'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: '' }, 'zh-CN'],
  ];
  for (const [environment, language] of cases)
    test(`${JSON.stringify(environment)}: ${language}`, () => assert.equal(languageOf(environment), language));
});

describe('a text', () => {
  test('is said in the language of the process, or in one of choice', () => {
    assert.equal(say('errors.noFile', { path: 'x.ts' }), 'file not found: x.ts');
    speak('zh-CN');
    assert.equal(say('errors.noFile', { path: 'x.ts' }), '文件 x.ts 不存在');
    assert.equal(sayIn('en', 'errors.noFile', { path: 'x.ts' }), 'file not found: x.ts');
  });

  test('has as many messages as it says: 1 message, 2 messages', () => {
    assert.equal(say('decide.lost', { n: 1 }), '1 acknowledged message is missing');
    assert.equal(say('decide.lost', { n: 2 }), '2 acknowledged messages are missing');
    assert.equal(sayIn('zh-CN', 'decide.lost', { n: 1 }), '1 条已确认的消息丢失');
  });

  test('may go into another one, and is said in the language of that', () => {
    const inner = message('decide.missedRate');
    const outer = message('decide.above', { what: inner, value: 0.05, bound: 0.01 });
    assert.equal(tell(outer), 'missed messages: 5.00 % is above the limit of 1.00 %');
    assert.equal(tell(outer, 'zh-CN'), '漏消息率：5.00%，超出上限 1.00%');
  });

  test('in a document is told in the language of the reader, also after it was written down', () => {
    const said = message('spoilt.serverEnded', { how: message('spoilt.exit', { code: '1' }) });
    const written = JSON.parse(JSON.stringify({ text: tell(said, 'en'), ...said })) as Parameters<typeof retell>[0];
    assert.equal(retell(written), 'the server ended during the run (exit code 1); see server.log');
    speak('zh-CN');
    assert.equal(retell(written), '服务器在运行中途退出（退出码 1）；见 server.log');
  });

  test('in a document stays as it is where this version knows no words, or not these arguments', () => {
    speak('zh-CN');
    assert.equal(retell({ text: 'k6 ended' }), 'k6 ended');
    assert.equal(retell({ text: 'something new', key: 'decide.something', args: { n: 3 } }), 'something new');
    assert.equal(retell({ text: 'no scenario', key: 'errors.noScenario', args: { name: 'x' } }), 'no scenario');
    assert.equal(retell({ text: 'two', key: 'toString' }), 'two');
  });
});

describe('an error', () => {
  test('with words of the catalogue has them in English, and says them in the language of the reader', () => {
    const error = new SaidError(message('spoilt.notReady'));
    assert.equal(error.message, 'the load generator was not ready within a minute');
    assert.equal(tell(saidBy(error), 'zh-CN'), '压测引擎一分钟内没有就绪');
  });

  test('of somebody else keeps its own words', () => {
    assert.equal(tell(saidBy(new Error('EADDRINUSE')), 'zh-CN'), 'EADDRINUSE');
    assert.equal(saidBy('text'), 'text');
  });
});
