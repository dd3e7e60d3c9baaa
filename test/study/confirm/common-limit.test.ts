// The speed limit for a comparison of two profiles is the lower one of their limits.
import assert from 'node:assert/strict';
import test from 'node:test';
import { nodeEngine } from '../../../src/engines/node/engine.ts';
import { defineScenario } from '../../../src/scenario/define.ts';
import { commonLimit } from '../../../src/study/confirm/common-limit.ts';
import { good } from '../../scenario/support.ts';

test('the set of rules with the shortest time bounds the speed of both', async () => {
  const rules = { bare: { idle: { after: '30m' } }, all: { idle: { after: '2s' } } } as const;
  const scenario = defineScenario({ ...good, profiles: rules });
  const limitOf = (profiles: readonly ('bare' | 'all')[]) =>
    commonLimit({
      scenario,
      profiles,
      seed: '1',
      engine: nodeEngine,
      atMost: 120,
      stop: new AbortController().signal,
    });
  const both = await limitOf(['bare', 'all']);
  assert.match(JSON.stringify(both.bound), /idle\.after/);
  assert.match(JSON.stringify(both.bound), /\b2s\b/);
  assert.deepEqual((await limitOf(['all', 'bare'])).bound.key, both.bound.key, 'whatever the order');
});
