// Texts of `stillthere remedies` in Chinese.
import type { Same } from '../en/index.ts';
import type { REMEDIES as EN } from '../en/remedies.ts';
import { whole } from '../numbers.ts';

export const REMEDIES: Same<typeof EN> = {
  'remedies.says': '用同一批访客运行场景的每套规则方案，报告每种措施能改善多少',
  'remedies.profile': '规则方案，用逗号分隔；其余方案都与第一个比较',
  'remedies.profile.default': '场景的全部方案',
  'remedies.seed': 'S：种子为 S/1、S/2……',
  'remedies.replicates': '每个方案的种子数',
  'remedies.engine': 'sim 为虚拟时间；node 和 k6 用真实连接验证，种子逐个运行',
  'remedies.out': '比较结果文件夹的上级目录',
  'remedies.json': '输出 remedies.json，不输出报告',

  'remedies.onlyOne': (a) =>
    `${a.scenario} 只有 ${a.profile} 一套规则方案，没有可比较的对象；请在 \`profiles\` 下再写一套`,
  'remedies.otherPeople': (a) =>
    `同一个种子下两套方案的访客或客服不同（populationHash ${a.first} 与 ${a.second}），无法比较`,
  'remedies.live': (a) => `${a.scenario}（${a.profile}，第 ${a.at} 套，共 ${a.of} 套）`,
  'remedies.interrupted': (a) => `${a.of} 套方案完成 ${a.done} 套后停止：还没有可比较的结果；已完成的在 ${a.folder} 里`,

  'remedies.head': (a) =>
    `${a.scenario}：同一批访客，${a.profiles} 套规则方案，每套 ${whole(a.n)} 个种子（${a.first} … ${a.last}），${a.engine}`,
  'remedies.differences': (a) => `${a.base} 下的平均值，以及其余方案带来的变化：逐个种子的差值及其 95% 置信区间。`,
  'remedies.marks': (a) =>
    `+ 变好，- 变差，~ 只是数量不同：按表中全部 ${whole(a.comparisons)} 个比较校正后仍然显著。没有标记的可能只是偶然。`,
  'remedies.tooFew': '只有一个种子，样本太少：没有置信区间，也没有标记。',
  'remedies.metric.timeoutRate': '空闲超时',
  'remedies.metric.prematureRate': '… 其中误超时',
  'remedies.metric.waitingRate': '… 其中访客还在等回复',
  'remedies.metric.missedRate': '漏消息',
  'remedies.metric.unansweredRate': '未得到首次响应的提问',
  'remedies.metric.lost': '… 其中已确认却丢失',
  'remedies.metric.storedUnseen': '… 其中只留在聊天记录里',
  'remedies.metric.unnoticed': '… 其中显示过但没有人看',
  'remedies.metric.leftMessages': '转为留言的消息',
  'remedies.metric.repeatedDescriptions': '换客服后重新说一遍的消息',
  'remedies.metric.consultationsLost': '诉求未得到回应的访客',
  'remedies.metric.conversionsLost': '… 其中准备下单的',
  'remedies.metric.complaints': '会投诉的访客',
  'remedies.metric.transfersDone': '完成的转接',
  'remedies.metric.promptsAnswered': '提醒得到回应',
  'remedies.metric.alertsHandled': '客服提醒被及时处理',
  'remedies.metric.agentMessages': '客服发出的消息',
  'remedies.metric.firstResponseP95': '首次响应时长（P95）',
  'remedies.chart': (a) => `${a.what}：平均值与 95% 置信区间`,
  'remedies.better': (a) => `${a.profile} 改善了：${a.what.join('、')}`,
  'remedies.worse': (a) => `${a.profile} 变差了：${a.what.join('、')}`,
  'remedies.noEffect': (a) => `${a.profile} 没有显著的变化`,
};
