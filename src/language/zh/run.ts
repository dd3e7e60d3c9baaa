// Texts of a run in Chinese: progress, speed, and what makes it unreliable.
import type { Same } from '../en/index.ts';
import type { RUN as EN } from '../en/run.ts';
import { whole } from '../numbers.ts';
import { length, milliseconds, percentText } from './numbers.ts';

/** The lateness of the generator, and the number of actors with which it was measured. */
const late = ({ lateness, actors }: { lateness: number; actors?: number }): string =>
  `${actors === undefined ? '' : `${whole(actors)} 人在线时`}滞后 ${milliseconds(lateness)}`;

export const RUN: Same<typeof EN> = {
  'live.title': (a) => `${a.scenario}（${a.profile}，${a.engine}）`,
  'live.line': (a) => `${a.title}：${a.line}`,
  'live.begins': (a) => `${a.phase}，速度 ${a.speed}×，约需 ${a.left} 秒`,
  'live.quarter': (a) =>
    `已完成 ${a.part}%，还剩 ${a.left} 秒；目前空闲超时 ${whole(a.timeouts)} 次，漏消息 ${whole(a.missed)} 条`,
  'live.phase': (a) => `${a.phase}，${a.seconds} 秒`,
  'live.clock': (a) =>
    `${a.phase}，真实时间 ${a.seconds} 秒，模拟时间 ${a.model} / ${a.end}，${a.speed} 倍速，还剩 ${a.left} 秒`,
  'live.tooFast': (a) =>
    `速度 ${a.speed} 超出本机目前的可信上限 ${a.limit}：除非有消息丢失之类的事实，否则结论为“无效”；--speed auto 不会超出上限`,
  'live.people': (a) =>
    `访客 ${whole(a.arrived)} / 此刻应到 ${whole(a.planned)}（共 ${whole(a.all)}），在线 ${whole(a.connected)}，进行中的会话 ${whole(a.open)}`,
  'live.messages': (a) =>
    `消息：发出 ${whole(a.said)}，已确认 ${whole(a.acked)}，已显示 ${whole(a.shown)}，留言 ${whole(a.left)}`,
  'live.missed': (a) =>
    `目前漏消息 ${whole(a.missed)}（已确认，会话已结束，没有人看过），空闲超时 ${whole(a.timeouts)}，放弃 ${whole(a.gaveUp)}`,
  'live.generator': (a) => `压测引擎滞后 P99 ${a.late}`,
  'live.generatorLag': (a) => `压测引擎滞后 P99 ${a.late}，事件循环 ${a.lag}（最大 ${a.most}）`,

  'speed.virtual': '虚拟时间没有速度上限',
  'speed.bias': (a) =>
    `${late(a)}；更快则比率的偏差可能超过 ${a.share * 100} 个百分点，思考中的访客每秒发言概率最高 ${percentText(a.hazard)}`,
  'speed.rule': (a) => `${late(a)}；更快则可能超过 ${a.rule}（${length(a.length)}）的 1/20`,
  'speed.load': (a) => `高峰每秒 ${a.offered} 帧，本机每秒能处理 ${a.carried} 帧`,
  'speed.assumed': (a) => `${a.bound}；滞后未能测得，按假定值计算：${a.why}`,
  'speed.highest': (a) => `可信的最高速度：${a.bound}`,
  'speed.why': (a) => `${a.why}；最高可信速度 ${a.limit} 倍：${a.bound}`,
  'speed.command': '本命令的最高速度',
  'speed.half': '上次压测引擎滞后，速度减半',
  'speed.asked': '场景设定的速度',
  'speed.given': '命令行指定的速度',
  'speed.target': '被测服务器的速度',
  'speed.real': '被测服务器不报告自己的时钟，所以按真实时间运行',

  'look.unconnected': (a) => `${a.seconds} 秒内，${whole(a.of)} 个连接只建立了 ${whole(a.n)} 个`,
  'look.lost': (a) => `测量途中，${whole(a.of)} 个连接断开了 ${whole(a.n)} 个`,
  'look.silent': (a) => `${a.seconds} 秒内没有收到任何应答`,

  'note.unmeasured': (a) =>
    `运行前未能测量本机（${a.why}）；假定滞后为 ${milliseconds(a.lateness)}，即可信运行所允许的最大值`,
  'note.tooFast': (a) => `速度 ${a.speed} 超出本机目前的可信上限 ${a.limit}（${a.bound}）：本次对比正是要测量它的影响`,
  'note.crashes': (a) => `场景让服务器宕机 ${a.n} 次：宕机期间到期的超时，从服务器恢复时起判定`,
  'note.virtualOnly': (a) =>
    `场景里的 ${a.keys.map((key) => `\`${key}\``).join(' 和 ')} 只用于虚拟时间（--engine sim）；这次运行使用真实的网络和存储`,
  'note.discarded': (a) =>
    `同一批访客先以 ${a.speed}× 跑过一次，但压测引擎滞后（P99 为 ${milliseconds(a.p99)}），那次运行已删除`,
  'note.stalls': (a) =>
    `压测引擎停顿了 ${a.n} 次，最长 ${a.seconds} 秒（真实时间）；那些时刻的延迟是压测引擎造成的，与服务器无关`,

  'spoilt.late': (a) =>
    `压测引擎滞后：真实时间 P99 ${milliseconds(a.p99)}，上限 ${a.most / 1000} 毫秒；请降低 --speed、减少访客，或换一台空闲的机器`,
  'spoilt.tooFast': (a) =>
    `速度 ${a.speed} 超出本机目前的可信上限 ${a.limit}（${a.bound}）；请改用 --speed auto、调低被测服务器的速度，或换一台空闲的机器`,
  'spoilt.otherPeople': (a) =>
    `内部错误：实际的访客和客服（populationHash ${a.played}）与场景和种子规定的（${a.planned}）不符；请反馈给我们`,
  'spoilt.ledger': (a) => `账本无法写入：${a.why}`,
  'spoilt.noRows': (a) => `账本里有不是记录的行，例如 ${a.line}`,
  'spoilt.deaf': (a) => `被测服务器 ${a.seconds} 秒没有发来任何数据，运行提前结束`,
  'spoilt.unread': (a) => `结束时无法读取被测服务器的数据：${a.why}`,
  'spoilt.unacked': (a) => `被测服务器对 ${a.n} 条消息一条也没有确认`,
  'spoilt.serverEnded': (a) => `服务器在运行中途退出（${a.how}）；见 server.log`,
  'spoilt.serverNotReady': (a) => `服务器 ${a.seconds} 秒内没有就绪`,
  'spoilt.serverGone': (a) => `服务器还没有就绪就退出了（${a.how}）：${a.words}`,
  'spoilt.exit': (a) => `退出码 ${a.code}`,
  'spoilt.exitWords': (a) => `退出码 ${a.code}：${a.words}`,
  'spoilt.notReady': '压测引擎一分钟内没有就绪',
  'spoilt.stopped': '运行还没有开始就被停止',
  'spoilt.k6NotStarted': (a) => `k6 无法启动：${a.why}`,
  'spoilt.k6Ended': (a) => `k6 没有运行完就退出了（${a.how}）；见 engine.log`,
  'spoilt.worker': (a) => `工作线程 ${a.shard}：${a.why}`,
  'spoilt.workerGone': '内置引擎的一个工作线程还没有就绪就退出了',

  'witness.failed': (a) => `${a.what}：${a.why}`,
  'witness.silent': (a) => `${a.ms} 毫秒内没有响应`,
  'witness.status': (a) => `状态码 ${a.status}${a.body === '' ? '' : `，${a.body}`}`,
  'witness.notJson': '响应不是 JSON；这是参考服务器吗？',
  'witness.endless': (a) => `${a.ms} 毫秒内读到 ${a.rows} 行，仍未读完`,
  'witness.notPage': (a) => `响应不是 ${a.of} 的分页数据；这是参考服务器吗？`,
  'witness.notAgents': '响应不是客服列表',
};
