// A ledger judged in parts gives the same bytes as one judged at
// once, for any cut, any order of parties, and damaged ledgers.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import festival from '../../../scenarios/double-eleven-peak.ts';
import { LedgerFileReader } from '../../../src/run/ledger-reader.ts';
import { MINUTE, MS } from '../../../src/model/core/time.ts';
import { Evidence } from '../../../src/model/judge/evidence.ts';
import type { JudgeOptions } from '../../../src/model/judge/judge.ts';
import { isVisitor } from '../../../src/model/rows/ids.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { playVirtual, type VirtualRun } from '../../../src/model/runner/virtual/play.ts';
import { judgeInParts, type Pieces } from '../../../src/result/threads/in-parts.ts';
import { judgeRun, type JudgedRun } from '../../../src/result/judged-run.ts';
import { corpusOf, rulesOf, workloadOf } from '../../../src/scenario/define.ts';
import { LINES, visitorsOf } from '../../model/evening.ts';
import { interleaved, renumbered } from '../../model/judge/ledger.ts';
import { randomCrashes, randomRules, randomWorkload } from '../../model/random-evening.ts';
import { SEED, trials, Random } from '../../model/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-parts-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const judging = (run: VirtualRun): JudgeOptions => ({
  rules: run.rules,
  speed: 1,
  epsilon: 0,
  prematureWithin: 30 * MINUTE,
  generatorLate: false,
});

function festivalRun(profile: 'bare' | 'all', seed: string): VirtualRun {
  const [corpus, workload] = [corpusOf(festival, seed), workloadOf(festival, seed)];
  const lines = { at: (i: number) => corpus.lines[i] ?? '', sets: corpus.sets };
  const rules = rulesOf(festival, profile);
  return { workload, rules, lines, profile, latency: 20 * MS, visitors: visitorsOf(workload) };
}

function rowsOf(run: VirtualRun): Row[] {
  const rows: Row[] = [];
  playVirtual(run, (row) => rows.push(row));
  return rows;
}

/** As over sockets: the server is read after play has ended. */
const toldAtTheEnd = (rows: readonly Row[]): Row[] => [
  ...rows.filter(({ by }) => by !== 'server'),
  ...rows.filter(({ by }) => by === 'server'),
];

/**
 * A ledger in memory with so many rows a piece. It counts
 * the rows that are read and those that are skipped.
 */
function pieces(rows: readonly Row[], size: number): Pieces & { looked: number; passed: number } {
  return {
    looked: 0,
    passed: 0,
    all(take) {
      for (const [line, row] of rows.entries()) take(row, { piece: Math.floor(line / size), line });
      return Promise.resolve();
    },
    some({ from, to }, isWanted, take) {
      for (const [i, row] of rows.slice(from * size, (to + 1) * size).entries())
        if (isWanted(from * size + i)) {
          this.looked += 1;
          take(row);
        } else this.passed += 1;
      return Promise.resolve();
    },
  };
}

function atOnce(rows: readonly Row[], options: JudgeOptions): JudgedRun {
  const evidence = new Evidence();
  for (const row of rows) evidence.add(row);
  return judgeRun(evidence, options);
}

/** All bytes of the result, including the contents of histograms. */
const bytes = (judged: JudgedRun): string => JSON.stringify(judged, undefined, 1);

/** Fails with the first different line and the lines around it. */
function alike(got: string, expected: string, how: string): void {
  if (got === expected) return;
  const [lines, others] = [got.split('\n'), expected.split('\n')];
  const at = others.findIndex((line, i) => line !== lines[i]);
  const near = (of: readonly string[]): string => of.slice(Math.max(0, at - 6), at + 3).join('\n');
  assert.fail(`${how}, in parts:\n${near(lines)}\nat once:\n${near(others)}`);
}

async function isSame(rows: readonly Row[], options: JudgeOptions, ways: readonly [size: number, atOnce: number][]) {
  const whole = bytes(atOnce(rows, options));
  for (const [size, rowsAtOnce] of ways) {
    const judged = await judgeInParts(pieces(rows, size), options, rowsAtOnce);
    alike(bytes(judged), whole, `pieces of ${size} rows, ${rowsAtOnce} rows at once`);
  }
}

describe('judged in parts', () => {
  for (const profile of ['bare', 'all'] as const)
    it(`a festival evening under ${profile} comes to the same, however it is cut`, async () => {
      const run = festivalRun(profile, `${SEED} ${profile}`);
      const rows = toldAtTheEnd(rowsOf(run));
      await isSame(rows, judging(run), [
        [100, 500],
        [7, 20_000],
      ]);
    });

  it('so do random evenings under random rules with a server that dies, in any order of their parties', async () => {
    const evenings: [Row[], JudgeOptions, Random][] = [];
    trials('evenings', 25, (random, i) => {
      const workload = randomWorkload(random, `${SEED}/${i}`);
      const run: VirtualRun = {
        workload,
        rules: randomRules(random),
        lines: LINES,
        profile: 'bare',
        latency: 20 * MS,
        path: { latency: { kind: 'exponential', mean: 100 * MS }, jitter: { kind: 'fixed', value: 5 * MS } },
        commit: random.pick([0, 4 * MS, 300 * MS]),
        crashes: random.chance(0.5) ? randomCrashes(random, 5 * MINUTE) : [],
        visitors: visitorsOf(workload),
      };
      evenings.push([rowsOf(run), judging(run), random]);
    });
    for (const [rows, options, random] of evenings) {
      const mixed = random.chance(0.5) ? interleaved(rows, random) : toldAtTheEnd(rows);
      await isSame(mixed, options, [[random.between(1, 200), random.pick([1, 50, 1_000])]]);
    }
  });

  it('so does what went astray, was forged, was told twice, is missing, or was not drained', async () => {
    const run = festivalRun('all', `${SEED} astray`);
    const sound = toldAtTheEnd(rowsOf(run));
    const random = new Random(`${SEED} astray`);
    const shows = sound.filter((row) => row.what === 'show' && row.from === 'agent');
    const visitors = [...new Set(sound.map(({ by }) => by).filter(isVisitor))];
    for (let round = 0; round < 2; round++) {
      const astray = Array.from({ length: 5 }, () => random.pick(shows)).map((row) => ({
        ...row,
        by: random.pick(visitors),
        k: 0,
      }));
      const rows = [...sound];
      // Also before the rows of its author, because shards write at different paces.
      for (const row of astray) rows.splice(random.below(rows.length), 0, row);
      rows.splice(random.below(rows.length), 0, { ...(shows[0] as Row & { what: 'show' }), id: 'a0/99999', k: 0 });
      rows.splice(random.below(rows.length), 0, random.pick(rows));
      const whole = renumbered(rows);
      const less = whole.filter(() => !random.chance(0.001));
      const undrained = whole.filter((row) => !(row.what === 'phase' && row.phase === 'drain_end'));
      for (const changed of [whole, less, undrained])
        await isSame(changed, judging(run), [[random.between(50, 5_000), random.pick([500, 2_000, 10_000])]]);
    }
  });

  it('so does a reply that only a stranger saw, in rows before those of its author', async () => {
    const run = festivalRun('all', `${SEED} stranger`);
    const sound = toldAtTheEnd(rowsOf(run));
    const random = new Random(`${SEED} stranger`);
    const shows = sound.filter((row) => row.what === 'show' && row.from === 'agent');
    const visitors = [...new Set(sound.map(({ by }) => by).filter(isVisitor))];
    // The row names a session of the stranger, because
    // the session of the reply would show its owner.
    const astray = Array.from({ length: 20 }, (_, i) => {
      const [seen, by] = [random.pick(shows), random.pick(visitors)];
      return { ...(seen as Row & { what: 'show' }), session: `stray${i}`, by, k: 0 };
    });
    const ids = new Set(astray.map(({ id }) => id));
    const isElsewhere = (row: Row): boolean =>
      ((row.what === 'show' || row.what === 'look') && ids.has(row.id)) ||
      (row.what === 'w_message' && ids.has(row.message.id));
    const rows = [...astray, ...sound.filter((row) => !isElsewhere(row))];
    await isSame(renumbered(rows), judging(run), [[random.between(50, 5_000), 500]]);
  });

  it('whose fence is not back is judged first, because nothing is lost before the drain is complete', async () => {
    const run = festivalRun('bare', `${SEED} fenced`);
    const rows = toldAtTheEnd(rowsOf(run));
    const told = rows.findIndex(
      (row) => row.what === 'w_session' && row.session.activeAt !== undefined && row.session.transfers.length === 0,
    );
    const row = rows[told] as Row & { what: 'w_session' };
    const { closedAt: _at, reason: _why, closedFrom: _from, ...open } = row.session;
    const { visitor, id } = open;
    // The fence is acked but no agent has seen it. Only the rows of
    // the session and of its agent together show that one is missing.
    const fence = (is: 'sent' | 'acked') =>
      ({ by: visitor, k: 0, t: row.t, what: 'fence', id: `f/${visitor}/${id}`, session: id, is }) as const;
    const end = rows.findIndex(({ by, what }) => by === visitor && what === 'end');
    const fenced = renumbered(
      rows
        .with(told, { ...row, session: { ...open, state: 'active' } })
        .toSpliced(end, 0, fence('sent'), fence('acked'))
        .filter(({ by, what }) => !open.agents.includes(by) || (what !== 'leave' && what !== 'device')),
    );
    assert.equal(atOnce(fenced, judging(run)).undrained.length, 1);
    await isSame(fenced, judging(run), [[500, 1_000]]);
  });

  it('looks at each row of a thread once more, whatever the number of parts', async () => {
    const run = festivalRun('bare', SEED);
    const rows = toldAtTheEnd(rowsOf(run));
    const ledger = pieces(rows, 200);
    await judgeInParts(ledger, judging(run), Math.ceil(rows.length / 20));
    assert.ok(ledger.looked <= rows.length, `${ledger.looked} of ${rows.length} rows in 20 parts`);
  });
});

describe('a ledger file', () => {
  const run = festivalRun('bare', `${SEED} file`);
  const rows = toldAtTheEnd(rowsOf(run));
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
  const written = (text: string): string => {
    const path = join(folder, 'ledger.ndjson');
    writeFileSync(path, text);
    return path;
  };

  it('comes to the same, whatever length its pieces have', async () => {
    const path = written(lines.join(''));
    const whole = bytes(atOnce(rows, judging(run)));
    // Shorter than most lines, and longer than all lines together.
    for (const pieceBytes of [64, 10_000, 1 << 26])
      assert.equal(bytes(await judgeInParts(new LedgerFileReader(path, pieceBytes), judging(run), 3_000)), whole);
  });

  it('that breaks off in the middle of a line, and has lines that are none, is what its rows say', async () => {
    const some = rows.slice(0, Math.floor(rows.length / 2));
    const text = `${lines.slice(0, 100).join('')}no row\n{"what":"nonsense"}\n${lines.slice(100, some.length).join('')}`;
    const path = written(`${text}${(lines[some.length] ?? '').slice(0, 20)}`);
    const judged = await judgeInParts(new LedgerFileReader(path, 5_000), judging(run), 3_000);
    assert.equal(bytes(judged), bytes(atOnce(some, judging(run))));
    assert.equal(judged.rows, some.length);
  });

  it('that is empty has no rows', async () => {
    const judged = await judgeInParts(new LedgerFileReader(written('')), judging(run));
    assert.equal(judged.rows, 0);
  });
});
