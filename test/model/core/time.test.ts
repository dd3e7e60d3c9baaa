// Durations as people write them: exact, readable in both
// directions, with errors that show the expected form.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  DAY,
  formatClock,
  formatDuration,
  HOUR,
  MINUTE,
  MS,
  parseDuration,
  SECOND,
} from '../../../src/model/core/time.ts';
import { trials } from '../random.ts';

const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail('nothing was thrown');
};

describe('durations', () => {
  it('are whole µs', () => {
    const known: [string, number][] = [
      ['1ms', MS],
      ['500ms', 500 * MS],
      ['90s', 90 * SECOND],
      ['1.5h', 90 * MINUTE],
      ['0.001s', MS],
      ['2h', 2 * HOUR],
      ['1d', DAY],
      ['1h30m', 90 * MINUTE],
      ['2m30s', 150 * SECOND],
      ['7m42.8s', 462_800 * MS],
      ['1d2h3m4s5ms', DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND + 5 * MS],
      ['1h90m', 150 * MINUTE],
      [' 30m ', 30 * MINUTE],
      ['0s', 0],
    ];
    for (const [text, micros] of known) assert.equal(parseDuration(text), micros, text);
  });

  it('read back as what was written, for every whole number of milliseconds', () => {
    trials('duration round trip', 20_000, (random) => {
      const unit = random.pick([MS, SECOND, MINUTE, HOUR, DAY]);
      const grid = random.pick([MS, MS, SECOND, MINUTE, HOUR]);
      const micros = Math.max(1, random.below(Math.min(100 * DAY, 5000 * unit) / grid)) * grid;
      const text = formatDuration(micros);
      assert.equal(parseDuration(text), micros, `${micros} µs were written as ${text}`);
    });
  });

  it('of no length are written so that they can be read back', () => {
    assert.equal(parseDuration(formatDuration(0)), 0, `0 was written as ${formatDuration(0)}`);
  });

  it('are written in one unit where that is short and exact, and in several where it is not', () => {
    const known: [number, string][] = [
      [30 * MINUTE, '30m'],
      [90 * MINUTE, '90m'],
      [2 * HOUR, '2h'],
      [1500 * MS, '1.5s'],
      [250 * MS, '250ms'],
      [99 * SECOND, '99s'],
      [92_300 * MS, '92.3s'],
      [150 * MINUTE, '2h30m'],
      [130 * SECOND, '2m10s'],
      [462_800 * MS, '7m42.8s'],
      [HOUR + MS, '1h0.001s'],
      [100 * DAY, '100d'],
      [80, '80us'],
      [-30 * SECOND, '-30s'],
    ];
    for (const [micros, text] of known) assert.equal(formatDuration(micros), text);
  });

  for (const text of [
    '',
    '30',
    '30 minutes',
    'm',
    '-5m',
    '1e3s',
    '5M',
    '30m1h',
    '1h1h',
    '1.5h30m',
    '1h 30m',
    '1h30',
    'h30m',
    '1hm',
    '٣s',
    '1,5h',
  ]) {
    it(`"${text}" is answered with the text and the form expected`, () => {
      const message = messageOf(() => parseDuration(text));
      assert.ok(message.includes(`"${text}"`), message);
      assert.match(message, /500ms.*90s.*30m.*2h/);
    });
  }

  for (const text of ['0.5ms', '0.0005s', '1.0001s', '0.0001ms', '1.0000001s']) {
    it(`"${text}" is finer than a millisecond and refused`, () => {
      const message = messageOf(() => parseDuration(text));
      assert.ok(message.includes(`"${text}"`) && message.includes('1ms'), message);
    });
  }

  it('have a longest one, and the error names it truly', () => {
    const message = messageOf(() => parseDuration('100000d'));
    const days = Number(/longest duration is (?:some )?(\d+) ?d/.exec(message)?.[1]);
    assert.ok(days > 1, message);
    assert.equal(parseDuration(`${days}d`), days * DAY, 'the length called the longest must be accepted');
    assert.throws(() => parseDuration(`${days + 2}d`), /too long/);
  });
});

describe('clock times', () => {
  it('are hours:minutes:seconds', () => {
    assert.equal(formatClock(HOUR + 2 * MINUTE + 3.9 * SECOND), '1:02:03');
    assert.equal(formatClock(0), '0:00:00');
    assert.equal(formatClock(30 * HOUR), '30:00:00');
  });
});
