// /metrics has every chat_* name with all its series
// from the first scrape on, and its numbers add up.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SECOND } from '../../src/model/core/time.ts';
import { NOTICE_KINDS } from '../../src/model/rows/rows.ts';
import { CHANNELS, CLOSE_REASONS, REFUSALS, SENDERS } from '../../src/model/rows/words.ts';
import { DEFAULT_RULES, type SessionRules } from '../../src/model/rules/rules.ts';
import { agent, inProcess, visitor, type Client } from './support.ts';

const TIMEOUTS = ['idle_timeout', 'heartbeat_lost', 'queue_timeout', 'channel_window'];
const ROLES = ['visitor', 'agent', 'none'];
const ENDS =
  'bad_frame unauthorised replaced transport_lost page_lost wrong_version shutdown overload client_liveness client reset too_large other';

/** The labels of a metric, each with all words that it may take. */
type Labels = Readonly<Record<string, readonly string[]>>;

/**
 * Every name and word that boards and alerts rely on. A `_total`
 * is a counter, `_seconds` a histogram, the rest are gauges.
 */
const CATALOGUE: Readonly<Record<string, Labels>> = {
  chat_sessions_opened_total: { channel: CHANNELS },
  chat_sessions_closed_total: { reason: CLOSE_REASONS },
  chat_sessions: { state: ['queued', 'offered', 'active', 'idle_warned', 'inactive'] },
  chat_session_duration_seconds: {},
  chat_timeouts_fired_total: { kind: TIMEOUTS },
  chat_timer_lateness_seconds: { kind: TIMEOUTS },
  chat_timeout_warnings_fired_total: { kind: ['idle_timeout'] },
  chat_timeout_warnings_resolved_total: { kind: ['idle_timeout'], outcome: ['activity', 'expired', 'closed'] },
  chat_agent_alerts_total: { kind: ['expiring', 'waiting'] },
  chat_bot_offers_total: {},
  chat_bot_clicks_total: {},
  chat_rings_total: { outcome: ['taken', 'declined', 'timed_out', 'withdrawn'] },
  chat_notifications_total: { type: NOTICE_KINDS, outcome: ['sent', 'failed'] },
  chat_messages_accepted_total: { sender: SENDERS },
  chat_messages_refused_total: { why: REFUSALS },
  chat_leave_message_notifications_total: {
    via: ['in_app', 'email', 'dingtalk', 'wecom'],
    outcome: ['delivered', 'retried', 'failed'],
  },
  chat_leave_message_notification_seconds: { via: ['in_app', 'email', 'dingtalk', 'wecom'] },
  chat_left_messages_total: {},
  chat_transfers_total: { outcome: ['completed', 'failed'] },
  chat_transfer_duration_seconds: { outcome: ['completed', 'failed'] },
  chat_queue_sessions: {},
  chat_queue_wait_seconds: { outcome: ['assigned', 'abandoned', 'timed_out'] },
  chat_message_redeliveries_total: { cause: ['reconnect', 'retry'] },
  chat_sessions_reopened_total: {},
  chat_sessions_kept_total: {},
  chat_first_response_seconds: {},
  chat_agents: { state: ['available', 'busy', 'away'] },
  chat_connections: { role: ROLES },
  chat_connections_opened_total: { role: ['visitor', 'agent'] },
  chat_connections_closed_total: { role: ROLES, cause: ENDS.split(' ') },
  chat_reconnects_total: { role: ['visitor', 'agent'] },
  chat_reconnect_gap_seconds: { role: ['visitor', 'agent'] },
};

const typeOf = (name: string): string =>
  name.endsWith('_total') ? 'counter' : name.endsWith('_seconds') ? 'histogram' : 'gauge';

/** Every series of a metric in the notation of Prometheus, labels in order. */
function seriesOf(name: string, labels: Labels): string[] {
  const sets = Object.entries(labels).reduce<string[]>(
    (all, [label, words]) =>
      all.flatMap((before) => words.map((word) => [before, `${label}="${word}"`].filter(Boolean).join(','))),
    [''],
  );
  return sets.map((set) => (set === '' ? name : `${name}{${set}}`));
}

/**
 * The chat_* series of a page by name. A histogram is
 * represented by its `_count`, without its `_bucket` lines.
 */
function read(page: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of page.split('\n')) {
    const [, name = '', labels = '', value] = /^(chat_\w+)(\{.*\})? (\S+)$/.exec(line) ?? [];
    if (name === '' || /_(bucket|sum)$/.test(name)) continue;
    values.set(`${name.replace(/_seconds_count$/, '_seconds')}${labels}`, Number(value));
  }
  return values;
}

const scrape = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text();

/** The sum over all series of a metric. */
const total = (values: ReadonlyMap<string, number>, name: string): number =>
  [...values].reduce((sum, [series, value]) => (series.replace(/\{.*/, '') === name ? sum + value : sum), 0);

/**
 * A small run: a talk that ends, one that is warned and
 * times out, a wrong token, a resumed connection, a refusal.
 */
async function evening(port: number): Promise<void> {
  const desk = await agent(port, 'a1');
  await desk.next('welcome');
  assert.equal(await (await agent(port, 'a2', 'a token that nobody made')).closed, 4001);

  const talker = await visitor(port, 'v1', { channel: 'app' });
  talker.send({ f: 'msg', id: 'v1/0', text: 'hello' });
  const { session } = await talker.next('ack');
  desk.send({ f: 'msg', id: 'a1/0', session, text: 'yes?' });
  await talker.next('msg');
  talker.ws.terminate();
  await talker.closed;
  const again = await visitor(port, 'v1', { channel: 'app', session, seq: 1 });
  assert.equal((await again.next('welcome')).session, session);
  again.send({ f: 'msg', id: 'v1/0', text: 'hello' });
  await again.next('ack');
  again.send({ f: 'msg', id: 'v2/0', text: 'under the name of another' });
  assert.equal((await again.next('refuse')).why, 'bad_id');
  again.send({ f: 'end', session });

  const silent = await visitor(port, 'v2');
  silent.send({ f: 'msg', id: 'v2/0', text: 'anybody?' });
  await silent.next('ack');
  await closedNotice(silent);

  desk.send({ f: 'status', is: 'away' });
  const late = await visitor(port, 'v3');
  late.send({ f: 'msg', id: 'v3/0', text: 'too late?' });
  for (;;) if ((await late.next('notice')).kind === 'left_message') return;
}

async function closedNotice(client: Client): Promise<void> {
  for (;;) if ((await client.next('notice')).kind === 'closed') return;
}

describe('server: the catalogue of metrics', () => {
  it('has exactly these names, with type and help, and every series of each at zero', async () => {
    const { url } = await inProcess();
    const page = await scrape(url);
    const expected = Object.entries(CATALOGUE).flatMap(([name, labels]) => seriesOf(name, labels));
    const values = read(page);
    const build = [...values.keys()].filter((series) => series.startsWith('chat_build_info'));
    assert.equal(build.length, 1);
    assert.deepEqual([...values.keys()].filter((series) => !build.includes(series)).sort(), expected.sort());
    for (const series of expected) assert.equal(values.get(series), 0, series);
    for (const name of Object.keys(CATALOGUE)) {
      assert.match(page, new RegExp(`^# HELP ${name} \\S.*\\.$`, 'm'));
      assert.match(page, new RegExp(`^# TYPE ${name} ${typeOf(name)}$`, 'm'));
    }
  });

  it('writes whole bounds with their point: Prometheus 3 does so, and 2 stores what it gets', async () => {
    const { url } = await inProcess();
    const bounds = [...(await scrape(url)).matchAll(/^chat_\w+_bucket\{(?:.*,)?le="([^"]+)"/gm)].map(([, le]) => le);
    assert.ok(bounds.length > 100);
    assert.ok(bounds.includes('60.0') && bounds.includes('0.02'));
    assert.deepEqual(
      bounds.filter((le) => !/^\d+\.\d+$|^\+Inf$/.test(le ?? '')),
      [],
    );
  });

  it('counts an evening: no series is born, and the numbers add up', async () => {
    const rules: SessionRules = {
      ...DEFAULT_RULES,
      idle: {
        after: 60 * SECOND,
        anchor: 'either_last_message',
        resets: ['visitor', 'agent'],
        byChannel: {},
        onlyIfPending: 'any',
      },
      queue: { timeout: 20 * SECOND, then: 'leave_message', nobody: 'wait' },
      prompt: { before: 30 * SECOND, text: 'are you still there?', max: 1, every: null },
    };
    const { port, url } = await inProcess({ speed: 100, rules });
    const before = read(await scrape(url));
    await evening(port);
    const after = read(await scrape(url));
    assert.deepEqual([...after.keys()].sort(), [...before.keys()].sort(), 'the label sets are closed');

    const counted = {
      'chat_sessions_opened_total{channel="app"}': 1,
      'chat_sessions_opened_total{channel="web"}': 2,
      'chat_sessions_closed_total{reason="visitor"}': 1,
      'chat_sessions_closed_total{reason="idle_timeout"}': 1,
      'chat_timeouts_fired_total{kind="idle_timeout"}': 1,
      'chat_timer_lateness_seconds{kind="idle_timeout"}': 1,
      'chat_timeout_warnings_fired_total{kind="idle_timeout"}': 1,
      'chat_timeout_warnings_resolved_total{kind="idle_timeout",outcome="expired"}': 1,
      'chat_messages_accepted_total{sender="system"}': 1,
      'chat_messages_refused_total{why="bad_id"}': 1,
      'chat_notifications_total{type="warned",outcome="sent"}': 2,
      'chat_notifications_total{type="closed",outcome="sent"}': 4,
      'chat_connections_closed_total{role="none",cause="unauthorised"}': 1,
      'chat_connections_closed_total{role="visitor",cause="reset"}': 1,
      'chat_reconnects_total{role="visitor"}': 1,
      'chat_message_redeliveries_total{cause="reconnect"}': 1,
      'chat_message_redeliveries_total{cause="retry"}': 1,
      'chat_queue_wait_seconds{outcome="assigned"}': 2,
      'chat_queue_wait_seconds{outcome="timed_out"}': 1,
      'chat_timeouts_fired_total{kind="queue_timeout"}': 1,
      chat_sessions_kept_total: 1,
      'chat_reconnect_gap_seconds{role="visitor"}': 1,
    };
    for (const [series, value] of Object.entries(counted)) assert.equal(after.get(series), value, series);
    const sum = (name: string): number => total(after, name);
    const over = sum('chat_sessions_closed_total') + sum('chat_sessions_kept_total');
    const begun = sum('chat_sessions_opened_total') + sum('chat_sessions_reopened_total');
    assert.equal(begun - over, sum('chat_sessions'));
    assert.equal(sum('chat_session_duration_seconds'), over);
    assert.equal(sum('chat_timer_lateness_seconds'), sum('chat_timeouts_fired_total'));
    const gone = sum('chat_connections_closed_total') - (after.get(series('none', 'unauthorised')) ?? 0);
    const here = sum('chat_connections') - (after.get('chat_connections{role="none"}') ?? 0);
    assert.equal(sum('chat_connections_opened_total') - gone, here);
  });
});

const series = (role: string, cause: string): string =>
  `chat_connections_closed_total{role="${role}",cause="${cause}"}`;
