// A column behaves like a map and a message set like a set, for ids of any server and any form.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Column, MessageSet } from '../../../src/model/rows/columns.ts';
import { SEED, trials, type Random } from '../random.ts';

/** Ids that could be mistaken for one another, and ids that are far apart. */
function idOf(random: Random): string {
  const n = random.pick([0, 1, 7, 31, 32, 33, 63, 64, random.below(200), 2 ** 31, 2 ** 40]);
  const word = random.pick(['v', 'a', 's', 'room-', '', 'é', '还', '0']);
  return `${word}${random.pick(['', '0', '-', ' '])}${n}${random.pick(['', '', '', 'x', '0000000000000'])}`;
}

test('a column holds what a map holds', () => {
  trials('columns', 200, (random) => {
    const [column, map] = [new Column(), new Map<string, number>()];
    for (let n = 0; n < 200; n++) {
      const id = idOf(random);
      if (random.chance(0.3)) {
        column.delete(id);
        map.delete(id);
      } else {
        const value = random.pick([0, -1, 1.5, 2 ** 52, random.below(1e6)]);
        column.set(id, value);
        map.set(id, value);
      }
      const asked = idOf(random);
      assert.equal(column.get(asked), map.get(asked), `${asked}, seed ${SEED}`);
      assert.equal(column.has(asked), map.has(asked), `${asked}, seed ${SEED}`);
      assert.equal(column.size, map.size, `seed ${SEED}`);
    }
    for (const [id, value] of map) assert.equal(column.get(id), value, `${id}, seed ${SEED}`);
  });
});

test('a set of messages holds what a set holds', () => {
  trials('message sets', 200, (random) => {
    const [messages, set] = [new MessageSet(), new Set<string>()];
    const anId = (): string =>
      random.chance(0.2)
        ? idOf(random)
        : `${random.pick(['v1', 'v2', 'a0', 's/s1'])}/${idOf(random).replace(/^\D+/, '')}`;
    for (let n = 0; n < 200; n++) {
      const id = anId();
      messages.add(id);
      set.add(id);
      const asked = anId();
      assert.equal(messages.has(asked), set.has(asked), `${asked}, seed ${SEED}`);
    }
    for (const id of set) assert.ok(messages.has(id), `${id}, seed ${SEED}`);
  });
});
