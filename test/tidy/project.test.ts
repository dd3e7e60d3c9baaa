// The repository must not contain addresses of private package mirrors, nor paths of one machine.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { ROOT } from './source.ts';

const REGISTRY_HOST = 'registry.npmjs.org';

/** Built from parts, so that this file does not find itself. */
const MACHINE_PATHS = [['', 'work', ''].join('/'), ['..', 'shared'].join('/')];

/** Hosts other than the public registry that a lock file downloads from. */
function strangeHosts(lockText: string): string[] {
  const { packages } = JSON.parse(lockText) as { packages: Record<string, { resolved?: string }> };
  return Object.entries(packages).flatMap(([path, { resolved }]) => {
    if (resolved === undefined || !/^[a-z+]+:\/\//.test(resolved)) return [];
    const { hostname } = new URL(resolved);
    return hostname === REGISTRY_HOST ? [] : [`${path} is fetched from ${hostname}`];
  });
}

/**
 * Optional packages that a locked package needs but
 * the lock file lacks: `npm ci` refuses such a file.
 */
function missingOptionals(lockText: string): string[] {
  const { packages } = JSON.parse(lockText) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages))
      .map((name) => `${path} asks for ${name}`),
  );
}

/** Lines of `text` with a path of one machine. */
function machinePaths(text: string): string[] {
  return text.split('\n').flatMap((line, i) => {
    const found = MACHINE_PATHS.find((path) => line.includes(path));
    return found === undefined ? [] : [`${i + 1}: ${found}`];
  });
}

const isCheckout = existsSync(join(ROOT, '.git'));

/** Files that git has committed or would commit. */
function filesOfGit(): string[] {
  const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  assert.equal(git.status, 0, `git ls-files failed: ${git.stderr || git.error?.message}`);
  return git.stdout.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path)));
}

/**
 * Whether a .gitignore names this file or folder. It
 * may hold names, with `*` in them, but no paths.
 */
function ignoredBy(gitignore: string): (name: string) => boolean {
  const patterns = gitignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const forms = patterns.map((pattern) => {
    if (!/^[\w.*-]+\/?$/.test(pattern)) assert.fail(`.gitignore: teach this test to read ${pattern}`);
    return new RegExp(`^${pattern.replace('/', '').replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  });
  return (name) => forms.some((form) => form.test(name));
}

/**
 * The same for a copy without git, such as an unpacked
 * archive: all files that .gitignore does not name.
 */
function filesOfTree(): string[] {
  const isIgnored = ignoredBy(readFileSync(join(ROOT, '.gitignore'), 'utf8'));
  const below = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      if (entry.name === '.git' || isIgnored(entry.name)) return [];
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? below(path) : [path];
    });
  return below('');
}

describe('the repository', () => {
  test('package-lock.json downloads from the public registry only', () => {
    assert.deepEqual(strangeHosts(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')), []);
  });

  test('package-lock.json is complete for every platform', () => {
    const missing = missingOptionals(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
    assert.deepEqual(missing, [], 'run `npm run lock`: npm ci will refuse this lock file');
  });

  test('no file names a path of one machine', () => {
    const files = isCheckout ? filesOfGit() : filesOfTree();
    assert.ok(files.length > 100, `only ${files.length} files were looked at`);
    const findings = files.flatMap((path) => {
      if (!statSync(join(ROOT, path)).isFile()) return [];
      return machinePaths(readFileSync(join(ROOT, path), 'latin1')).map((place) => `${path}:${place}`);
    });
    if (findings.length > 0) assert.fail(`\n${findings.join('\n')}\n`);
  });
});

describe('the repository tests can fail', () => {
  test('another host in the lock file', () => {
    const lock = (resolved: string): string => JSON.stringify({ packages: { '': {}, 'node_modules/a': { resolved } } });
    assert.equal(strangeHosts(lock('https://mirror.example/a.tgz')).length, 1);
    assert.equal(strangeHosts(lock(`git+ssh://git@example.com/a.git`)).length, 1);
    assert.deepEqual(strangeHosts(lock(`https://${REGISTRY_HOST}/a/-/a-1.0.0.tgz`)), []);
    assert.deepEqual(strangeHosts(lock('packages/a')), []);
  });

  test('an optional package that is not in the lock file', () => {
    const lock = {
      packages: { 'node_modules/a': { optionalDependencies: { 'a-linux': '1.0.0', 'a-win32': '1.0.0' } } },
    };
    assert.equal(missingOptionals(JSON.stringify(lock)).length, 2);
    Object.assign(lock.packages, { 'node_modules/a-linux': {}, 'node_modules/a/node_modules/a-win32': {} });
    assert.deepEqual(missingOptionals(JSON.stringify(lock)), []);
  });

  test(
    'without git every file is looked at that git knows of',
    { skip: !isCheckout && 'git is not asked here' },
    () => {
      const found = new Set(filesOfTree());
      assert.deepEqual(
        filesOfGit().filter((path) => !found.has(path)),
        [],
      );
      assert.deepEqual(
        [...found].filter((path) => /(^|\/)(node_modules|dist|runs|\.tools|\.git)\//.test(path)),
        [],
      );
    },
  );

  test('what .gitignore names is left out', () => {
    const isIgnored = ignoredBy('# made here\nruns/\n*.tgz\n\n.tools\nout-*.json\n');
    const names = ['runs', 'a.tgz', '.tools', 'out-1.json', 'run', 'atgz', 'tools', 'out.json', '# made here'];
    assert.deepEqual(names.filter(isIgnored), ['runs', 'a.tgz', '.tools', 'out-1.json']);
    assert.throws(() => ignoredBy('/docs/*.html'), /teach this test/);
  });

  test('a machine path', () => {
    for (const path of MACHINE_PATHS) assert.deepEqual(machinePaths(`one\nsee ${path}main`), [`2: ${path}`]);
    assert.deepEqual(machinePaths('home work/life and workshop'), []);
  });
});
