// The library returns the documents of the commands,
// prints nothing, throws clear errors, and can be stopped.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import test, { after, describe } from 'node:test';
import {
  defineScenario,
  remedies,
  replicates,
  run,
  UsageError,
  type Progress,
  type RemediesOptions,
  type ReplicatesOptions,
  type Result,
  type RunOptions,
} from '../../src/index.ts';
import { parse } from 'yaml';
import { REMEDIES, REPLICATES, RUN } from '../../src/library/options.ts';
import { remediesSchema } from '../../src/result/remedies.ts';
import { projectRoot } from '../../src/system/entry.ts';
import { stillthere } from '../cli/support.ts';
import { SMALL_DESK, TALKER, tooShort } from '../scenario/too-short.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-library-'));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
const newOut = (): string => join(mkdtempSync(join(folder, 'out-')), 'runs');

/** A document without the parts that differ each time: name, time, versions and cost. */
function lasting(document: object): object {
  const { run: head, resources: _, generator: __, tool: ___, ...rest } = document as Result;
  const { id: _id, startedAt: _at, ...same } = head;
  return { ...rest, run: same };
}

const writtenIn = (at: string, name: string): unknown => JSON.parse(readFileSync(join(at, name), 'utf8'));

describe('a call', () => {
  test('run: the document in the folder, and the one that the command writes for this seed', async () => {
    const { document, folder: at } = await run({ scenario: 'smoke', profile: 'all', seed: 'S', out: newOut() });
    assert.ok(isAbsolute(at));
    assert.deepEqual(writtenIn(at, 'result.json'), JSON.parse(JSON.stringify(document)));
    const args = ['run', 'smoke', '--engine', 'sim', '--profile', 'all', '--seed', 'S', '--json', '--out', newOut()];
    const { stdout, stderr } = await stillthere(args);
    assert.deepEqual(
      lasting(JSON.parse(stdout) as object),
      lasting(JSON.parse(JSON.stringify(document)) as object),
      stderr,
    );
  });

  test('replicates: the same', async () => {
    const out = newOut();
    const { document, folder: at } = await replicates({ scenario: 'smoke', replicates: 3, workers: 1, seed: 7, out });
    assert.deepEqual(writtenIn(at, 'replicates.json'), JSON.parse(JSON.stringify(document)));
    const args = ['run', 'smoke', '--engine', 'sim', '--replicates', '3', '--seed', '7', '--json', '--out', newOut()];
    const { stdout, stderr } = await stillthere(args);
    assert.deepEqual(
      lasting(JSON.parse(stdout) as object),
      lasting(JSON.parse(JSON.stringify(document)) as object),
      stderr,
    );
  });

  test('remedies: as its schema says, with the base first; each profile lies in the folder', async () => {
    const { document, folder: at } = await remedies({ scenario: tooShort, replicates: 2, out: newOut() });
    assert.deepEqual(writtenIn(at, 'remedies.json'), JSON.parse(JSON.stringify(document)));
    assert.deepEqual(remediesSchema.parse(document), document);
    assert.equal(document.base, 'bare');
    assert.equal(document.run.interrupted, undefined);
    for (const { folder: of } of document.profiles) assert.ok(existsSync(join(at, of, 'replicates.json')), of);
    const [bare, left] = document.profiles;
    assert.ok((bare?.metrics.lost.mean ?? 0) > 0 && left?.metrics.lost.mean === 0, 'leave-messages keep what was lost');
  });

  test('a scenario by name, by path, as it is written and as it is defined: the same people', async () => {
    const path = join(projectRoot(), 'scenarios/smoke.ts');
    const { default: smoke } = await import('../../scenarios/smoke.ts');
    const hashes = new Set<string>();
    for (const scenario of ['smoke', path, smoke.input, smoke]) {
      const { document } = await run({ scenario, out: newOut() });
      hashes.add(`${document.run.scenarioHash} ${document.run.populationHash}`);
    }
    assert.equal(hashes.size, 1, [...hashes].join());
  });

  test('options do what the flags of their names do', async () => {
    const asked = {
      scenario: 'smoke',
      ledger: true,
      until: '30s',
      only: ['v0', 'a0'],
      rules: 'pre-sale',
      out: newOut(),
    };
    const { document, folder: at } = await run(asked);
    assert.deepEqual([document.run.until, document.run.only], [30_000_000, ['v0', 'a0']]);
    assert.ok(readFileSync(join(at, 'ledger.ndjson'), 'utf8').includes('"by":"v0"'));
    const { scenario } = writtenIn(at, 'scenario.json') as { scenario: { rules: object } };
    const preset = readFileSync(join(projectRoot(), 'presets/pre-sale.yaml'), 'utf8');
    assert.deepEqual(scenario.rules, (parse(preset) as { rules: object }).rules);
  });

  test('says how far it is to who asks', async () => {
    const seen: Progress[] = [];
    await run({ scenario: 'smoke', out: newOut(), progress: (now) => seen.push(now) });
    assert.deepEqual([seen.at(0)?.phase, seen.at(-1)?.phase], ['playing', 'judging']);
    assert.ok((seen.at(-1)?.modelSeconds ?? 0) > 60);
    seen.length = 0;
    await replicates({ scenario: 'smoke', replicates: 3, out: newOut(), progress: (now) => seen.push(now) });
    assert.deepEqual(seen.at(0)?.seeds, { done: 0, of: 3 });
    assert.deepEqual(seen.at(-1)?.seeds, { done: 3, of: 3 });
  });

  test('what `progress` throws is thrown by the call', async () => {
    const progress = (): never => {
      throw new RangeError('enough');
    };
    await assert.rejects(run({ scenario: 'smoke', out: newOut(), progress }), /^RangeError: enough$/);
    await assert.rejects(replicates({ scenario: 'smoke', replicates: 2, out: newOut(), progress }), RangeError);
  });

  test('writes nothing to the terminal and does not end the process, whatever it finds', () => {
    const index = JSON.stringify(new URL('../../src/index.ts', import.meta.url).href);
    const given = JSON.stringify({
      scenario: tooShort,
      out: newOut(),
      replicates: 2,
      profiles: ['bare', '+leave-message'],
    });
    const program = `
      const { run, replicates, remedies } = await import(${index});
      const { replicates: n, profiles, ...given } = ${given};
      const found = [await run(given), await replicates({ ...given, replicates: n }), await remedies({ ...given, replicates: n, profiles })];
      process.exit(found[0].document.verdict === 'violated' ? 77 : 1);`;
    const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', program];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.deepEqual({ status, stdout, stderr }, { status: 77, stdout: '', stderr: '' });
  });
});

describe('an abort', () => {
  /** A day that takes a while to play. */
  const long = defineScenario({
    ...SMALL_DESK,
    name: 'long-day',
    shows: 'a day that is not over at once',
    arrivals: [{ name: 'day', for: '24h', visitors: 100_000 }],
    personas: { talker: TALKER },
    agents: { ...SMALL_DESK.agents, count: 60 },
    rules: { idle: { after: '60s' } },
    profiles: { bare: {}, '+leave-message': { afterClose: { policy: 'leave_message' } } },
    speed: 'auto',
  });
  const abortedAt = (when: (now: Progress) => boolean): Pick<RunOptions, 'signal' | 'progress'> => {
    const controller = new AbortController();
    return { signal: controller.signal, progress: (now) => when(now) && controller.abort() };
  };

  test('run: drains, reports, and the document says so', async () => {
    const began = performance.now();
    const stop = abortedAt(({ modelSeconds = 0 }) => modelSeconds > 60);
    const { document, folder: at } = await run({ scenario: long, out: newOut(), ...stop });
    assert.ok(performance.now() - began < 20_000);
    assert.equal(document.play?.why, 'stopped');
    assert.ok(['inconclusive', 'violated'].includes(document.verdict), document.verdict);
    assert.ok(document.visitors.arrived > 0 && document.visitors.arrived < 100_000);
    assert.deepEqual(writtenIn(at, 'result.json'), JSON.parse(JSON.stringify(document)));
  });

  test('before the call: nobody comes, and the document says that, too', async () => {
    const { document } = await run({ scenario: long, out: newOut(), signal: AbortSignal.abort() });
    assert.equal(document.verdict, 'inconclusive');
    assert.ok(document.reasons.some(({ key }) => key === 'decide.interrupted'));
  });

  test('replicates: seeds that are done are kept, the others are left out', async () => {
    const out = newOut();
    const stop = abortedAt(({ seeds }) => seeds?.done === 2);
    const { document } = await replicates({ scenario: 'smoke', replicates: 500, workers: 1, out, ...stop });
    assert.ok(document.replicates.length >= 2 && document.replicates.length < 500);
    assert.equal(document.verdict, 'inconclusive');
    assert.equal(document.reasons[0]?.key, 'replicates.interrupted');
  });

  test('remedies: the profiles that were begun, and `interrupted`', async () => {
    const out = newOut();
    const stop = abortedAt(({ profile, seeds }) => profile === 'all' && seeds?.done === 1);
    const asked = { scenario: 'double-eleven-peak', profiles: ['bare', 'all', '+bot'], replicates: 2, workers: 1 };
    const { document, folder: at } = await remedies({ ...asked, out, ...stop });
    assert.equal(document.run.interrupted, true);
    assert.deepEqual(remediesSchema.parse(writtenIn(at, 'remedies.json')), document);
    assert.deepEqual(
      document.profiles.map(({ profile, verdict }) => [profile, verdict === 'inconclusive']),
      [
        ['bare', false],
        ['all', true],
      ],
    );
  });

  test('leaves no listener at the signal', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const counted: AbortSignal = Object.assign(Object.create(signal) as AbortSignal, {
      addEventListener: () => void (listeners += 1),
      removeEventListener: () => void (listeners -= 1),
    });
    Object.defineProperty(counted, 'aborted', { value: false });
    await run({ scenario: 'smoke', out: newOut(), signal: counted });
    assert.equal(listeners, 0);
  });
});

test('docs/how-to/use-as-a-library.md names every option, and for which function it is', () => {
  const page = readFileSync(join(projectRoot(), 'docs/how-to/use-as-a-library.md'), 'utf8');
  const rows = [...page.matchAll(/^\| ((?:`\w+`(?:, )?)+) \| ([^|]*) \| [^|]* \|$/gm)];
  const named = rows.flatMap(([, names = '', where = '']) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => `${name}: ${where.replaceAll('`', '')}`),
  );
  const shapes = { run: RUN, replicates: REPLICATES, remedies: REMEDIES };
  const options = new Map<string, string[]>();
  for (const [of, shape] of Object.entries(shapes))
    for (const name of Object.keys(shape)) options.set(name, [...(options.get(name) ?? []), of]);
  const known = [...options].map(([name, of]) => `${name}: ${of.length === 3 ? 'all' : of.join(', ')}`);
  assert.deepEqual(named.sort(), known.sort());
});

describe('what cannot be played is one UsageError, and leaves nothing', () => {
  /** Options as a program without types would pass them. */
  const wrong = <Options>(options: object): Options => options as Options;
  const faults: readonly (readonly [string, (out: string) => Promise<unknown>, RegExp])[] = [
    [
      'a misspelt option',
      (out) => run(wrong<RunOptions>({ scenario: 'smoke', profil: 'all', out })),
      /^run\(\) cannot run.*\n {2}profil = "all": unknown key "profil", did you mean "profile"\?$/,
    ],
    ['no scenario', (out) => run(wrong<RunOptions>({ out })), /scenario = \(missing\): write a scenario/],
    ['no options', () => run(wrong<RunOptions>(undefined as unknown as object)), /run\(\) cannot run/],
    ['an unknown scenario', (out) => run({ scenario: 'smok', out }), /unknown scenario "smok".*smoke/],
    ['a scenario with a fault', (out) => run({ scenario: { ...tooShort, channels: {} }, out }), /channels/],
    ['an unknown profile', (out) => run({ scenario: 'smoke', profile: 'al', out }), /"al"/],
    ['two profiles', (out) => run({ scenario: 'smoke', profile: 'bare,all', out }), /call remedies\(\)$/],
    ['unknown rules', (out) => run({ scenario: 'smoke', rules: 'pre-sal', out }), /pre-sale/],
    ['an unknown engine', (out) => run(wrong<RunOptions>({ scenario: 'smoke', engine: 'k7', out })), /sim, node, k6/],
    ['a speed of virtual time', (out) => run({ scenario: 'smoke', speed: 8, out }), /--speed 8/],
    ['a target of virtual time', (out) => run({ scenario: 'smoke', target: 'ws://127.0.0.1:1', out }), /--target/],
    ['a wrong length', (out) => run({ scenario: 'smoke', until: 'noon', out }), /noon/],
    ['somebody unknown', (out) => run({ scenario: 'smoke', only: ['v999'], out }), /v999/],
    [
      'no signal',
      (out) => run(wrong<RunOptions>({ scenario: 'smoke', signal: {}, out })),
      /signal of an AbortController/,
    ],
    ['no function', (out) => run(wrong<RunOptions>({ scenario: 'smoke', progress: true, out })), /progress = true/],
    ['a seed that is none', (out) => run({ scenario: 'smoke', seed: 0.5, out }), /seed = 0\.5/],
    ['no seeds', (out) => replicates({ scenario: 'smoke', replicates: 0, out }), /replicates = 0: .*at least 1/],
    ['too many seeds', (out) => replicates({ scenario: 'smoke', replicates: 1001, out }), /at most 1000/],
    [
      'a target for many',
      (out) => replicates(wrong<ReplicatesOptions>({ scenario: 'smoke', replicates: 2, target: 'ws://x', out })),
      /unknown key "target"/,
    ],
    [
      'threads over sockets',
      (out) => replicates({ scenario: 'smoke', replicates: 2, workers: 2, engine: 'node', out }),
      /--workers/,
    ],
    ['one profile', (out) => remedies({ scenario: 'smoke', profiles: ['all'], out }), /has only the profile all/],
    [
      'a profile as a text',
      (out) => remedies(wrong<RemediesOptions>({ scenario: 'smoke', profiles: 'bare,all', out })),
      /profiles = "bare,all": write a list/,
    ],
  ];
  for (const [what, call, message] of faults)
    test(what, async () => {
      const out = newOut();
      await assert.rejects(call(out), (error: Error) => {
        assert.ok(error instanceof UsageError, error.stack);
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /^\s+at /m);
        return true;
      });
      assert.deepEqual(existsSync(out) ? readdirSync(out) : [], []);
    });

  test('several faults are told at once', async () => {
    const options = wrong<RunOptions>({ scenario: 'smoke', engine: 'k7', seed: 1.5, out: '' });
    await assert.rejects(run(options), ({ message }: Error) => message.split('\n').length === 4);
  });
});
