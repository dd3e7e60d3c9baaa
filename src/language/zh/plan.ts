// Texts of `stillthere plan` in Chinese.
import type { Same } from '../en/index.ts';
import type { PLAN as EN } from '../en/plan.ts';
import { whole } from '../numbers.ts';
import { length } from './numbers.ts';

export const PLAN: Same<typeof EN> = {
  'plan.says': '预览场景：到达、负载、速度、耗时、内存和规则；不启动也不写入任何东西',
  'plan.json': '输出 JSON，不输出文字',
  'plan.title': (a) => `${a.name}（规则方案 ${a.profile}，种子 ${a.seed}）：${a.shows}`,

  'plan.who': '访客与客服',
  'plan.people': (a) =>
    `此种子下有 ${whole(a.visitors)} 位访客（预期 ${whole(a.expected)} 位），${whole(a.agents)} 名客服`,
  'plan.sample': (a) =>
    `以下是抽样估算：${whole(a.of)} 位访客抽取 ${whole(a.drawn)} 位，${whole(a.agentsOf)} 名客服相应减为 ${whole(a.agents)} 名；只有到达时间是全部访客的`,
  'plan.length': (a) => `到达持续 ${a.horizon}，模拟到第 ${a.end}为止（模拟时间）`,
  'plan.curve': (a) => `到达曲线：每列 ${length(a.step)}，最高一列 ${whole(a.most)} 位访客`,

  'plan.load': '客服负载：同时进行的会话数与接待能力（客服数 × 每人上限）',
  'plan.loadHead': '时段|开始|时长|预期|抽样|平均会话|最多|接待能力|负载',
  'plan.holding': (a) => `每位访客平均占用接待能力 ${a.length}`,
  'plan.overfull': (a) =>
    `${a.phase}：需求（同时 ${a.wanted.toFixed(a.wanted < 100 ? 1 : 0)} 个会话）超出接待能力（${whole(a.places)} 个）`,
  'plan.nobody': (a) => `${a.phase}：没有客服在线`,
  'plan.tight': (a) =>
    `${a.phase}：最多同时 ${whole(a.most)} 个会话，超出接待能力 ${whole(a.places)} 个：会有一阵子排队`,
  'plan.peak': (a) =>
    `最忙的 ${length(a.at)}：每个模拟秒 ${a.messages} 条消息、${a.frames} 帧；最多 ${whole(a.connected)} 个连接；消息共 ${whole(a.all)} 条`,

  'plan.engines': '运行大约需要',
  'plan.enginesHead': '引擎|速度|峰值帧率|耗时|内存',
  'plan.limit': (a) => `${a.engine} 在空闲的双核机器上可信的最高速度：${a.limit} 倍（${a.bound}）`,
  'plan.speedAuto': '场景没有设定速度：运行前会用几秒测量机器，取可信的最高速度',
  'plan.speedAsked': (a) => `场景设定的速度是 ${a.speed}：运行前会用几秒测量机器，不可信时会提示`,
  'plan.speedAbove': (a) =>
    `速度 ${a.speed} 超出 ${a.engine} 在那里的可信上限 ${a.limit}：这样的运行会判为无效；--speed auto 不会超出上限`,
  'plan.measured':
    '内存按实测估算：每个在线连接在 node 中 20 kB，在 k6 中 145 kB，在 sim 中 40 kB（含客服系统、判定和待回收内存），另加进程本身',
  'plan.ledger': (a) => `${a.engine} 默认不写账本；加上 --ledger 约需 ${a.takes}，文件约 ${a.file}，内存不变`,

  'plan.rules': '关键规则',
  'plan.off': '无',
  'plan.idle': '空闲超时',
  'plan.idleAfter': (a) => `${length(a.after)}，自${a.anchor}起`,
  'plan.prompt': '超时前提醒',
  'plan.promptBefore': (a) => `提前 ${length(a.before)}`,
  'plan.queue': '排队',
  'plan.queueAfter': (a) => `${length(a.after)}后：${a.then}`,
  'plan.handOver': '客服离线转接',
  'plan.visitorGone': '访客离线关闭',
  'plan.capacity': '每名客服的会话数',
  'plan.afterClose': (a) => `关闭后的消息，${a.channel}`,

  'plan.assumptions': '假设',
  'plan.written': '场景中的思考时间、结束方式、习惯和耐心，在换成您自己的数据之前都是假设',
  'plan.defaults': '场景没有设定，采用默认值：',
  'plan.model': '消息和帧的速率来自内存中的一次虚拟时间运行；会话时长取决于该负载下的回复速度',
  'plan.modelSample': '消息和帧的速率来自抽样的一次虚拟时间运行，再按比例放大；会话时长取决于该负载下的回复速度',
};
