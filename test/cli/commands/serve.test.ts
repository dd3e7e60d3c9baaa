// `stillthere serve`: what it rejects, in one line, without
// leaving files (test/e2e/board.test.ts plays a run).
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { stillthere, type Said } from '../support.ts';

const SECRETS = { STILLTHERE_AGENT_SECRET: 'agents of this test', STILLTHERE_ADMIN_TOKEN: 'admin of this test' };
const serve = (args: readonly string[], env: NodeJS.ProcessEnv = SECRETS): Promise<Said> =>
  stillthere(['serve', 'smoke', ...args], env);

describe('stillthere serve refuses', { concurrency: 4 }, () => {
  const taken = createServer();
  before(() => new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve)));
  after(() => taken.close());

  for (const [what, args, expected] of [
    ['several profiles', ['--profile', 'bare,all'], /one profile/],
    ['a profile that the scenario has not', ['--profile', '+bot'], /unknown profile "\+bot"/],
    ['a speed that is none', ['--speed', 'fast'], /--speed fast: write a number/],
    ['a plan that is none', ['--plan', 'gold'], /--plan gold: write one of full, fixed/],
    ['notifications in a file that is not there', ['--notify', './nowhere.yaml'], /nowhere\.yaml/],
    ['a port that is none', ['--port', '99999'], /--port 99999: write a whole number/],
  ] as const) {
    it(what, async () => {
      const { code, stderr } = await serve(args);
      assert.equal(code, 1);
      assert.match(stderr, expected);
      assert.doesNotMatch(stderr, /\n\s+at /);
    });
  }

  it('notifications that make no sense, with their place', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stillthere-notify-'));
    const path = join(folder, 'notify.yaml');
    writeFileSync(
      path,
      'inApp: true\nemail: null\ndingtalk: null\nwecom: { url: nonsense }\nretry: { firstMs: 1, mostMs: 1, tries: 1, answerMs: 1 }\n',
    );
    const { code, stderr } = await serve(['--notify', path]);
    rmSync(folder, { recursive: true, force: true });
    assert.equal(code, 1);
    assert.match(stderr, /notify\.yaml:4:\d+: wecom\.url must be an http/);
  });

  it('to serve without secrets, and says which variable to set', async () => {
    const { code, stderr } = await serve([], { ...SECRETS, STILLTHERE_ADMIN_TOKEN: 'short' });
    assert.equal(code, 1);
    assert.match(stderr, /set the environment variable STILLTHERE_ADMIN_TOKEN/);
  });

  it('a port that is in use, and leaves no database behind', async () => {
    const { port } = taken.address() as AddressInfo;
    const temporary = mkdtempSync(join(tmpdir(), 'stillthere-cli-'));
    const { code, stderr } = await serve(['--port', `${port}`], { ...SECRETS, TMPDIR: temporary });
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`port ${port} on 127.0.0.1 is in use`));
    const left = readdirSync(temporary).filter((name) => name.startsWith('stillthere-serve-'));
    rmSync(temporary, { recursive: true, force: true });
    assert.deepEqual(left, []);
  });
});
