// `stillthere agree` from end to end: the same people
// in virtual time and over sockets, paired and judged.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { agreementSchema, type Agreement } from '../../src/result/agreement.ts';
import { quickDesk } from '../quick-desk.ts';
import { until } from '../until.ts';
import { assertNoStack, command, newFolder, scenarioFile, SEED, serverOf, signal, skipK6 } from './support.ts';

const file = scenarioFile(quickDesk.input);
const SPEED = 20;

/** The only comparison in an --out folder: its folder and its document. */
function left(out: string): { folder: string; document: Agreement } {
  const [name = '', ...others] = readdirSync(out);
  assert.match(name, /^agree-quick-desk-bare-/);
  assert.deepEqual(others, []);
  const folder = join(out, name);
  const text = readFileSync(join(folder, 'agreement.json'), 'utf8');
  return { folder, document: agreementSchema.parse(JSON.parse(text)) };
}

async function compared(engines: string, pairs: number): Promise<{ folder: string; document: Agreement }> {
  const out = newFolder('agree');
  const asked = ['--engine', engines, '--speed', String(SPEED), '--replicates', String(pairs), '--seed', SEED];
  const ended = await command(['agree', file, ...asked, '--out', out, '--json']).ended;
  assertNoStack(ended);
  assert.equal(ended.code, 4, `a few pairs are no evidence: ${ended.stderr}`);
  const found = left(out);
  assert.deepEqual(JSON.parse(ended.stdout), JSON.parse(JSON.stringify(found.document)));
  return found;
}

/** Checks what holds for every comparison that was played to its end, even on a busy machine. */
function check({ folder, document }: { folder: string; document: Agreement }, pairs: number): void {
  const [at] = document.speeds;
  assert.ok(at !== undefined && at.speed === SPEED);
  const missing = new Set(document.runs.map(({ seed, engine }) => `${engine} ${seed}`));
  for (const { used, seed, engine } of document.runs) if (used) missing.delete(`${engine} ${seed}`);
  assert.equal(document.verdict, missing.size > 0 ? 'invalid' : 'too_few', 'late generators are said, and few pairs');
  const seeds = Array.from({ length: pairs }, (_, i) => `${SEED}/${i + 1}`);
  assert.equal(document.run.begun, pairs);
  for (const { engine, bound, actors, epsilon } of at.engines) {
    assert.match(bound.text, /\d/);
    assert.ok((actors ?? 0) > 20 && epsilon >= 1_000, `${engine}: ε ${epsilon} µs with ${actors}`);
  }
  for (const { what, engine, seeds: paired, metrics, visitors } of at.comparisons) {
    const used = seeds.filter((seed) =>
      document.runs.some((run) => run.used && run.seed === seed && run.engine === engine),
    );
    // The comparison of virtual times has results without any run over sockets.
    assert.deepEqual(paired, what === 'compression' && used.length === 0 ? seeds : used);
    assert.ok(visitors.of >= 100 * paired.length, 'visitors are compared one by one');
    if (paired.length > 0) assert.ok((metrics.timeoutRate.to ?? 0) > 10, 'there were idle closes');
  }
  for (const { id, used } of document.runs) {
    assert.ok(existsSync(join(folder, id, 'result.json')), 'each run has its folder');
    assert.equal(
      existsSync(join(folder, id, 'ledger.ndjson')),
      !used,
      'ledgers stay where something is to be found out',
    );
  }
}

describe('stillthere agree', () => {
  it('plays pairs with node and says what can be said of two of them', async (t) => {
    const found = await compared('node', 2);
    t.diagnostic(JSON.stringify(found.document.speeds[0]?.comparisons.map(({ what, visitors }) => [what, visitors])));
    check(found, 2);
  });

  it('plays a pair with k6 and with node', { skip: skipK6 }, async () => {
    const found = await compared('node,k6', 1);
    assert.deepEqual(
      found.document.speeds[0]?.engines.map(({ engine }) => engine),
      ['node', 'k6'],
    );
    check(found, 1);
  });

  it('Ctrl-C drains what is under way and reports what was played', async () => {
    const out = newFolder('agree');
    const cli = command(['agree', file, '--engine', 'node', '--speed', '10', '--out', out]);
    await until('a run over sockets is under way', () => /node at 10×, playing/.test(cli.stderr()));
    const server = await until('its server runs', () => serverOf(cli.pid));
    signal(cli.pid, 'SIGINT');
    const ended = await cli.ended;
    assertNoStack(ended);
    assert.equal(ended.code, 4, ended.stderr);
    assert.match(ended.stdout, /^(?:TOO FEW|INVALID): /m);
    assert.match(ended.stdout, /stopped: 1 of 20 pairs were started/);
    assert.match(ended.stdout, /repeat: +npx stillthere agree .*--speed 10 --replicates 20/);
    assert.equal(serverOf(cli.pid), undefined, `the server ${server.pid} is gone`);
    assert.equal(left(out).document.run.replicates, 20);
  });

  it('what cannot be compared is refused in one line', async () => {
    const refused: [string[], RegExp][] = [
      [['--engine', 'sim'], /"sim" is not an engine with sockets/],
      [['--engine', 'node,node'], /--engine: node is named twice/],
      [['--speed', '10,fast'], /--speed/],
      [['--replicates', '0'], /--replicates/],
      [['--profile', 'bare,bare'], /--profile: bare is named twice/],
    ];
    for (const [flags, why] of refused) {
      const out = newFolder('agree');
      const ended = await command(['agree', file, ...flags, '--out', out]).ended;
      assert.deepEqual([ended.code, readdirSync(out)], [1, []], flags.join(' '));
      assert.match(ended.stderr, why);
      assert.equal(ended.stderr.trimEnd().split('\n').length, 1, ended.stderr);
    }
  });
});
