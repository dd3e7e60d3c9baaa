// Hashes: the same on every machine, sensitive to order and to where one string ends and the next begins.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Digest, hash32, hex32 } from '../../../src/model/core/hash.ts';
import { textHash } from '../../../src/model/rows/ids.ts';
import { trials } from '../random.ts';

const digestOf = (...parts: string[]): string => {
  const digest = new Digest();
  for (const part of parts) digest.add(part);
  return digest.hex();
};

describe('hashes (noreg: changing these changes every recorded ledger)', () => {
  it('hash32 and textHash', () => {
    assert.deepEqual(
      ['', 'a', 'v17', '您好，还在吗？'].map((t) => hex32(hash32(t))),
      ['ab3e7c0b', '1a80b1b3', '3da159ee', '225336e3'],
    );
    assert.equal(textHash('您好，还在吗？').slice(8), '7');
  });

  it('Digest', () => {
    assert.equal(digestOf('a', 'b'), '36e65deaa793b992');
  });
});

describe('a digest', () => {
  it('tells order and borders apart', () => {
    assert.notEqual(digestOf('ab', 'c'), digestOf('a', 'bc'));
    assert.notEqual(digestOf('a', 'b'), digestOf('b', 'a'));
    assert.notEqual(digestOf('a'), digestOf('a', ''));
    assert.match(digestOf(), /^[0-9a-f]{16}$/);
  });

  it('changes with any one character', () => {
    trials('one character', 2000, (random) => {
      const text = Array.from({ length: random.between(1, 60) }, () => String.fromCharCode(random.below(0xd800))).join(
        '',
      );
      const at = random.below(text.length);
      const other =
        text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(15))) + text.slice(at + 1);
      assert.notEqual(
        digestOf('before', text, 'after'),
        digestOf('before', other, 'after'),
        JSON.stringify([text, other]),
      );
    });
  });
});
