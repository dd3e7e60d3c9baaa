// Reasons for verdicts in Chinese: facts, limits, and missing evidence.
import type { Same } from '../en/index.ts';
import type { DECIDE as EN, JUDGE as EN_JUDGE } from '../en/decide.ts';
import { exactPercent, percentText } from './numbers.ts';
import { exactPercents } from '../numbers.ts';

export const DECIDE: Same<typeof EN> = {
  'decide.lost': (a) => `${a.n} 条已确认的消息丢失`,
  'decide.misrouted': (a) => `${a.n} 条消息错投给了不该看到的人`,
  'decide.phantom': (a) => `出现了 ${a.n} 条没有人发过的消息`,
  'decide.vanished': (a) => `${a.n} 条消息曾经显示过，后来从聊天记录里消失了`,
  'decide.forgotten': (a) => `有 ${a.n} 个会话曾告知访客，服务器的聊天记录里却没有`,
  'decide.waiting': (a) =>
    `运行结束时，访客的 ${a.of} 条消息中还有 ${a.n} 条在等客服查看，超出上限 ${exactPercent(a.bound)}`,
  'decide.open': (a) =>
    `运行结束时，${a.of} 次客服接待中还有 ${a.n} 次没有结束，超出上限 ${exactPercent(a.most)}，因此相关比率无法确定`,
  'decide.endless': (a) =>
    `运行结束时，${a.of} 次客服接待中还有 ${a.n} 次没有结束，超出上限 ${exactPercent(a.most)}，而且没有规则会关闭它们`,
  'decide.unknownAnswer': (a) =>
    `首次响应时长（P95）无法确定：${a.of} 次提问中有 ${a.n} 次得到回复，其余在运行结束时等待还不到 ${a.bound} 秒`,
  'decide.unanswered': (a) => `首次响应时长（P95）未达到，上限为 ${a.bound} 秒：${a.of} 次提问中只有 ${a.n} 次得到回复`,
  'decide.wrongTimeouts': (a) => {
    const parts = Object.entries({ 过早: a.early, 过晚: a.late, 该关未关: a.missed, 状态不对: a.wrongState });
    const said = parts.filter(([, n]) => n > 0).map(([how, n]) => `${how} ${n} 次`);
    return `${a.n} 次超时不符合规则：${said.join('，')}`;
  },
  'decide.above': (a) => {
    const [value = '', bound = ''] = exactPercents(a.value, a.bound).map(percentText);
    return `${a.what}：${value}，超出上限 ${bound}`;
  },
  'decide.untested': (a) => `${a.what}：没有发生可供计算的情况，因此没有检验这个上限`,
  'decide.timeoutRate': '超时率',
  'decide.prematureRate': '误超时率',
  'decide.missedRate': '漏消息率',
  'decide.slowAnswer': (a) => `首次响应时长（P95）为 ${a.seconds} 秒，超出上限 ${a.bound} 秒`,
  'decide.noAnswer': '首次响应时长：没有访客在会话中提问，因此没有检验这个上限',
  'decide.fate': (a) => `去向为 ${a.fate} 的消息有 ${a.n} 条，上限为 ${a.bound} 条`,
  'decide.interrupted': '运行中途被打断',
  'decide.silence': '没有人发过消息，没有可供评判的内容',
};

export const JUDGE: Same<typeof EN_JUDGE> = {
  'judge.noRun': '账本不完整：没有 `run` 记录',
  'judge.noRow': (a) => `账本不完整：没有 ${a.by} 的记录`,
  'judge.gaps': (a) => `账本不完整：${a.by} 有 ${a.n} 条记录缺失或顺序错乱`,
  'judge.notClosed': (a) => `账本不完整：缺少 ${a.by} 的 \`end\` 记录`,
  'judge.noVisitors': (a) => `${a.of} 位访客中有 ${a.n} 位始终没有出现`,
  'judge.noAgents': (a) => `${a.of} 位客服中有 ${a.n} 位始终没有出现`,
  'judge.miscounted': (a) => `访客和客服共计 ${a.said} 条消息，账本里却有 ${a.held} 条`,
  'judge.noDrain': '收尾没有完成',
  'judge.drainLate': '收尾超时：还有发出的消息没有得到答复',
  'judge.notRead': '结束时没有读取被测服务器的数据，不知道它保存了什么',
  'judge.fences': (a) => `${a.of} 个收尾标记中有 ${a.n} 个始终没有到达，可能还有消息在途`,
};
