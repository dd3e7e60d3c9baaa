// Every requirement of the mission has a test named after it; `npm run requirements` runs them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { filesByRequirement } from '../../scripts/requirements.ts';

test('every requirement is named by a test', () => {
  const found = filesByRequirement();
  assert.deepEqual(
    [...found].filter(([, files]) => files.length === 0).map(([id]) => id),
    [],
  );
  assert.equal(found.size, 50);
});
