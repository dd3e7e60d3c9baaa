// Texts of `run --replicates` in Chinese: flags, progress, verdict and report.
import type { Same } from '../en/index.ts';
import type { REPLICATES as EN } from '../en/replicates.ts';
import { whole } from '../numbers.ts';

const inSeeds = (a: { seeds: number; of: number; named: readonly string[] }): string =>
  `${whole(a.of)} 个种子中有 ${whole(a.seeds)} 个如此：${a.named.join('、')}${a.seeds > a.named.length ? ' …' : ''}`;

export const REPLICATES: Same<typeof EN> = {
  'replicates.flag': '用 --seed S 的种子 S/1、S/2……S/n 各运行一次，报告每次的结果，以及平均值和置信区间',
  'replicates.flagWorkers': '与 --replicates 一起用于虚拟时间：同时运行几个种子',
  'replicates.flagWorkers.default': '每个 CPU 核心一个',
  'replicates.wrongCount': (a) => `${a.flag} ${a.given}：请写 1 到 ${a.most} 之间的整数`,
  'replicates.workersAlone': '--workers 要与 --replicates 一起用：单个种子只用一个线程',
  'replicates.workersReal': '--workers 只用于虚拟时间：真实连接下同时运行多个种子会互相拖慢',

  'replicates.forOne': (a) =>
    `${a.flag} 只用于单次运行，不能与 --replicates 同用：请去掉其中一个，或用 --seed ${a.seed} 加 ${a.flag} 单独运行一个种子`,

  'replicates.failed': (a) => `种子 ${a.seed} 运行失败：${a.why}`,
  'replicates.workerGone': (a) => `它的工作线程提前退出（退出码 ${a.code}）`,
  'replicates.workerFull': (a) =>
    `它的工作线程所需内存超出了分到的 ${whole(a.megabytes)} MB；请用 --workers 减少同时运行的种子`,

  'replicates.progress': (a) =>
    `已完成 ${whole(a.done)} / ${whole(a.of)} 个种子，用时 ${a.seconds} 秒${a.left === undefined ? '' : `，大约还剩 ${a.left} 秒`}`,
  'replicates.title': (a) =>
    `${a.title}，种子 ${a.seed}（第 ${whole(a.at)} 个，共 ${whole(a.of)} 个${a.left === undefined ? '' : `，大约还剩 ${a.left} 秒`}）`,
  'replicates.notOne': (a) =>
    `${a.path} 里是多次运行：请指明其中一次的运行文件夹；虚拟时间请先用它的 --seed 单独运行一次`,
  'replicates.stopping': '正在停止：没有完成的种子不计入，只报告已完成的',

  'replicates.inSeeds': (a) => `${a.what}；${inSeeds(a)}`,
  'replicates.worst': (a) => `${a.what}（种子 ${a.seed}）；${inSeeds(a)}`,
  'replicates.first': (a) => `${a.what}（种子 ${a.seed}，各种子不尽相同）；${inSeeds(a)}`,
  'replicates.interrupted': (a) => `中途被打断：${whole(a.of)} 个种子只完成了 ${whole(a.done)} 个`,

  'replicates.head': (a) =>
    `${a.scenario}（${a.profile}，${a.engine}）共运行 ${whole(a.n)} 次，种子 ${a.first === a.last ? a.first : `${a.first} 到 ${a.last}：规则相同，访客不同`}`,
  'replicates.together': '平均值附 95% 置信区间；标准差表示各次运行之间的差异',
  'replicates.tooFew': '只运行一次，样本太少：没有置信区间，也没有标准差',
  'replicates.mean': '平均值',
  'replicates.sd': '标准差',
  'replicates.range': '最小 … 最大',
  'replicates.measured': (a) => `${whole(a.of)} 次中有 ${whole(a.n)} 次可计算`,
  'replicates.noneLost': (a) =>
    `运行 ${whole(a.n)} 次，没有丢失消息：这样的运行中会丢消息的最多占 ${a.high}（95% 置信度）`,
  'replicates.each': '每一次的结果',
  'replicates.more': (a) => `  … 其余 ${whole(a.n)} 次见 replicates.json`,
  'replicates.resources': (a) =>
    `耗时 ${a.wall} 秒（同时运行 ${whole(a.workers)} 个种子），CPU ${a.cpu} 秒，内存峰值 ${a.peak}`,
  'replicates.one': (a) => `单独运行其中一个：${a.command}`,
  'replicates.again': (a) => `全部重新运行：    ${a.command}`,
  'replicates.paired': (a) =>
    `同一批访客，${a.sets} 套规则方案：平均值，以及逐个种子与第一套相比的差值（附 95% 置信区间）`,
  'replicates.difference': '差值',
  'replicates.points': '个百分点',

  'replicates.seed': '种子',
  'replicates.column.timeoutRate': '超时率',
  'replicates.column.prematureRate': '误超时',
  'replicates.column.missedRate': '漏消息',
  'replicates.column.lost': '丢失',
  'replicates.column.consultationsLost': '未得到回应',
  'replicates.column.firstResponseP50': '首次响应（P50）',
  'replicates.column.firstResponseP95': '首次响应（P95）',
  'replicates.metric.visitors': '访客',
  'replicates.metric.opened': '打开的会话',
  'replicates.metric.active': '客服接待次数',
  'replicates.metric.idleTimeouts': '空闲超时',
  'replicates.metric.timeoutRate': '… 占已结束的客服接待',
  'replicates.metric.prematureRate': '… 其中误超时',
  'replicates.metric.waitingRate': '… 其中访客还在等回复',
  'replicates.metric.wrongTimeouts': '… 其中不符合规则',
  'replicates.metric.attempted': '发出的消息',
  'replicates.metric.missedRate': '… 其中漏消息',
  'replicates.metric.unansweredRate': '未得到首次响应的提问',
  'replicates.notReached': (a) => `${whole(a.of)} 次中有 ${whole(a.n)} 次未达到`,
  'replicates.metric.lost': '… 其中已确认却丢失',
  'replicates.metric.storedUnseen': '… 其中只留在聊天记录里',
  'replicates.metric.unnoticed': '… 其中显示过但没有人看',
  'replicates.metric.promptsAnswered': '提醒得到回应',
  'replicates.metric.alertsHandled': '客服提醒被及时处理',
  'replicates.metric.agentMessages': '客服发出的消息',
  'replicates.metric.leftMessages': '… 其中转为留言',
  'replicates.metric.consultationsLost': '诉求未得到回应的访客',
  'replicates.metric.conversionsLost': '… 其中准备下单的',
  'replicates.metric.complaints': '会投诉的访客',
  'replicates.metric.repeatedDescriptions': '换客服后重新说一遍的消息',
  'replicates.metric.transfersDone': '完成的转接',
  'replicates.metric.firstResponseP50': '首次响应时长（中位数）',
  'replicates.metric.firstResponseP95': '首次响应时长（P95）',
};
