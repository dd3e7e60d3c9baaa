// Installs the versions of Node on which the same
// seed must give the same ledger, from npm packages.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/system/entry.ts';

/**
 * Exact versions, so that tests can be repeated: the
 * newest of each major version when they were chosen.
 */
export const NODE_VERSIONS = ['20.20.2', '22.23.3', '24.21.0', '26.10.0'] as const;

/** Tens of megabytes are downloaded; npm itself would try for longer. */
const BRING_LIMIT_MS = 180_000;

const NPM_FLAGS = [
  '--no-save',
  '--no-package-lock',
  '--no-audit',
  '--no-fund',
  '--ignore-scripts',
  '--prefer-offline',
  // Without a network npm would wait for more than a minute for each version.
  '--fetch-retry-maxtimeout=10000',
];

const execute = promisify(execFile);
const isWindows = process.platform === 'win32';
/**
 * 120 to 150 MB for each version, git-ignored. If it is removed, the packages are downloaded again.
 */
const FOLDER = join(process.env['STILLTHERE_TOOLS'] ?? join(projectRoot(), '.tools'), 'node');

/** The program of a version of Node, or the reason why there is none. */
export type NodeProgram = { readonly path: string } | { readonly missing: string };

/** The package that holds Node for this platform, named as the package `node` names it. */
function packageName(): string {
  const isAppleSilicon = process.platform === 'darwin' && process.arch === 'arm64';
  return `${isAppleSilicon ? 'node-bin' : 'node'}-${isWindows ? 'win' : process.platform}-${process.arch}`;
}

/** Whether the program exists, runs on this machine and has the right version. */
async function isVersion(path: string, version: string): Promise<boolean> {
  const said = await execute(path, ['--version'], { timeout: 20_000 }).catch(() => undefined);
  return said?.stdout.trim() === `v${version}`;
}

/** The first error of npm, which is its code: `code ENOTFOUND`. */
function complaint(error: unknown): string {
  const { killed, stderr, message } = error as Error & { killed?: boolean; stderr?: string };
  if (killed === true) return `not within ${BRING_LIMIT_MS / 1000} s`;
  return (/^npm (?:error|ERR!) (.*)$/m.exec(stderr ?? '')?.[1] ?? message.split('\n')[0] ?? '').trim();
}

/**
 * Installs the package in its own folder and keeps only
 * the program, because headers are half of the rest.
 */
async function download(version: string, path: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const folder = await mkdtemp(join(FOLDER, 'npm-'));
  try {
    await execute('npm', ['install', '--prefix', folder, ...NPM_FLAGS, `${packageName()}@${version}`], {
      timeout: BRING_LIMIT_MS,
      shell: isWindows,
    });
    const program = join(folder, 'node_modules', packageName(), 'bin', isWindows ? 'node.exe' : 'node');
    const partial = join(folder, 'node');
    await copyFile(program, partial);
    await rename(partial, path);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The program of a version: the running one, one that was installed before, or a new one. */
export async function bringNode(version: string): Promise<NodeProgram> {
  if (process.versions.node === version) return { path: process.execPath };
  const path = join(FOLDER, `${version}${isWindows ? '.exe' : ''}`);
  if (await isVersion(path, version)) return { path };
  try {
    await download(version, path);
  } catch (error) {
    return { missing: `npm could not bring ${packageName()}@${version}: ${complaint(error)}` };
  }
  if (await isVersion(path, version)) return { path };
  return { missing: `${packageName()}@${version} does not run on this machine` };
}
