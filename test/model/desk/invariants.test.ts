// Invariants of every desk, checked after every step of a random driver under random rules (R73).
import { describe, it } from 'node:test';
import { AFTER_CLOSE } from '../../../src/model/rules/rules.ts';
import { randomRules } from '../random-evening.ts';
import { SEED, trials } from '../random.ts';
import { drive } from './driver.ts';

describe(`R73: after every step of a random driver (seed ${SEED})`, () => {
  for (const policy of AFTER_CLOSE) {
    it(`one open session a thread, one list a session, capacity, order, nothing overdue, acks stored; after close: ${policy}`, () => {
      trials(`invariants with ${policy}`, 120, (random) => {
        const rules = { ...randomRules(random, true), afterClose: { policy, window: 0, linked: false, byChannel: {} } };
        drive(random, { steps: 120, rules });
      });
    });
  }

  it('also on a desk where nobody drops and nobody goes away', () => {
    trials('invariants of a calm desk', 100, (random) => void drive(random, { steps: 150, calm: true }));
  });
});
