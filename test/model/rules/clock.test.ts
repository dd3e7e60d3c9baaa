// The idle clock under every anchor and list of resets,
// against a table and a second derivation (R20, R21, R22).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY, MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { idleDue, noActivity, noteActivity, sweepAfter, type Activity } from '../../../src/model/rules/clock.ts';
import {
  ANCHORS,
  DEFAULT_RULES,
  PENDING,
  RESETS,
  type Anchor,
  type IdleRule,
  type Pending,
  type Reset,
} from '../../../src/model/rules/rules.ts';
import { idleRule } from '../evening.ts';
import { trials } from '../random.ts';

const T = 30 * MINUTE;
const OPENED = 5 * SECOND;

const ruleWith = (anchor: Anchor, resets: readonly Reset[], onlyIfPending: Pending = 'any'): IdleRule =>
  idleRule({ after: T, anchor, resets, onlyIfPending });
type Story = readonly (readonly [Reset, number])[];

/**
 * The start of the idle time, computed from the due time.
 * The idle time used is longer than all stories here.
 */
function idleSince(activity: Activity, idle: IdleRule): number | undefined {
  const due = idleDue(activity, { idle: { ...idle, after: DAY } }, 'web');
  return due === undefined ? undefined : due - DAY;
}

function since(anchor: Anchor, resets: readonly Reset[], story: Story): number | undefined {
  const activity = noActivity(OPENED);
  for (const [kind, at] of story) noteActivity(activity, kind, at);
  return idleSince(activity, ruleWith(anchor, resets));
}

/** All lists of resets, in one order. */
const LISTS: readonly (readonly Reset[])[] = Array.from({ length: 1 << RESETS.length }, (_, bits) =>
  RESETS.filter((_, i) => ((bits >> i) & 1) === 1),
);

const VISITORS: readonly Reset[] = ['visitor', 'click', 'visitor_typing', 'activity'];
const AGENTS: readonly Reset[] = ['agent', 'agent_typing'];

/**
 * Whether an event may move the clock under an anchor. With one anchor
 * only the agent's first reply to the visitor's last message may.
 */
const LOOKS_AT: Readonly<Record<Anchor, (kind: Reset, isFirstReply: boolean) => boolean>> = {
  either_last_message: () => true,
  last_visitor_message: (kind) => !AGENTS.includes(kind),
  visitor_page_activity: (kind) => !AGENTS.includes(kind),
  last_agent_message: (kind) => !VISITORS.includes(kind),
  first_agent_reply_after_visitor: (kind, isFirstReply) => kind !== 'agent' || isFirstReply,
  per_participant: () => true,
};

/**
 * The same rule, derived backwards from the story instead of from last times. The clock starts at
 * the latest event that is in `resets` and counts for the anchor. Where each side has its own
 * clock, the one that started first counts.
 */
function derived(anchor: Anchor, resets: readonly Reset[], story: Story): number | undefined {
  const last = (kind: Reset): number => story.findLastIndex(([k]) => k === kind);
  if (anchor === 'last_agent_message' && last('agent') < 0) return undefined;
  const firstReply = story.findIndex(([k], i) => k === 'agent' && i > last('visitor'));
  if (anchor === 'first_agent_reply_after_visitor' && firstReply < 0) return undefined;
  const latest = (events: Story): number => events.at(-1)?.[1] ?? OPENED;
  const counts = story.filter(([kind], i) => resets.includes(kind) && LOOKS_AT[anchor](kind, i === firstReply));
  if (anchor !== 'per_participant') return latest(counts);
  return Math.min(
    latest(counts.filter(([kind]) => !AGENTS.includes(kind))),
    latest(counts.filter(([kind]) => !VISITORS.includes(kind))),
  );
}

describe('R21: with the default desk, agent, visitor, bot and prompt messages each restart the clock', () => {
  for (const kind of RESETS) {
    it(kind, () => {
      const story: Story = [
        ['visitor', 10 * MINUTE],
        ['agent', 11 * MINUTE],
        [kind, 20 * MINUTE],
      ];
      assert.equal(since('either_last_message', [...RESETS], story), 20 * MINUTE);
      const without = RESETS.filter((reset) => reset !== kind);
      const earlier = kind === 'agent' ? 10 * MINUTE : 11 * MINUTE;
      assert.equal(since('either_last_message', without, story), earlier, `${kind} restarts it although not in resets`);
    });
  }
});

describe('R22: the same conversation is idle since different moments under different anchors', () => {
  // The visitor asks, the agent answers twice, the bot reminds.
  const story: Story = [
    ['visitor', 1 * MINUTE],
    ['agent', 2 * MINUTE],
    ['agent', 4 * MINUTE],
    ['bot', 6 * MINUTE],
    ['prompt', 8 * MINUTE],
  ];
  const table: [Anchor, readonly Reset[], number | undefined][] = [
    ['either_last_message', ['visitor', 'agent'], 4],
    ['either_last_message', ['visitor', 'agent', 'bot'], 6],
    ['either_last_message', ['visitor', 'agent', 'bot', 'prompt'], 8],
    ['either_last_message', ['visitor'], 1],
    ['last_visitor_message', ['visitor', 'agent'], 1],
    ['last_visitor_message', ['visitor', 'agent', 'bot'], 6],
    ['last_agent_message', ['visitor', 'agent'], 4],
    ['last_agent_message', ['visitor', 'agent', 'prompt'], 8],
    ['first_agent_reply_after_visitor', ['visitor', 'agent'], 2],
    ['first_agent_reply_after_visitor', ['visitor', 'agent', 'bot'], 6],
    ['per_participant', ['visitor', 'agent'], 1],
    ['per_participant', ['visitor', 'agent', 'bot'], 6],
    ['visitor_page_activity', ['activity', 'agent'], OPENED / MINUTE],
  ];
  for (const [anchor, resets, minute] of table) {
    it(`${anchor}, reset by ${resets.join(' ')}: minute ${minute}`, () => {
      assert.equal(since(anchor, resets, story), minute === undefined ? undefined : minute * MINUTE);
    });
  }

  it('mouse and keyboard on the page keep a session open only where the desk counts them', () => {
    const moving: Story = [...story, ['activity', 9 * MINUTE]];
    assert.equal(since('visitor_page_activity', ['activity'], moving), 9 * MINUTE);
    assert.equal(since('either_last_message', ['visitor', 'agent'], moving), 4 * MINUTE);
  });

  it('where each side has its own clock, the side that has been silent for longer is the one that counts', () => {
    const talk: Story = [
      ['visitor', 1 * MINUTE],
      ['agent', 2 * MINUTE],
      ['visitor', 3 * MINUTE],
    ];
    assert.equal(since('per_participant', ['visitor', 'agent'], talk), 2 * MINUTE);
    assert.equal(since('either_last_message', ['visitor', 'agent'], talk), 3 * MINUTE);
  });

  it("only while it is the visitor's turn, or the agent's: the other one's silence closes nothing", () => {
    const asked: Story = [['visitor', MINUTE]];
    const answered: Story = [...asked, ['agent', 2 * MINUTE], ['bot', 3 * MINUTE]];
    for (const [pending, story, expected] of [
      ['visitor', asked, undefined],
      ['visitor', answered, 3 * MINUTE + T],
      ['agent', asked, MINUTE + T],
      ['agent', answered, undefined],
      ['agent', [], undefined],
      ['visitor', [], undefined],
    ] as const) {
      const activity = noActivity(OPENED);
      for (const [kind, at] of story) noteActivity(activity, kind, at);
      const idle = ruleWith('either_last_message', ['visitor', 'agent', 'bot'], pending);
      assert.equal(idleDue(activity, { idle }, 'web'), expected, pending);
    }
  });

  it('a turn that comes when the silence is long over closes at once, and not in the past', () => {
    const activity = noActivity(OPENED);
    noteActivity(activity, 'visitor', MINUTE);
    noteActivity(activity, 'agent', 3 * T);
    const idle = ruleWith('last_visitor_message', ['visitor'], 'visitor');
    assert.equal(idleDue(activity, { idle }, 'web'), 3 * T);
  });

  it('an anchor that has not happened yet runs no clock', () => {
    assert.equal(since('last_agent_message', ['visitor', 'agent'], [['visitor', MINUTE]]), undefined);
    const answered: Story = [
      ['agent', MINUTE],
      ['visitor', 2 * MINUTE],
    ];
    assert.equal(since('first_agent_reply_after_visitor', ['visitor', 'agent'], answered), undefined);
    assert.equal(since('either_last_message', ['visitor', 'agent'], []), OPENED);
    assert.equal(since('last_visitor_message', ['visitor', 'agent'], []), OPENED);
  });

  it('model time 0 is a moment, not "never"', () => {
    const at0: Story = [
      ['visitor', 0],
      ['agent', 0],
    ];
    const activity = (story: Story) => {
      const made = noActivity(0);
      for (const [kind, at] of story) noteActivity(made, kind, at);
      return made;
    };
    for (const anchor of ANCHORS)
      assert.equal(idleSince(activity(at0), ruleWith(anchor, ['visitor', 'agent'])), 0, anchor);
    // The first reply stays the first one, even if it came at 0.
    const twice = activity([...at0, ['agent', MINUTE]]);
    assert.equal(idleSince(twice, ruleWith('first_agent_reply_after_visitor', ['agent'])), 0);
    // Before its anchor event the clock does not run, at any time.
    assert.equal(idleSince(activity([['visitor', 0]]), ruleWith('last_agent_message', ['agent'])), undefined);
  });

  it(`all ${ANCHORS.length} anchors × ${LISTS.length} lists of resets, on random conversations`, () => {
    trials('clock against derivation', 30, (random) => {
      let at = OPENED;
      const story = Array.from({ length: random.below(8) }, () => {
        at += random.between(1, 10) * MINUTE;
        return [random.pick(RESETS), at] as const;
      });
      for (const anchor of ANCHORS) {
        for (const resets of LISTS) {
          const text = `${anchor}, resets ${resets.join(' ') || 'none'}, ${JSON.stringify(story)}`;
          assert.equal(since(anchor, resets, story), derived(anchor, resets, story), text);
          assert.equal(
            since(anchor, [...resets].reverse(), story),
            since(anchor, resets, story),
            `${text}: order matters`,
          );
        }
      }
    });
  });
});

describe('R20: the close is due T after the moment since which the session is idle', () => {
  it('exactly, and never without an idle rule', () => {
    const activity = noActivity(OPENED);
    assert.equal(idleDue(activity, DEFAULT_RULES, 'web'), OPENED + T);
    noteActivity(activity, 'visitor', 10 * MINUTE);
    assert.equal(idleDue(activity, DEFAULT_RULES, 'web'), 40 * MINUTE);
    assert.equal(idleDue(activity, { idle: null }, 'web'), undefined);
  });

  it('R30: T may differ by channel', () => {
    const activity = noActivity(OPENED);
    const idle = idleRule({ after: T, byChannel: { wechat: 45 * MINUTE } });
    assert.equal(idleDue(activity, { idle }, 'web'), OPENED + T);
    assert.equal(idleDue(activity, { idle }, 'wechat'), OPENED + 45 * MINUTE);
  });

  it('a longer T is never due earlier', () => {
    trials('monotone in T', 200, (random) => {
      const activity = noActivity(OPENED);
      let at = OPENED;
      for (let n = random.below(6); n > 0; n--) noteActivity(activity, random.pick(RESETS), (at += random.below(T)));
      const idle = ruleWith(random.pick(ANCHORS), random.pick(LISTS), random.pick(PENDING));
      const due = idleDue(activity, { idle }, 'web');
      const later = idleDue(activity, { idle: { ...idle, after: T + random.between(1, T) } }, 'web');
      assert.ok((due === undefined && later === undefined) || (due ?? 0) <= (later ?? 0));
    });
  });
});

describe('a sweep', () => {
  it('acts at the first tick at or after what is due; without a sweep at once', () => {
    const table: [due: number, sweep: number, at: number][] = [
      [100, 0, 100],
      [100, 100, 100],
      [101, 100, 200],
      [199, 100, 200],
      [0, 60, 0],
      [30 * MINUTE + 1, 5 * MINUTE, 35 * MINUTE],
    ];
    for (const [due, sweep, at] of table) assert.equal(sweepAfter(due, sweep), at, `due ${due}, sweep ${sweep}`);
  });

  it('is never early, less than one period late, on the grid, and scales', () => {
    trials('sweep', 2000, (random) => {
      const due = random.below(1e9) * random.between(1, 1000);
      const sweep = random.between(1, 1e9);
      const at = sweepAfter(due, sweep);
      assert.ok(at >= due && at - due < sweep && at % sweep === 0, `due ${due}, sweep ${sweep}: ${at}`);
      assert.equal(sweepAfter(7 * due, 7 * sweep), 7 * at);
    });
  });
});
