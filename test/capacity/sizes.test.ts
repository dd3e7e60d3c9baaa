// Scenarios that are too large are rejected before
// the run starts, in one line that says what to do.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import {
  faultsOverSockets,
  refuseLargeForServer,
  refuseLargeInMemory,
  refuseLargeOverSockets,
} from '../../src/capacity/sizes.ts';
import { defineScenario, type Scenario } from '../../src/scenario/define.ts';
import { VISITORS_MOST } from '../../src/scenario/schema.ts';
import { systemLimits } from '../../src/system/limits.ts';
import smoke from '../../scenarios/smoke.ts';

const crowd = (visitors: number): Scenario =>
  defineScenario({ ...smoke.input, arrivals: [{ name: 'all', for: '60s', visitors }] });
const sized = (visitors: number) => ({ scenario: crowd(visitors), profile: 'bare', seed: '1' });
const ROOM = { files: 1e6, ports: 1e6 };

describe('visitors of a scenario', () => {
  test('a billion, five million, and many small stretches: too many, with how many one run takes', () => {
    for (const visitors of [1e9, 5e6]) {
      const began = performance.now();
      assert.throws(
        () => crowd(visitors),
        /arrivals = .*visitors are too many for one run, which takes 2 000 000 at most/,
      );
      assert.ok(performance.now() - began < 2000, 'nobody waits for that');
    }
    const half = { name: 'half', for: '1h', visitors: VISITORS_MOST / 2 };
    const arrivals = [half, half, { ...half, visitors: 1 }];
    assert.throws(() => defineScenario({ ...smoke.input, arrivals }), /2 000 001 visitors are too many/);
    assert.doesNotThrow(() => defineScenario({ ...smoke.input, arrivals: [half, half] }));
  });
});

describe('memory of virtual time', () => {
  test('far more people at once than fit: refused with --memory and fewer visitors as ways out', () => {
    assert.throws(
      () => refuseLargeInMemory(sized(100_000), 100e6),
      /^UsageError: too large for the memory.* about \d+ \d+ visitors are there at once.*100 MB are allowed.*--memory allows more/,
    );
  });

  test('as many as fit, and as many who do not come at once, are played', () => {
    assert.doesNotThrow(() => refuseLargeInMemory(sized(1000), 100e6));
    const { input } = crowd(100_000);
    const day = defineScenario({ ...input, arrivals: [{ name: 'day', for: '10d', visitors: 100_000 }] });
    assert.doesNotThrow(() => refuseLargeInMemory({ scenario: day, profile: 'bare', seed: '1' }, 100e6));
  });
});

describe('connections over sockets', () => {
  test('more than a process may open: the ulimit that is needed, for both engines and for a server', () => {
    const few = { ...ROOM, files: 1024 };
    for (const engine of ['node', 'k6'] as const)
      assert.throws(
        () => refuseLargeOverSockets(sized(100_000), engine, few),
        /^UsageError: too many connections for the limit on open files.*may open 1 024 files here\. Run `ulimit -n \d+0000?` before it, or write fewer visitors$/,
      );
    assert.throws(() => refuseLargeForServer(sized(100_000), few), /ulimit -n/);
  });

  test('the ulimit that is named is enough', () => {
    const [fault = ''] = faultsOverSockets(98_765, { ...ROOM, files: 1024 });
    const files = Number(/ulimit -n (\d+)/.exec(fault)?.[1]);
    assert.deepEqual(faultsOverSockets(98_765, { ...ROOM, files }), []);
  });

  test('more than there are ports: which setting to widen', () => {
    const few = { ...ROOM, ports: 28_232 };
    assert.throws(() => refuseLargeOverSockets(sized(100_000), 'node', few), /28 232 ports.*ip_local_port_range/);
    assert.doesNotThrow(() => refuseLargeForServer(sized(100_000), few), 'a server connects to nobody');
  });

  test('an ordinary scenario is let through without being looked at', () => {
    const began = performance.now();
    refuseLargeOverSockets({ scenario: smoke, profile: 'bare', seed: '1' }, 'k6', { files: 1024, ports: 28_232 });
    assert.ok(performance.now() - began < 1000);
  });

  test('what the system allows is read', () => {
    const { files, ports } = systemLimits();
    assert.ok(files >= 256 && ports >= 1000, `${files} files, ${ports} ports`);
  });
});
