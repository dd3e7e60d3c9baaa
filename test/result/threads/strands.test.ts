// The index returns every line that was put in, although
// it keeps two bytes a line, in any order and distance.
import assert from 'node:assert/strict';
import test from 'node:test';
import { LineNumbers } from '../../../src/result/threads/strands.ts';
import { SEED, trials } from '../../model/random.ts';

test('a number for each line is kept, however far apart numbers and lines are', () => {
  trials('line numbers', 20, (random) => {
    const [numbers, map] = [new LineNumbers(), new Map<number, number>()];
    // The largest distance that fits into two bytes, one more, and far more.
    const width = random.pick([10, 0xfffe, 0xffff, 0x10000, 5_000_000]);
    const least = random.pick([0, 70_000]);
    const put = (line: number, value: number): void => {
      numbers.set(line, value);
      map.set(line, value);
    };
    for (let line = 0; line < 200_000; line += random.between(1, 200))
      put(line, least + random.pick([0, width, random.below(width)]));
    for (let n = 0; n < 5; n++) put(random.below(200_000), random.below(10_000_000));
    for (let line = 0; line < 200_000; line++)
      if (numbers.get(line) !== map.get(line)) assert.fail(`line ${line}, width ${width}, seed ${SEED}`);
  });
});
