// When a run over sockets is repeated at a lower speed, and when its result is kept.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { isWorthAnother } from '../../src/run/again.ts';
import type { RunRequest } from '../../src/run/request.ts';
import type { Result } from '../../src/result/schema.ts';

type Asked = Pick<RunRequest, 'speed' | 'target' | 'stop'>;

const ASKED: Asked = { speed: 'auto', stop: new AbortController().signal };
const late = { limit: 'generator', text: 'the load generator was late' };
const lost = { limit: 'lost', text: '11 messages were acknowledged and are nowhere' };

/** A run whose generator was late. */
const run = (more: Partial<Result> = {}, speed = 120): Result =>
  ({
    run: { speed },
    generator: { honest: false },
    verdict: 'invalid',
    reasons: [late],
    ...more,
  }) as unknown as Result;

const isAgain = (result: Result, asked: Partial<Asked> = {}, untilHonest = false): boolean =>
  isWorthAnother({ ...ASKED, ...asked }, result, untilHonest);

describe('a run whose generator was late', () => {
  test('is played again where the machine was to choose the speed', () => {
    assert.equal(isAgain(run()), true);
    assert.equal(isAgain(run(), { speed: 60 }), false, 'a speed that somebody named');
    const target = { url: 'ws://127.0.0.1:1/ws', agentSecret: '', adminToken: '' };
    assert.equal(isAgain(run(), { target }), false, 'the speed of a target that runs already');
    assert.equal(isAgain(run({}, 1)), false, 'real time is the slowest');
  });

  test('is not played again when it was honest, was stopped, or when more than the generator was wrong', () => {
    assert.equal(isAgain(run({ generator: { honest: true } as Result['generator'], verdict: 'pass' })), false);
    assert.equal(isAgain(run(), { stop: AbortSignal.abort() }), false, 'Ctrl-C');
    assert.equal(isAgain(run({ reasons: [late, { limit: 'target', text: 'the server ended' }] })), false);
  });

  test('is kept when it found facts, unless numbers are wanted and no findings', () => {
    const found = run({ verdict: 'violated', reasons: [lost, late] });
    assert.equal(isAgain(found), false);
    assert.equal(isAgain(found, {}, true), true);
  });
});
