// Texts of `stillthere start` in Chinese.
import type { Same } from '../en/index.ts';
import type { START as EN } from '../en/start.ts';
import { whole } from '../numbers.ts';
import { milliseconds } from './numbers.ts';

const minutes = (seconds: number): string => `${whole(Math.max(1, Math.round(seconds / 60)))} 分钟`;

export const START: Same<typeof EN> = {
  'start.step1': (a) => `第 1 步（共 2 步）：虚拟时间，同一批访客，规则 ${a.profiles.join(' 与 ')}`,
  'start.step2': (a) => `第 2 步（共 2 步）：真实连接，${a.engine}，速度 ${a.speed}×，约 ${minutes(a.seconds)}`,
  'again.long': (a) => `这会超过 ${a.minutes} 分钟。按 Ctrl-C 可以结束，已经给出的结果仍然有效。`,
  'start.builtIn': '内置引擎',
  'start.next': '正在准备第 2 步',
  'start.measuring': '正在测量本机，几秒钟',
  'start.stopped': '在第 2 步之前已停止：没有在真实连接上运行。',

  'start.k6Waiting': '另一个安装程序正在构建 k6',
  'start.k6Building': (a) => `正在用 Go ${a.go} 构建 k6 ${a.version}，约一分钟`,
  'start.k6Failed.noGo': '无法构建 k6：本机没有 Go',
  'start.k6Failed.oldGo': (a) => `无法构建 k6：Go ${a.why} 版本过旧`,
  'start.k6Failed.download': (a) => `无法构建 k6：源码下载失败（${a.why}）`,
  'start.k6Failed.build': (a) => `构建 k6 失败：${a.why}`,
  'start.noK6': (a) => `${a.failed === undefined ? '' : `${a.failed}。\n`}${a.why}。\n这次改用内置引擎。`,

  'again.late': (a) =>
    `速度 ${a.speed}× 时压测引擎滞后（P99 为 ${milliseconds(a.p99)}）：删除这次运行，同一批访客改以 ${a.next}× 重跑，约 ${minutes(a.seconds)}`,

  'start.part': (a) => `${a.profile} 虚拟时间 ${a.virtual}%，真实连接 ${a.real}%（相差 ${a.points} 个百分点）`,
  'start.confirmed': (a) => `真实连接印证了虚拟时间的空闲超时率：${a.parts.join('；')}。`,
  'start.notConfirmed': (a) => `真实连接没有印证虚拟时间的空闲超时率：${a.parts.join('；')}。`,
  'start.outside': (a) =>
    `超出 95% 区间：${a.profiles.join('、')}。要成对多次对比，请运行 npx stillthere agree ${a.scenario}`,
  'start.unproven': '这次真实连接没有印证任何结果：上面的真实连接运行不可信。',
};
