// Plays the same named cases on all three runtimes: virtual time, Node and k6 must behave the same.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CASES } from './cases.ts';
import { playOnK6 } from './k6.ts';
import { K6_SKIP } from './k6-run.ts';
import { playOnNode } from './node.ts';
import { faultsOf, type Played } from './played.ts';
import { startServers, type Servers } from './servers.ts';
import { RUNTIMES, type RuntimeName } from './stage.ts';
import { playVirtually } from './virtual.ts';

/** Fewer cases than this on a runtime would prove little. */
const LEAST = 20;

let servers: Servers;
const played = new Map<RuntimeName, Played[]>();
/** What was wrong with the end of k6 itself: it hung, or it printed something. */
let faultOfK6: string | undefined;

/**
 * Plays the cases that are not skipped, one after another. k6 skips cases itself and reports them.
 */
async function play(runtime: RuntimeName): Promise<Played[]> {
  if (runtime === 'k6') {
    const { played: inK6, fault } = await playOnK6(servers.around('k6'));
    faultOfK6 = fault;
    return inK6;
  }
  const all: Played[] = [];
  for (const [index, one] of CASES.entries()) {
    const skipped = one.skip?.[runtime];
    if (skipped !== undefined) all.push({ result: { case: one.name, failures: [], ends: [], skipped }, lines: [] });
    else if (runtime === 'virtual') all.push(await playVirtually(one, index, CASES.length));
    else all.push(await playOnNode(one, index, servers.around('node'), () => servers.kill('node')));
  }
  return all;
}

before(async () => {
  servers = await startServers(CASES.length);
});
after(() => servers.stop());

for (const runtime of RUNTIMES) {
  const missing = runtime === 'k6' ? K6_SKIP : undefined;
  describe(`R72: runtime ${runtime}`, () => {
    before(async () => {
      if (missing === undefined) played.set(runtime, await play(runtime));
    });
    for (const one of CASES) {
      it(one.name, { skip: missing ?? one.skip?.[runtime] ?? false }, () => {
        const found = played.get(runtime)?.find(({ result }) => result.case === one.name);
        const faults = faultsOf(one, found);
        if (found === undefined && runtime === 'k6' && faultOfK6 !== undefined) faults.push(faultOfK6);
        assert.ok(faults.length === 0, `it shall prove: ${one.proves}\n${faults.join('\n')}`);
      });
    }
  });
}

describe('the suite', () => {
  it('has cases with names of their own', () => {
    assert.equal(new Set(CASES.map(({ name }) => name)).size, CASES.length);
  });

  it('left nothing open in k6, which ended by itself and in silence', { skip: K6_SKIP ?? false }, () => {
    assert.equal(faultOfK6, undefined);
  });

  it('skips no case on every runtime', () => {
    const nowhere = CASES.filter(({ skip }) => RUNTIMES.every((runtime) => skip?.[runtime] !== undefined));
    assert.deepEqual(
      nowhere.map(({ name }) => name),
      [],
    );
  });

  it('saw connections open and end in the same way on every runtime', (t) => {
    const findings: string[] = [];
    for (const { name, differs } of CASES) {
      const ways = new Map<string, string[]>();
      for (const [runtime, all] of played) {
        const result = all.map((one) => one.result).find((one) => one.case === name);
        // A case that has failed is reported by itself.
        if (result === undefined || result.skipped !== undefined || result.failures.length > 0) continue;
        const way = [...new Set(result.ends)].join(' · ');
        ways.set(way, [...(ways.get(way) ?? []), runtime]);
      }
      if (ways.size < 2) continue;
      const found = `${name}: ${[...ways].map(([way, on]) => `${on.join(' and ')}: ${way}`).join(' | ')}`;
      if (differs === undefined) findings.push(found);
      else t.diagnostic(`may differ: ${found}. Why: ${differs}`);
    }
    assert.ok(findings.length === 0, findings.join('\n'));
  });

  for (const runtime of RUNTIMES) {
    const missing = runtime === 'k6' ? K6_SKIP : undefined;
    it(`played the whole list on ${runtime}, at least ${LEAST} of it for real`, { skip: missing ?? false }, (t) => {
      const results = (played.get(runtime) ?? []).map(({ result }) => result);
      assert.deepEqual(
        results.map((result) => result.case),
        CASES.map(({ name }) => name),
      );
      const skipped = results.filter((result) => result.skipped !== undefined);
      t.diagnostic(`${runtime}: ${results.length - skipped.length} cases played, ${skipped.length} skipped`);
      for (const result of skipped) t.diagnostic(`${runtime} skips "${result.case}": ${result.skipped}`);
      assert.deepEqual(
        skipped.map((result) => [result.case, result.skipped]),
        CASES.flatMap(({ name, skip }) => (skip?.[runtime] === undefined ? [] : [[name, skip[runtime]]])),
      );
      assert.ok(results.length - skipped.length >= LEAST);
    });
  }
});
