// The plan of a scenario, in Chinese.
import type { Same } from '../en/index.ts';
import type { PLAN as EN } from '../en/plan.ts';
import { whole } from '../numbers.ts';

export const PLAN: Same<typeof EN> = {
  'plan.says': '预览场景：到达、负载、速度、时长、内存和规则；不启动也不写入任何东西',
  'plan.json': '输出 JSON 而不是文字',
  'plan.title': (a) => `${a.name}（规则方案 ${a.profile}，种子 ${a.seed}）：${a.shows}`,

  'plan.who': '谁会来',
  'plan.people': (a) =>
    `此种子下有 ${whole(a.visitors)} 位访客（预期 ${whole(a.expected)} 位），${whole(a.agents)} 名客服`,
  'plan.sample': (a) =>
    `以下是抽样估算：${whole(a.of)} 位访客只抽取并播放了 ${whole(a.drawn)} 位，${whole(a.agentsOf)} 名客服相应减为 ${whole(a.agents)} 名；只有到达时间是全部访客的`,
  'plan.length': (a) => `到达持续 ${a.horizon}，播放到 ${a.end} 为止（模型时间）`,
  'plan.curve': (a) => `抽样得到的到达曲线：每列 ${a.step}，最高一列 ${whole(a.most)} 位访客`,

  'plan.load': '客服负载：同时需要接待的会话数与接待位（客服数 × 每人上限）',
  'plan.loadHead': '时段|开始|时长|预期|抽样|平均会话|最多|接待位|负载',
  'plan.holding': (a) => `按抽样得到的计划，每位访客平均占用接待位 ${a.length}`,
  'plan.overfull': (a) =>
    `${a.phase}：平均 ${a.wanted.toFixed(a.wanted < 100 ? 1 : 0)} 个会话，只有 ${whole(a.places)} 个接待位：供不应求`,
  'plan.nobody': (a) => `${a.phase}：没有客服在线`,
  'plan.tight': (a) => `${a.phase}：最多 ${whole(a.most)} 个会话，${whole(a.places)} 个接待位：会有一阵子排队`,
  'plan.peak': (a) =>
    `最忙的 ${a.at}：每模型秒 ${a.messages} 条消息、${a.frames} 帧；最多 ${whole(a.connected)} 个连接；消息共 ${whole(a.all)} 条`,

  'plan.engines': '运行大约需要',
  'plan.enginesHead': '引擎|速度|峰值帧率|耗时|内存',
  'plan.limit': (a) => `${a.engine} 在空闲的双核机器上可信的最高速度：${a.limit}（${a.bound}）`,
  'plan.speedAuto': '场景没有指定速度：运行前会用几秒测量机器，取可信的最高速度',
  'plan.speedAsked': (a) => `场景指定的速度是 ${a.speed}；运行前会用几秒测量机器，并说明可信的上限`,
  'plan.measured':
    '引擎的内存按实测估算：每个在线连接在 node 中 20 kB，在 k6 中 145 kB，在 sim 中 40 kB（包括客服系统、判定和尚未回收的内存），另加进程本身',
  'plan.ledger': (a) =>
    `${a.engine} 只保留在线的人，不写账本；加上 --ledger 约需 ${a.takes}，文件约 ${a.file}，内存不变`,

  'plan.rules': '关键规则',
  'plan.off': '无',
  'plan.idle': '空闲超时',
  'plan.idleAfter': (a) => `${a.after}，从 ${a.anchor} 起算`,
  'plan.prompt': '超时前提醒',
  'plan.promptBefore': (a) => `提前 ${a.before}`,
  'plan.queue': '排队',
  'plan.queueAfter': (a) => `${a.after} 后 ${a.then}`,
  'plan.handOver': '客服离线转接',
  'plan.visitorGone': '访客离线',
  'plan.capacity': '每名客服的会话数',
  'plan.afterClose': (a) => `关闭后的消息，${a.channel}`,

  'plan.assumptions': '假设',
  'plan.written': '场景中的思考时间、结束方式、习惯和耐心，在换成你自己的数据之前都是假设',
  'plan.defaults': '场景里没有写，因此采用默认值：',
  'plan.model': '消息和帧的速率来自在内存里用虚拟时间播放一遍；会话时长按该负载下的回复速度估算',
  'plan.modelSample':
    '消息和帧的速率来自在内存里用虚拟时间播放一遍抽样，再按比例放大；会话时长按该负载下的回复速度估算',
};
