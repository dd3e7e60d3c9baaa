// --junit, --summary and $GITHUB_STEP_SUMMARY of real
// runs: complete files, with paths checked before the run.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { refuseUnwritable, writeDocuments } from '../../../src/cli/flags/documents.ts';
import { makeProgram } from '../../../src/cli/program.ts';
import { MOST_BYTES } from '../../../src/report/run/summary.ts';
import { UsageError } from '../../../src/scenario/define.ts';
import { resultSchema } from '../../../src/result/schema.ts';
import { ODD_SEED, virtual } from '../../report/runs.ts';
import { assertValid, find, skipXmllint } from '../../report/xmllint.ts';
import { tooShort } from '../../scenario/too-short.ts';
import smoke from '../../../scenarios/smoke.ts';
import { stillthere, type Said } from '../support.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-ci-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let places = 0;

interface Place {
  readonly out: string;
  readonly junit: string;
  readonly summary: string;
  readonly step: string;
}

/** Paths for a run and its documents. The folder of the documents does not exist yet. */
function place(): Place {
  const at = join(folder, String(places++));
  mkdirSync(at);
  return {
    out: join(at, 'runs'),
    junit: join(at, 'ci/junit.xml'),
    summary: join(at, 'ci/run.md'),
    step: join(at, 'step.md'),
  };
}

/** `stillthere run` with all three documents. */
const run = (args: readonly string[], { out, junit, summary, step }: Place): Promise<Said> =>
  stillthere(['run', ...args, '--out', out, '--junit', junit, '--summary', summary], {
    GITHUB_STEP_SUMMARY: step,
    LC_ALL: 'C',
  });

const scenarioFile = (input: object, name: string): string => {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify(input));
  return path;
};

describe('documents of real runs', { concurrency: 2 }, () => {
  test(
    'pass: three documents, folders made, and what stood on the page of the step before stays',
    { skip: skipXmllint },
    async () => {
      const at = place();
      writeFileSync(at.step, '# Before\n');
      const { code, stderr } = await run(['smoke', '--engine', 'sim'], at);
      assert.equal(code, 0, stderr);
      const xml = readFileSync(at.junit, 'utf8');
      assertValid(xml);
      assert.equal(find(xml, 'string(/testsuites/@failures)'), '0');
      assert.equal(find(xml, 'string(//testsuite/@name)'), 'smoke (bare, sim)');
      const summary = readFileSync(at.summary, 'utf8');
      assert.match(summary, /^## ✅ smoke/);
      assert.equal(readFileSync(at.step, 'utf8'), `# Before\n${summary}`);
      assert.deepEqual(readdirSync(join(at.junit, '..')).sort(), ['junit.xml', 'run.md'], 'nothing else is left there');
    },
  );

  test(
    'several profiles: one file with a suite each, one summary with a section each',
    { skip: skipXmllint },
    async () => {
      const at = place();
      const file = scenarioFile(tooShort, 'too-short');
      const { code, stderr } = await run([file, '--engine', 'sim', '--profile', 'bare,+leave-message'], at);
      assert.equal(code, 3, stderr);
      const xml = readFileSync(at.junit, 'utf8');
      assertValid(xml);
      assert.equal(find(xml, 'count(//testsuite)'), '2');
      assert.equal(find(xml, 'string(//testsuite[1]/testcase[failure]/@name)'), 'lost');
      assert.equal(find(xml, 'string(//testsuite[2]/@failures)'), '0');
      assert.match(readFileSync(at.summary, 'utf8'), /^## Same visitors, side by side/);
    },
  );

  test('over real sockets, faster than is honest: invalid, and the file says so', { skip: skipXmllint }, async () => {
    const at = place();
    const { code, stderr } = await run(['smoke', '--engine', 'node', '--speed', '2000'], at);
    assert.equal(code, 4, stderr);
    const xml = readFileSync(at.junit, 'utf8');
    assertValid(xml);
    assert.match(
      find(xml, 'string(//testcase[@name="evidence.generator"]/error/@message)'),
      /speed 2000 is above [\d.]+, the highest reliable speed/,
    );
    assert.equal(
      find(xml, 'count(//testcase[starts-with(@name,"evidence")=false() and not(skipped) and not(failure)])'),
      '0',
    );
    assert.match(find(xml, 'string(//testcase[@name="evidence.generator"]/system-out)'), /--speed 2000$/);
  });

  test('an odd seed, in Chinese', { skip: skipXmllint }, async () => {
    const at = place();
    // A command line can hold neither NUL nor lone surrogates.
    const seed = ODD_SEED.replaceAll('\ud800', '');
    const { code, stderr } = await run(['smoke', '--engine', 'sim', '--seed', seed, '--lang', 'zh-CN'], at);
    assert.equal(code, 0, stderr);
    const xml = readFileSync(at.junit, 'utf8');
    assertValid(xml);
    assert.equal(find(xml, 'string(//property[@name="run.seed"]/@value)'), seed.replace(/[\u0001\u001b]/g, '\uFFFD'));
    assert.match(readFileSync(at.summary, 'utf8'), /退出码 0/);
  });

  test('result.json says what the run was held to', async () => {
    const { result } = await virtual(smoke);
    assert.deepEqual(resultSchema.parse(result).limits, smoke.data.expect);
  });
});

describe('a place that cannot be written', () => {
  const refused = async (args: readonly string[], env: NodeJS.ProcessEnv, expected: RegExp): Promise<void> => {
    const { out } = place();
    const { code, stdout, stderr } = await stillthere(['run', 'smoke', '--engine', 'sim', '--out', out, ...args], {
      LC_ALL: 'C',
      GITHUB_STEP_SUMMARY: '',
      ...env,
    });
    assert.equal(code, 1);
    assert.match(stderr, expected);
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
    assert.equal(stdout, '');
    assert.equal(existsSync(out), false, 'nothing was played');
  };

  test('is refused before play, with one line', async () => {
    await refused(
      ['--junit', '/proc/none/junit.xml'],
      {},
      /^cannot write --junit \/proc\/none\/junit\.xml: ENOENT.*choose another place$/m,
    );
    await refused(['--junit', ''], {}, /^--junit: nothing is written after it; write a value, or leave it out$/m);
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await refused(['--junit', pipe], {}, /^cannot write --junit .*: it is a device or a pipe/m);
    assert.ok(statSync(pipe).isFIFO());
    await refused(['--summary', folder], {}, /^cannot write --summary .*: it is a folder; choose another place$/m);
    await refused(
      ['--junit', join(folder, 'x'), '--summary', `${folder}/./x`],
      {},
      /both name .*: give each a file of its own$/m,
    );
    await refused(
      [],
      { GITHUB_STEP_SUMMARY: '/proc/none' },
      /^cannot write \/proc\/none, which \$GITHUB_STEP_SUMMARY names: .*unset it$/m,
    );
  });

  test('never over the scenario itself, and behind a link into the file that it names', async () => {
    const mine = scenarioFile(smoke.input, 'mine');
    const before = readFileSync(mine, 'utf8');
    await assert.rejects(refuseUnwritable({ junit: mine }, mine, {}), /it is the scenario of this run/);
    assert.equal(readFileSync(mine, 'utf8'), before);
    const [link, real] = [join(folder, 'link.xml'), join(folder, 'real.xml')];
    writeFileSync(real, '');
    symlinkSync(real, link);
    await writeDocuments([await virtual(smoke)], { junit: link }, {});
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.match(readFileSync(real, 'utf8'), /<testsuites/);
  });

  test('after play: the other documents are written, the run is kept and named', async () => {
    const played = await virtual(smoke);
    const at = place();
    await refuseUnwritable(at, 'smoke', {});
    rmSync(join(at.junit, '..'), { recursive: true });
    writeFileSync(at.step, '');
    const error = await writeDocuments([played], { junit: at.junit }, { GITHUB_STEP_SUMMARY: at.step }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof UsageError);
    assert.match(error.message, /^cannot write --junit .*: ENOENT/);
    assert.ok(error.message.includes(`the run (pass) is kept in ${played.folder}`), error.message);
    assert.match(readFileSync(at.step, 'utf8'), /^## ✅/);
  });

  test('the page of a step never grows beyond what GitHub shows', async () => {
    const { step } = place();
    writeFileSync(step, 'x'.repeat(MOST_BYTES - 2000));
    await writeDocuments([await virtual(smoke)], {}, { GITHUB_STEP_SUMMARY: step });
    assert.ok(readFileSync(step).length <= MOST_BYTES);
    assert.match(readFileSync(step, 'utf8'), /✅ smoke/);
  });

  test('only `run` writes on the page of the step', async () => {
    const { step } = place();
    await stillthere(['list'], { GITHUB_STEP_SUMMARY: step });
    assert.equal(existsSync(step), false);
  });
});

describe('docs/how-to/use-in-ci.md', () => {
  const page = readFileSync(fileURLToPath(new URL('../../../docs/how-to/use-in-ci.md', import.meta.url)), 'utf8');
  const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, kind = '', text = '']) => ({ kind, text }));
  const yaml = blocks.filter(({ kind }) => kind === 'yaml').map(({ text }) => text);

  test('its YAML is YAML, for GitHub Actions and for GitLab', () => {
    const parsed = yaml.flatMap((text) => parseAllDocuments(text, { strict: true }));
    for (const document of parsed) if ('errors' in document) assert.deepEqual(document.errors, []);
    const [scenario, github, gitlab] = yaml.map(
      (text) => parseAllDocuments(text)[0]?.toJS() as Record<string, unknown>,
    );
    assert.deepEqual(Object.keys(github ?? {}), ['name', 'on', 'jobs']);
    assert.ok('arrivals' in (scenario ?? {}), 'what the jobs play stands before them');
    assert.deepEqual(Object.keys(gitlab ?? {}), ['.stillthere', 'chat-rules', 'chat-server']);
    assert.deepEqual(gitlab?.['chat-server'], {
      ...(gitlab?.['chat-server'] as object),
      allow_failure: { exit_codes: 4 },
    });
  });

  test('every `stillthere run` in it has options that there are', () => {
    const commands = [...page.matchAll(/npx stillthere run ([^\n`'"]+)/g)].map(([, args = '']) => args);
    assert.ok(commands.length >= 3);
    const known =
      makeProgram()
        .commands.find((one) => one.name() === 'run')
        ?.options.map(({ long }) => long) ?? [];
    for (const args of commands)
      for (const [option] of args.matchAll(/--[\w-]+/g)) assert.ok(known.includes(option), `${option} in: ${args}`);
  });
});
