// Texts of `stillthere agree` in Chinese.
import type { Same } from '../en/index.ts';
import type { AGREE as EN } from '../en/agree.ts';
import { whole } from '../numbers.ts';
import { milliseconds } from './numbers.ts';

export const AGREE: Same<typeof EN> = {
  'agree.says': '用同一批访客对比虚拟时间与真实连接：时间压缩的偏差和模型的误差',
  'agree.engine': '与哪些引擎对比，用逗号分隔：node、k6',
  'agree.engine.default': '有 k6 时两个都用，否则只用 `node`',
  'agree.profile': '规则方案',
  'agree.seed': 'S：各对运行的种子依次为 S/1、S/2……',
  'agree.speed': '每个真实秒对应多少模拟秒；可用逗号给出多个，逐一对比',
  'agree.speed.default': '场景设定的速度；`auto` 为所有引擎都可信的最高速度',
  'agree.replicates': '对比多少对运行；少于 20 对无法下结论',
  'agree.out': '对比结果文件夹的上级目录',
  'agree.ledger': '保留所有运行的账本；不加时只保留不可信的运行的账本',
  'agree.json': '输出 agreement.json，不输出报告',

  'agree.noK6': (a) => `${a.why}。这次只与内置引擎对比。`,
  'agree.noEngine': (a) => `--engine：“${a.flag}”不是使用真实连接的引擎；请用 node 或 k6`,
  'agree.oneProfile': (a) => `--profile“${a.given}”：一次只能对比一套规则方案`,
  'agree.noHonestSpeed': (a) =>
    `--speed auto：${a.engine} 在本机上没有可信的速度（${a.bound}）。请换一台空闲的机器、减少访客、放长规则时长，或直接指定速度`,
  'agree.twice': (a) => `${a.flag}：${a.given} 写了两次`,
  'agree.otherPeople': (a) => `同一对运行的访客或客服不同（populationHash ${a.first} 与 ${a.second}），无法对比`,

  'agree.live.title': (a) => `${a.scenario}（${a.profile}）的一致性对比`,
  'agree.live.measuring': '正在测量本机：回环延迟、写库耗时、引擎滞后',
  'agree.live.virtual': (a) => `第 ${a.at} 对，共 ${a.of} 对（种子 ${a.seed}）：虚拟时间`,
  'agree.live.real': (a) => `第 ${a.at} 对，共 ${a.of} 对（种子 ${a.seed}）：${a.engine}，${a.speed} 倍速，${a.doing}`,

  'agree.verdict.equivalent': '一致：在容许范围内，虚拟时间与真实连接得出的结果相同',
  'agree.verdict.different': '不一致：已确认有超出容许范围的差异',
  'agree.verdict.inconclusive': '无法下结论：既没有证实一致，也没有证实不一致；请增加对数',
  'agree.verdict.too_few': '样本太少：至少 20 对才能下结论',
  'agree.verdict.invalid': '无效：部分真实连接的运行不可信，缺少相应的几对',
  'agree.verdict.nothing_to_compare': '无可对比：要对比的事情两边都没有发生',

  'agree.notCompared': (a) => `没有发生，因此没有对比：${a.what.join('、')}`,
  'agree.word.equivalent': '一致',
  'agree.word.different': '不一致',
  'agree.word.inconclusive': '无法下结论',
  'agree.word.too_few': '样本太少',
  'agree.word.nothing_to_compare': '无可对比',
  'agree.word.close': '接近',
  'agree.word.apart': '相差较大',

  'agree.pairs': (a) =>
    `共 ${a.of} 对，可用 ${a.n} 对，种子 ${a.first} … ${a.last}${a.n < a.of ? '；所有数值只取自这几对' : ''}`,
  'agree.none': (a) => `共 ${a.of} 对，没有一对可用`,
  'agree.machine': (a) =>
    `本机：${a.cores} 核，负载 ${a.load}；回环单程 ${milliseconds(a.latency)}，写库 ${milliseconds(a.commit)}`,
  'agree.limit': (a) => `${a.engine}：可信上限 ${a.limit} 倍速（${a.bound}）`,
  'agree.beyond': (a) => `${a.speed} 倍速超出了 ${a.engine} 在本机的可信上限：差异可能来自机器本身`,
  'agree.ack': (a) => `真实连接下消息确认用时 ${milliseconds(a.ack)}，虚拟时间按 ${milliseconds(a.assumed)}计算`,
  'agree.heading': (a) => `${a.speed} 倍速，引擎 ${a.engine}`,
  'agree.head': (a) =>
    `|S1|S${a.speed}|R${a.speed}|容许范围|压缩偏差（S${a.speed} − S1）||模型误差（R${a.speed} − S${a.speed}）|`,
  'agree.sides':
    'S1：虚拟时间，采用本机的延迟；S 加速度：虚拟时间，延迟按该速度放大；R 加速度：真实连接。± 为 90% 区间。',
  'agree.metric.timeoutRate': '超时率',
  'agree.metric.prematureRate': '误超时率',
  'agree.metric.missedRate': '漏消息率',
  'agree.metric.transferLatency': '转接耗时',
  'agree.shape.firstResponse': '首次响应时长的分布',
  'agree.shape.transfer': '转接耗时的分布',
  'agree.visitors': '结局不同的访客',
  'agree.distance': (a) => `距离 ${a.distance}`,
  'agree.samples': (a) => `${whole(a.n)} 个样本`,
  'agree.facts': (a) => `${a.engine} 的 ${a.of} 次运行中有 ${a.n} 次不合格，例如：${a.example}`,
  'agree.unused': (a) => `${a.engine} 的 ${a.of} 次运行中有 ${a.n} 次不可信，未采用，例如：${a.example}`,
  'agree.interrupted': (a) => `已停止：共 ${a.of} 对，已开始 ${a.n} 对`,
  'agree.evidence': (a) => `证据：${a.path}`,
  'agree.again': (a) => `重做：${a.command}`,
};
