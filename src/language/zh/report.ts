// The report of a run in Chinese: sentences, headings and the names of rows.
import type { Same } from '../en/index.ts';
import type { REPORT as EN } from '../en/report.ts';
import { whole } from '../numbers.ts';

export const REPORT: Same<typeof EN> = {
  'report.micros': (a) => `${a.n} 微秒`,
  'report.millis': (a) => `${a.n} 毫秒`,
  'report.seconds': (a) => `${a.n} 秒`,
  'report.minutes': (a) => `${a.n} 分钟`,
  'report.hours': (a) => `${a.n} 小时`,
  'report.percent': (a) => `${a.n}%`,

  'report.note': (a) => `说明：${a.text}`,
  'report.rate': (a) => `${a.share}（${whole(a.count)}/${whole(a.of)}）`,
  'report.rateNone': (a) => `0/${whole(a.of)}（最多 ${a.high}）`,
  'report.rateEmpty': '没有可供计算的情况',
  'report.atMost': (a) => `最多 ${a.high}`,
  'report.share': (a) => `${whole(a.count)}（${a.share}）`,

  'report.came': (a) =>
    `共有 ${whole(a.visitors)} 位访客来访，打开 ${whole(a.opened)} 个会话。客服共接待 ${whole(a.active)} 次。`,
  'report.played.ended': (a) => `访客在 ${a.arrivals}内陆续到达；再过 ${a.more}，所有访客都已离开，所有会话都已结束。`,
  'report.played.endless': (a) =>
    `访客在 ${a.arrivals}内陆续到达；再过 ${a.more}，所有访客都已离开。没有规则会关闭仍未结束的会话。`,
  'report.played.cut': (a) =>
    a.more === ''
      ? `按场景或命令的要求，运行 ${a.arrivals}后结束。`
      : `访客在 ${a.arrivals}内陆续到达；再过 ${a.more}，按场景或命令的要求结束运行。`,
  'report.played.limit': (a) => `访客在 ${a.arrivals}内陆续到达；再过 ${a.more}达到最长时限，结束运行（见 \`tail\`）。`,
  'report.played.stopped': (a) =>
    a.more === '' ? `运行 ${a.arrivals}后被中止。` : `访客在 ${a.arrivals}内陆续到达；再过 ${a.more}，运行被中止。`,
  'report.timedOut': (a) =>
    a.open === 0
      ? `会话空闲超时率：${a.rate}。`
      : `会话空闲超时率：${a.rate}（只计已结束的会话，另有 ${whole(a.open)} 个尚未结束）。`,
  'report.tooEarly': (a) => `其中误超时：${a.rate}。`,
  'report.answered': (a) =>
    `首次响应：${whole(a.of)} 次提问中有 ${whole(a.n)} 次得到回复` +
    (a.late > 0 ? `，其中 ${whole(a.late)} 次是在访客放弃之后` : '') +
    (a.open > 0 ? `；另有 ${whole(a.open)} 位访客仍在等待` : '') +
    '。',
  'report.waiting': (a) => `仍在等客服查看消息的访客：${whole(a.visitors)} 位。`,
  'report.besideOpen': (a) => `；${whole(a.open)} 个未结束`,
  'report.ofAll': (a) => `${whole(a.n)} 次（共 ${whole(a.of)} 次）`,
  'report.notReached': '未达到',
  'report.times.all': (a) => `${whole(a.n)} 次`,
  'report.times.some': (a) => `${whole(a.n)}/${whole(a.of)}` + (a.open > 0 ? `，${whole(a.open)} 个仍在等待` : ''),
  'report.missed': (a) => `漏消息：${a.rate}。`,
  'report.missedPart': (a) => `${whole(a.count)} 条${a.what}`,
  'report.unheard': (a) => `诉求未得到回应的访客：${whole(a.visitors)} 位。`,
  'report.unheardBuyers': (a) =>
    `诉求未得到回应的访客：${whole(a.visitors)} 位（其中准备下单的 ${whole(a.buyers)} 位）。`,
  'report.repeated': (a) => `换客服后重新说一遍的消息：${whole(a.messages)} 条。`,

  'report.messages': '消息去向',
  'report.closed': '会话如何结束',
  'report.leftMessage': '转为留言',
  'report.stillOpen': '仍未结束',
  'report.byPeople': '空闲超时那一刻，访客在做什么',
  'report.byCause': '空闲超时的原因',
  'report.word': (a) => `（${a.word}）`,
  'report.times': '耗时',
  'report.firstResponse': '首次响应（模拟时间）',
  'report.notice': '客服注意到消息（模拟时间）',
  'report.transfer': '转接（模拟时间）',
  'report.ack': '消息确认（真实时间）',
  'report.delivery': '消息送达（真实时间）',
  'report.closeLateness': '晚于应关闭时间（真实时间）',
  'report.run': '本次运行',
  'report.engine': '引擎',
  'report.engineSim': 'sim（虚拟时间）：不能说明服务器或网络的承载能力',
  'report.speed': '速度',
  'report.speedWhy': (a) => `${a.speed} 倍速（${a.why}）`,
  'report.generator': '压测引擎',
  'report.generatorLate': (a) => `${a.engine}，滞后 P99 ${a.p99}，最大 ${a.max}，事件循环最多 ${a.lag}：${a.trust}`,
  'report.trust': '可信',
  'report.noTrust': '不可信',
  'report.alerts': '提醒',
  'report.alertsHandled': (a) =>
    `超时前提醒客服 ${whole(a.expiring)} 次，及时回复 ${whole(a.handled)} 次，未及时回复 ${whole(a.expired)} 次`,
  'report.transfers': '转接',
  'report.transfersDone': (a) => `发起 ${whole(a.asked)}，完成 ${whole(a.done)}，失败 ${whole(a.failed)}`,
  'report.resources': '资源',
  'report.resourcesUsed': (a) => `耗时 ${a.wall} 秒，CPU ${a.cpu} 秒，内存峰值 ${a.peak}，账本 ${whole(a.rows)} 行`,
  'report.evidence': (a) => `证据：${a.folder}`,
  'report.look': (a) => `查看其中一例：npx stillthere explain ${a.folder} ${a.subject}   （${a.word}）`,
  'report.repeat': (a) => `重新运行：    ${a.command}`,

  'side.verdict': '结论',
  'side.visitors': '访客',
  'side.active': '客服接待次数',
  'side.timeouts': '空闲超时',
  'side.premature': '… 其中误超时',
  'side.waiting': '… 其中访客还在等回复',
  'side.written': '发出的消息',
  'side.missed': '漏消息',
  'side.byVisitors': '… 其中访客发出的',
  'side.lost': '… 其中已确认却丢失',
  'side.unseen': '… 其中只留在聊天记录里',
  'side.unnoticed': '… 其中显示过但没有人看',
  'side.kept': '转为留言的消息',
  'side.unheard': '诉求未得到回应的访客',
  'side.buyers': '… 其中准备下单的',
  'side.repeated': '换客服后重新说一遍的消息',
  'side.transfers': '完成的转接',
  'side.answered': '得到首次响应的提问',
  'side.median': '首次响应时长（中位数）',
  'side.p95': '首次响应时长（P95）',
};
