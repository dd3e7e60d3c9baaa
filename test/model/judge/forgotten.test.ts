// Sessions that people were told of but that are missing in the history of the server.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SECOND } from '../../../src/model/core/time.ts';
import { judged, rules } from '../evening.ts';
import { Story } from './ledger.ts';

const found = (story: Story): readonly string[] => judged(story.done(), rules()).forgotten;

/** v0 was told of s1 by the ack of a message. */
const told = (): Story => new Story().say('v0/0', SECOND, { ack: ['s1', 1] });

describe('a session that a visitor was told of', () => {
  it('is forgotten when no history has it', () => assert.deepEqual(found(told()), ['s1']));

  it('is not when the history has it', () => assert.deepEqual(found(told().session().stored('v0/0', SECOND)), []));

  it('is when it is one that another visitor has now', () => {
    assert.deepEqual(found(told().session({ visitor: 'v1' }).stored('v0/0', SECOND)), ['s1']);
  });

  it('also by a notice alone', () => {
    const notice = new Story().add('v0', SECOND, { what: 'notice', kind: 'queued', session: 's7' });
    assert.deepEqual(found(notice), ['s7']);
  });

  it('is none in the box of leave-messages, nor where a channel keeps what it was given', () => {
    const kept = new Story()
      .say('v0/0', SECOND, { ack: ['left', 0] })
      .add('v0', SECOND, { what: 'notice', kind: 'left_message', session: 'left' });
    assert.deepEqual(found(kept.left('v0/0', SECOND)), []);
  });

  it('is named once, whoever was told how often, in order', () => {
    const many = told()
      .say('v0/1', SECOND, { ack: ['s12', 1] })
      .say('v0/2', SECOND, { ack: ['s2', 2] })
      .say('v1/0', SECOND, { ack: ['s2', 3] });
    assert.deepEqual(found(many), ['s1', 's2', 's12']);
  });
});
