// Which speed is played, and what the report gives as the reason.
import assert from 'node:assert/strict';
import test from 'node:test';
import { aboveLimit, chosen, given, isAboveLimit, speedNotes } from '../../src/capacity/choose-speed.ts';
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
  const named = chosen({ asked: 8, limit, scenario: 'auto' });
  assert.equal(named.speed, 8);
  assert.match(tell(named.chosenBy), /^set on the command line; reliable up to 40×: timer delay .* more than 1 pp/);
  const capped = chosen({ asked: 'auto', limit, scenario: 'auto', atMost: 20 });
  assert.equal(capped.speed, 20);
  assert.match(tell(capped.chosenBy), /highest speed of this command; reliable up to 40×/);
});

test('a speed that is named is played, whoever names it, and above the limit it makes the run invalid', () => {
  for (const scenario of ['auto', 41] as const) assert.equal(chosen({ asked: 41, limit, scenario }).speed, 41);
  assert.match(tell(given({ isKnown: true }, limit)), /^speed of the target; reliable up to 40×/);
  const [why, ...more] = aboveLimit({}, { speed: 41, limit }).map((said) => tell(said));
  assert.match(why ?? '', /^speed 41 is above 40, the highest reliable speed of this machine right now \(timer delay/);
  assert.deepEqual(more, []);
  assert.deepEqual([isAboveLimit({ speed: 41, limit }), isAboveLimit({ speed: 40, limit })], [true, false]);
  assert.deepEqual(aboveLimit({}, { speed: 40, limit }), [], 'at the limit it is honest');
  // Below 1 the machine is too slow for real time, so
  // even a speed that somebody names is above the limit.
  assert.equal(aboveLimit({}, { speed: 1, limit: { ...limit, limit: 0.5 } }).length, 1);
});

test('a study that has measured the limit is not spoilt by it, and its runs say so', () => {
  assert.deepEqual(aboveLimit({ limit }, { speed: 41, limit }), []);
  const notes = speedNotes({ limit }, { speed: 41, limit }).map((said) => tell(said));
  assert.match(notes.join(), /^speed 41 is above 40, .*: this comparison measures what that does$/);
  assert.deepEqual(speedNotes({ limit }, { speed: 40, limit }), []);
});

test('auto is never above the limit', () => {
  for (const most of [1, 40, 1000]) {
    const { speed } = chosen({ asked: 'auto', limit, scenario: 'auto', atMost: most });
    assert.equal(isAboveLimit({ speed, limit }), false);
  }
});

test('where no speed is honest, auto is refused in one sentence', () => {
  assert.throws(
    () => chosen({ asked: 'auto', limit: { ...limit, limit: 0 }, scenario: 'auto' }),
    (error: Error) =>
      error instanceof UsageError && /^no speed is reliable on this machine \(.*--engine sim\)$/.test(error.message),
  );
});
