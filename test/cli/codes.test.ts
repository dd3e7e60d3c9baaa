// Exit codes of several runs, and when a run counts as reliable in spite of its findings.
import assert from 'node:assert/strict';
import test from 'node:test';
import { gravest } from '../../src/cli/commands/run.ts';
import { wasHonest } from '../../src/report/trust.ts';
import type { Result } from '../../src/result/schema.ts';

test('several runs exit with the gravest code: 1, then 3, 4, 2, 0', () => {
  assert.equal(gravest([]), 0);
  assert.equal(gravest([0, 2]), 2);
  assert.equal(gravest([2, 4, 0]), 4);
  assert.equal(gravest([4, 3]), 3);
  assert.equal(gravest([3, 1, 4]), 1);
});

test('npm start: facts do not make a run dishonest; a late generator, a broken target or an interruption beside them do', () => {
  const honest = { honest: true } as Result['generator'];
  const lost = { limit: 'lost', text: '11 messages were acknowledged and are nowhere' };
  assert.equal(wasHonest({ generator: honest, reasons: [lost] }), true);
  assert.equal(wasHonest({ generator: { ...honest, honest: false }, reasons: [lost] }), false);
  for (const limit of ['generator', 'target', 'ledger', 'drain', 'run']) {
    assert.equal(wasHonest({ generator: honest, reasons: [lost, { limit, text: 'x' }] }), false, limit);
  }
});
