// `npm run requirements`: runs the tests named after each requirement, and fails when one has none.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from '../src/system/entry.ts';

const ROOT = projectRoot();

/**
 * The requirements of the mission, in a few words each. A test belongs to a requirement when its
 * name, or that of a group around it, has the number.
 */
export const REQUIREMENTS: Readonly<Record<string, string>> = {
  R01: 'an idle session closes while everything is healthy',
  R02: 'then it leaves the list and is in history',
  R03: 'switch: a desk that is deaf after the close',
  R04: 'switch: a channel that is cut off after the close',
  R05: 'switch: a later message opens a new session',
  R06: 'consultations, complaints, conversions lost: separate numbers',
  R10: 'acknowledged and seen by nobody, on demand',
  R11: 'every acknowledged message has exactly one fate',
  R12: 'agents who keep looking at an old session',
  R13: 'worse with more sessions, better with alerts',
  R14: 'a new session elsewhere, without history',
  R15: 'stories told twice are counted',
  R20: 'open until T, closed at T',
  R21: 'each kind of event resets the clock, or not',
  R22: 'anchors differ as documented',
  R23: 'flaps, sleep, kills, dead paths, for either party',
  R24: 'none of them is called an idle timeout',
  R25: 'too short a time, by trade',
  R26: 'the earlier deadline of channel and rules',
  R27: 'what the platform refuses, and when it ends a chat',
  R30: 'the default lies in 30 to 60 minutes',
  R31: 'only an administrator changes it',
  R32: 'what a change means for open sessions',
  R33: 'presets of trades',
  R34: 'a timeout changes state only, history stays',
  R40: 'where a message is',
  R41: 'switch: after a timeout, a leave-message',
  R42: 'switch: off hours, a leave-message',
  R43: 'leave-messages notify',
  R44: 'the lead survives a link that drops',
  R45: 'a prompt before the close',
  R46: 'the prompt refreshes, and recovers',
  R50: 'agents are told before the close',
  R51: 'a mark in the list',
  R52: 'handled in time, by agent',
  R53: 'the bot steps in on silence',
  R54: 'a click or a reply refreshes, nothing else does',
  R55: 'transfer after X minutes without an answer',
  R56: 'to who is there, never back',
  R57: 'to who has the fewest, ties decided',
  R58: 'one agent with N sessions: no N timeouts',
  R59: 'nobody eligible: queue, supervisor or leave-message',
  R60: 'two causes on one message, each a switch',
  R61: 'settings are reachable, absence is explained',
  R62: 'transcripts are whole, for follow-up',
  R63: 'on the web only the rules, elsewhere the platform too',
  R70: 'profiles on the same people, with intervals',
  R71: 'every rule can be switched off alone',
  R72: 'virtual time and real time agree',
  R73: 'what must hold in all profiles',
};

/** Test files by requirement: the number is in the name of a test or of a group. */
export function filesByRequirement(): Map<string, string[]> {
  const found = new Map(Object.keys(REQUIREMENTS).map((id) => [id, [] as string[]]));
  for (const file of testFiles()) {
    const names = readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .filter((line) => /\b(?:it|test|describe)\(|^\s*\[?['"`]/.test(line))
      .join('\n');
    for (const [id, files] of found) if (new RegExp(`\\b${id}\\b`).test(names)) files.push(file);
  }
  return found;
}

interface Played {
  readonly name: string;
  readonly file: string;
  readonly ok: boolean;
}

function testFiles(): string[] {
  return readdirSync(join(ROOT, 'test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts') && entry.name !== 'named.test.ts')
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

/** Runs one file. @returns each of its tests by its full name, and whether it passed */
function playFile(file: string): Promise<Played[]> {
  const reporter = new URL('./requirements-reporter.mjs', import.meta.url).href;
  const args = [
    '--import',
    import.meta.resolve('tsx'),
    `--test-reporter=${reporter}`,
    '--test-reporter-destination=stdout',
    file,
  ];
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) =>
    child.on('close', () => {
      const lines = Buffer.concat(chunks).toString().split('\n');
      const played = lines.flatMap((line) => {
        if (!line.startsWith('{"name"')) return [];
        return [{ ...(JSON.parse(line) as { name: string; ok: boolean }), file }];
      });
      resolve(played);
    }),
  );
}

async function playAll(files: readonly string[]): Promise<Played[]> {
  const queue = [...files];
  const all: Played[] = [];
  const worker = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) all.push(...(await playFile(file)));
  };
  await Promise.all([worker(), worker()]);
  return all;
}

const named = (played: readonly Played[], requirement: string): Played[] =>
  played.filter(({ name }) => new RegExp(`\\b${requirement}\\b`).test(name));

if (import.meta.filename === process.argv[1]) {
  const played = await playAll([...new Set([...filesByRequirement().values()].flat())]);
  let missing = 0;
  let failing = 0;
  for (const [requirement, says] of Object.entries(REQUIREMENTS)) {
    const tests = named(played, requirement);
    const failed = tests.filter(({ ok }) => !ok);
    const files = [
      ...new Set(tests.map(({ file }) => file.replace(/^test\//, '').replace(/(\.long)?\.test\.ts$/, ''))),
    ];
    const result = tests.length === 0 ? 'NO TEST' : failed.length > 0 ? `FAILED ${failed.length}` : 'ok';
    if (tests.length === 0) missing += 1;
    if (failed.length > 0) failing += 1;
    console.log(
      `${requirement}  ${result.padEnd(9)} ${String(tests.length).padStart(3)}  ${says.padEnd(60)} ${files.join(', ')}`,
    );
    for (const { name, file } of failed) console.log(`       ${file}: ${name}`);
  }
  const all = Object.keys(REQUIREMENTS).length;
  console.log(`\n${all} requirements: ${all - missing - failing} hold, ${failing} fail, ${missing} without a test`);
  process.exitCode = missing + failing > 0 ? 1 : 0;
}
