// Which speed is played, and what the report says chose it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { chosen } from '../../src/capacity/choose-speed.ts';
import { message, tell } from '../../src/language/language.ts';
import { UsageError } from '../../src/scenario/define.ts';

const limit = {
  limit: 40,
  bound: message('speed.bias', { share: 0.01, hazard: '1.3 %', lateness: 2_000, actors: 27 }),
  all: [],
};

test('auto takes the highest reliable speed and names its bound', () => {
  const { speed, chosenBy } = chosen({ asked: 'auto', limit, scenario: 'auto' });
  assert.equal(speed, 40);
  assert.equal(
    tell(chosenBy),
    'highest reliable speed: timer delay 2.0 ms with 27 actors; faster, rates may shift by more than 1 pp, at a think-time hazard of 1.3 % per second',
  );
  assert.equal(
    tell(chosenBy, 'zh-CN'),
    '可信的最高速度：27 人在线时滞后 2.0 毫秒；更快则比率的偏差可能超过 1 个百分点，思考中的访客每秒发言概率最高 1.3%',
  );
});

test('what was given or capped says so, with the honest limit beside it', () => {
  const given = chosen({ asked: 8, limit, scenario: 'auto' });
  assert.equal(given.speed, 8);
  assert.match(tell(given.chosenBy), /^set on the command line; reliable up to 40×: timer delay .* more than 1 pp/);
  const capped = chosen({ asked: 'auto', limit, scenario: 'auto', atMost: 20 });
  assert.equal(capped.speed, 20);
  assert.match(tell(capped.chosenBy), /highest speed of this command; reliable up to 40×/);
});

test('above the limit: refused, unless forced or asked for by the scenario', () => {
  assert.throws(() => chosen({ asked: 41, limit, scenario: 'auto' }), UsageError);
  assert.equal(chosen({ asked: 41, limit, scenario: 'auto', force: true }).speed, 41);
  assert.equal(chosen({ asked: 41, limit, scenario: 41 }).speed, 41);
});

test('where no speed is honest, auto is refused in one sentence', () => {
  assert.throws(
    () => chosen({ asked: 'auto', limit: { ...limit, limit: 0 }, scenario: 'auto' }),
    (error: Error) =>
      error instanceof UsageError && /^no speed is reliable on this machine \(.*--engine sim\)$/.test(error.message),
  );
});
