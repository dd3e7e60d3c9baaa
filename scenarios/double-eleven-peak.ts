// Shows the peak hour of a festival evening at a default desk: premature timeouts, missed messages, and what the remedies change.
import { defineScenario } from '../src/scenario/define.ts';

/**
 * All shares are assumptions, to be replaced by your own figures. Think time and patience: docs/explanation/assumptions.md. Times are
 * capped, so that the last visitor has left about two hours after the last arrival and an evening over real sockets takes minutes.
 */
const HESITATION = { from: '10m', to: '40m' } as const;

const STILL_THERE = '您好，还在吗？如果还有需要，请直接回复；会话将在几分钟后结束。';

export default defineScenario({
  name: 'double-eleven-peak',
  shows:
    'the peak hour of a festival evening: normal load, a surge of five times, a decline; sleeping tabs, phones put away, unstable networks',
  locale: 'zh_CN',
  arrivals: [
    { name: 'base', for: '15m', visitors: 75 },
    { name: 'surge up', for: '5m', visitors: 70, ramp: [1, 5] },
    { name: 'surge', for: '15m', visitors: 375 },
    { name: 'tail', for: '25m', visitors: 180, ramp: [4, 1] },
  ],
  channels: { web: 35, app: 25, wechat: 20, mini_program: 12, douyin: 8 },
  personas: {
    pre_sale: {
      weight: 45,
      trade: 'pre_sale',
      turns: 4,
      think: { usually: { median: '60s', sigma: 1.3, cap: '45m' }, sometimes: HESITATION, share: 80 },
      lingers: { median: '6m', sigma: 1, cap: '30m' },
      endings: { closes: 25, goodbye: 30, silent: 45 },
      lead: 500,
      annoyed: 250,
    },
    after_sale: {
      weight: 35,
      trade: 'after_sale',
      turns: 5,
      think: { usually: { median: '120s', sigma: 1.5, cap: '45m' }, sometimes: HESITATION, share: 100 },
      lingers: { median: '6m', sigma: 1, cap: '30m' },
      endings: { closes: 20, goodbye: 40, silent: 40 },
      lead: 100,
      annoyed: 500,
    },
    education: {
      weight: 12,
      trade: 'education',
      turns: 5,
      think: { usually: { median: '240s', sigma: 1.7, cap: '45m' }, sometimes: HESITATION, share: 80 },
      lingers: { median: '6m', sigma: 1, cap: '30m' },
      endings: { closes: 20, goodbye: 30, silent: 50 },
      lead: 600,
      annoyed: 250,
    },
    finance: {
      weight: 8,
      trade: 'finance',
      turns: 4,
      think: { usually: { median: '240s', sigma: 1.7, cap: '45m' }, sometimes: HESITATION, share: 80 },
      lingers: { median: '6m', sigma: 1, cap: '30m' },
      endings: { closes: 20, goodbye: 30, silent: 50 },
      lead: 600,
      annoyed: 350,
    },
  },
  turnsMost: 8,
  habits: {
    'H1 tab hidden short': {
      kind: 'hidden',
      share: 300,
      onset: { median: '2m', sigma: 1 },
      length: { median: '40s', sigma: 1.1, cap: '5m' },
    },
    'H2 tab hidden long': {
      kind: 'hidden',
      share: 150,
      onset: { median: '4m', sigma: 1 },
      length: { median: '25m', sigma: 1, cap: '1h' },
    },
    'H3b tab frozen': {
      kind: 'frozen',
      share: 80,
      onset: { median: '6m', sigma: 0.8 },
      length: { median: '20m', sigma: 1.2, cap: '1h' },
    },
    'H7 app in background': {
      kind: 'frozen',
      share: 120,
      onset: { median: '2m', sigma: 1 },
      length: { median: '90s', sigma: 1.6, cap: '1h' },
    },
    'H9 app killed': { kind: 'killed', share: 30, onset: { median: '4m', sigma: 1 } },
    'H11 metro tunnel': {
      kind: 'offline',
      share: 40,
      onset: { median: '110s', sigma: 0.5 },
      length: { median: '35s', sigma: 0.7 },
      times: 4,
    },
    'H12 elevator': {
      kind: 'offline',
      share: 50,
      onset: { median: '3m', sigma: 1 },
      length: { median: '25s', sigma: 0.5 },
    },
  },
  agents: {
    count: 60,
    answer: { median: '25s', sigma: 0.7, cap: '5m' },
    habits: {
      'office VPN drops': {
        kind: 'offline',
        share: 100,
        onset: { median: '20m', sigma: 0.6 },
        length: { median: '2m', sigma: 0.8 },
        times: 2,
      },
      'away from the desk': {
        kind: 'hidden',
        share: 150,
        onset: { median: '25m', sigma: 0.5 },
        length: { median: '6m', sigma: 0.6 },
      },
    },
    leave: { share: 30, at: { from: '30m', to: '60m' } },
  },
  rules: {
    idle: { after: '30m' },
    afterClose: { policy: 'new_session', byChannel: { douyin: 'drop', mini_program: 'drop' } },
    agents: { capacity: 5 },
    visitorGone: '30m',
  },
  profiles: {
    bare: {},
    '+prompt': {
      idle: { resets: ['visitor', 'agent', 'bot', 'transfer'] },
      prompt: { before: '8m', text: STILL_THERE },
    },
    '+alert': {
      alert: { before: '5m', as: 'popup' },
      slowReply: { after: '100s', as: 'popup' },
    },
    '+bot': {
      idle: { resets: ['visitor', 'agent', 'click', 'transfer'] },
      bot: {
        after: '15m',
        text: '请问还需要什么帮助？点一下就好：',
        options: [
          { id: 'delivery', label: '物流什么时候到', answer: '一般两到三天送达，大促期间可能顺延一天。' },
          { id: 'coupon', label: '优惠券怎么用', answer: '下单页选择优惠券即可，与满减可同时使用。' },
          { id: 'human', label: '继续人工咨询' },
        ],
      },
    },
    '+transfer': {
      agents: { handOver: '2m' },
      transfer: { after: '5m', orElse: 'stay' },
    },
    '+leave-message': {
      afterClose: { policy: 'leave_message' },
      queue: { timeout: '10m', then: 'leave_message' },
    },
    all: {
      idle: { resets: ['visitor', 'agent', 'bot', 'transfer'] },
      prompt: { before: '8m', text: STILL_THERE },
      afterClose: { policy: 'leave_message' },
      agents: { handOver: '2m' },
      queue: { timeout: '10m', then: 'leave_message' },
    },
  },
});
