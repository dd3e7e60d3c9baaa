// Which speed is played, and what the report says chose it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { chosen } from '../../src/conductor/prepare.ts';
import { UsageError } from '../../src/scenario/define.ts';

const limit = { limit: 40, bound: 'bias below 1 pp at timer lateness 2.0 ms', all: [] };

test('auto takes the highest honest speed and names its bound', () => {
  assert.deepEqual(chosen({ asked: 'auto', limit, scenario: 'auto' }), {
    speed: 40,
    chosenBy: 'the highest honest speed: bias below 1 pp at timer lateness 2.0 ms',
  });
});

test('what was given or capped says so, with the honest limit beside it', () => {
  const given = chosen({ asked: 8, limit, scenario: 'auto' });
  assert.equal(given.speed, 8);
  assert.match(given.chosenBy, /^given; honest up to 40: bias below 1 pp/);
  const capped = chosen({ asked: 'auto', limit, scenario: 'auto', atMost: 20 });
  assert.equal(capped.speed, 20);
  assert.match(capped.chosenBy, /as fast as this command goes; honest up to 40/);
});

test('above the limit: refused, unless forced or asked for by the scenario', () => {
  assert.throws(() => chosen({ asked: 41, limit, scenario: 'auto' }), UsageError);
  assert.equal(chosen({ asked: 41, limit, scenario: 'auto', force: true }).speed, 41);
  assert.equal(chosen({ asked: 41, limit, scenario: 41 }).speed, 41);
});
