// Group commit: rows collect while a commit runs, and
// no effect is released before the rows ahead of it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GroupCommit } from '../../../src/model/core/group-commit.ts';

/** Rows and effects are names. An effect may have a consequence when it is released. */
function group(most?: number) {
  const out: string[] = [];
  const begun: boolean[] = [];
  const causes = new Map<string, () => void>();
  const commits = new GroupCommit<string, string>({
    begin: (waited) => void begun.push(waited),
    release(effect) {
      out.push(effect);
      causes.get(effect)?.();
    },
    ...(most !== undefined && { most }),
  });
  return { commits, out, begun, causes };
}

describe('group commit', () => {
  it('lets go at once of what has nothing ahead of it', () => {
    const { commits, out, begun } = group();
    commits.push('hello');
    assert.deepEqual([out, begun, commits.isClear], [['hello'], [], true]);
  });

  it('takes rows until it is sealed, and what comes then waits for the next commit', () => {
    const { commits, out, begun } = group();
    for (const row of ['a', 'b']) commits.persist(row);
    commits.push('after b');
    assert.deepEqual(commits.batch(), ['a', 'b']);
    commits.persist('c');
    commits.push('after c');
    assert.deepEqual(commits.batch(), ['a', 'b']);
    commits.done();
    assert.deepEqual([out, begun, commits.batch()], [['after b'], [false, true], ['c']]);
    commits.done();
    assert.deepEqual([out, commits.isClear], [['after b', 'after c'], true]);
  });

  it('writes at most so many rows at once', () => {
    const { commits, out } = group(2);
    for (const row of ['a', 'b', 'c']) commits.persist(row);
    commits.push('after c');
    assert.deepEqual(commits.batch(), ['a', 'b']);
    commits.done();
    assert.deepEqual([out, commits.batch()], [[], ['c']]);
  });

  it('what an effect causes leaves behind those that were held before it', () => {
    const { commits, out, causes } = group();
    commits.persist('a');
    for (const effect of ['first', 'second']) commits.push(effect);
    causes.set('first', () => commits.push('caused by the first'));
    causes.set('second', () => {
      commits.persist('b');
      commits.push('after b');
    });
    commits.done();
    assert.deepEqual(out, ['first', 'second', 'caused by the first']);
    commits.done();
    assert.equal(out.at(-1), 'after b');
  });

  it('forgets in a crash what was not committed, and begins anew', () => {
    const { commits, out } = group();
    commits.persist('a');
    commits.push('after a');
    commits.batch();
    commits.persist('b');
    assert.equal(commits.crash(), 2);
    assert.equal(commits.isClear, true);
    commits.persist('c');
    assert.deepEqual(commits.batch(), ['c']);
    commits.done();
    assert.deepEqual(out, []);
  });
});
