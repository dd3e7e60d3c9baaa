// What remedies are worth, in Chinese.
import type { Same } from '../en/index.ts';
import type { REMEDIES as EN } from '../en/remedies.ts';
import { whole } from '../numbers.ts';

export const REMEDIES: Same<typeof EN> = {
  'remedies.says': '让同一批访客在场景的每种补救措施下各来一遍，说出每种措施值多少',
  'remedies.profile': '要运行的规则方案，用逗号分隔；其余方案都与第一个比较',
  'remedies.profile.default': '场景里的全部方案',
  'remedies.seed': 'S：种子为 S/1、S/2……',
  'remedies.replicates': '每个方案的种子数',
  'remedies.engine': 'sim 走虚拟时间；node 和 k6 走真实连接来印证，种子逐个运行',
  'remedies.out': '比较结果的文件夹建在哪里',
  'remedies.json': '打印 remedies.json，而不是报告',

  'remedies.onlyOne': (a) => `${a.scenario} 只有 ${a.profile} 一个方案，没有可比较的对象；请在 "profiles" 下再写一个`,
  'remedies.otherPeople': (a) =>
    `同一个种子下两个方案的访客不同（populationHash 为 ${a.first} 和 ${a.second}）：它们的差异说明不了什么`,
  'remedies.live': (a) => `${a.scenario}（${a.profile}，第 ${a.at} 个，共 ${a.of} 个）`,
  'remedies.interrupted': (a) =>
    `在 ${a.of} 个方案中完成 ${a.done} 个后停止：还没有可比较的结果；已完成的在 ${a.folder} 里`,

  'remedies.head': (a) =>
    `${a.scenario}：同一批访客，${a.profiles} 套规则，每套 ${whole(a.n)} 个种子（${a.first} … ${a.last}），${a.engine}`,
  'remedies.differences': (a) => `${a.base} 下的平均值，以及其余方案带来的变化：逐个种子的差异及其 95 % 置信区间。`,
  'remedies.marks': (a) =>
    `+ 变好，- 变差，~ 只是数量不同：把表中 ${whole(a.comparisons)} 个差异一起考虑后仍不像偶然。没有标记的可能只是偶然。`,
  'remedies.tooFew': '只有一个种子，无法判断什么是偶然：没有区间，也没有标记。',
  'remedies.metric.timeoutRate': '空闲超时',
  'remedies.metric.prematureRate': '… 对访客来说太早',
  'remedies.metric.waitingRate': '… 访客还在等回复',
  'remedies.metric.missedRate': '漏消息',
  'remedies.metric.unansweredRate': '未得到首次回复的提问',
  'remedies.metric.lost': '… 已确认却丢失',
  'remedies.metric.storedUnseen': '… 只留在历史记录里',
  'remedies.metric.unnoticed': '… 显示过，没人看',
  'remedies.metric.leftMessages': '转为留言',
  'remedies.metric.repeatedDescriptions': '向新客服重新说明',
  'remedies.metric.consultationsLost': '没有得到回应的访客',
  'remedies.metric.conversionsLost': '… 其中准备购买的',
  'remedies.metric.complaints': '会投诉的访客',
  'remedies.metric.transfersDone': '完成的转接',
  'remedies.metric.promptsAnswered': '提示得到回应',
  'remedies.metric.alertsHandled': '提醒被及时处理',
  'remedies.metric.agentMessages': '客服发出的消息',
  'remedies.metric.firstResponseP95': '首次回复，p95',
  'remedies.chart': (a) => `${a.what}：平均值与 95 % 置信区间`,
  'remedies.better': (a) => `${a.profile} 使之变好：${a.what.join('、')}`,
  'remedies.worse': (a) => `${a.profile} 使之变差：${a.what.join('、')}`,
  'remedies.noEffect': (a) => `${a.profile} 没有带来超出偶然的变化`,
};
