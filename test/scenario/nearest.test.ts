// Suggestions: the word that was probably meant, and none when nothing is near.
import assert from 'node:assert/strict';
import test from 'node:test';
import { nearest } from '../../src/scenario/nearest.ts';

test('one letter too few or too many, two swapped, and capitals', () => {
  const known = ['arrivals', 'agents', 'personas'];
  for (const [word, meant] of [
    ['arivals', 'arrivals'],
    ['arrivalss', 'arrivals'],
    ['agnets', 'agents'],
    ['Personas', 'personas'],
  ] as const)
    assert.equal(nearest(word, known), meant);
});

test('nothing near gives nothing, however short the known words are', () => {
  assert.equal(nearest('colour', ['idle', 'prompt']), undefined);
  assert.equal(nearest('x', ['a', 'to']), undefined);
  assert.equal(nearest('x', []), undefined);
});
