// Texts about replays in virtual time, in Chinese: excerpts, `--verify`, stored rows, `shrink`.
import type { Same } from '../en/index.ts';
import type { REPLAY as EN } from '../en/replay.ts';
import { whole } from '../numbers.ts';
import { length } from './numbers.ts';

const near = (name: string | undefined): string => (name === undefined ? '' : `（是不是想写 ${name}？）`);

export const REPLAY: Same<typeof EN> = {
  'cli.memory': '虚拟时间的内存上限，例如 512MB 或 2GB；不写则可用大部分空闲内存',
  'cli.run.ledger': '虚拟时间的运行也保留账本；真实连接的运行总会保留',
  'cli.run.until': '仅虚拟时间：运行到这个模拟时间就结束，例如 68m',
  'cli.run.only': '仅虚拟时间：只让这些访客来，例如 v17,v23；写上客服（a3）则只有这些客服在岗',
  'cli.run.verify': '仅虚拟时间：同时运行两遍，指出第一行不同的记录；不作评判',
  'cli.shrink': '把超出上限的运行缩减到仍会超出的最少访客和客服（虚拟时间）',
  'cli.shrink.profile': '规则方案，只能写一套',
  'cli.shrink.limit': '要保持超出的是哪一项上限（lost、misrouted、wrongTimeouts……）；不写则取第一项',
  'cli.shrink.most': '最多运行多少次',

  'virtual.simOnly': (a) => `${a.flag} 只用于虚拟时间，而 --engine ${a.engine} 使用真实连接：请用 --engine sim`,
  'virtual.wrongMemory': (a) => `--memory ${a.given}：请写数字加 MB 或 GB，例如 512MB`,
  'virtual.wrongUntil': (a) => `--until ${a.given}：请写大于 0 的模拟时间，例如 90s、68m 或 2h`,
  'virtual.wrongOnly': (a) =>
    `--only ${a.given}：${a.wrong.map((one) => `“${one}”`).join('、')} 既不是访客也不是客服；请用逗号隔开编号，例如 v17,v23,a3`,
  'virtual.wrongMost': (a) => `--most ${a.given}：请写不小于 ${a.least} 的整数`,

  'excerpt.unknown': (a) => `--only：这次运行里没有 ${a.unknown.join('、')}；访客是 ${a.visitors}，客服是 ${a.agents}`,
  'excerpt.nobody': (a) => `--only ${a.only.join(',')}：还要写上访客（${a.visitors}）；没有访客就没有可供评判的内容`,
  'excerpt.visitors': (a) => `部分运行：只来了 ${whole(a.visitors)} 位访客（--only）`,
  'excerpt.people': (a) =>
    `部分运行：只来了 ${whole(a.visitors)} 位访客，${whole(a.of)} 名客服中有 ${whole(a.agents)} 名在岗（--only）`,
  'excerpt.until': (a) => `部分运行：到模拟时间 ${length(a.at)}就结束了（--until）`,

  'verify.title': (a) => `${a.scenario}（${a.profile}，运行两遍）`,
  'verify.same': (a) =>
    `${a.scenario}（${a.profile}，种子 ${a.seed}）：运行两遍，${whole(a.rows)} 行记录完全相同（${a.digest}）`,
  'verify.stopping': '正在停止：马上给出目前的比对结果；再按一次 Ctrl-C 立即退出',
  'verify.stopped': (a) =>
    `${a.scenario}（${a.profile}，种子 ${a.seed}）：已停止，此前两遍的 ${whole(a.rows)} 行记录完全相同`,
  'verify.differs': (a) =>
    `${a.scenario}（${a.profile}，种子 ${a.seed}）：同样的运行跑两遍，从第 ${a.row} 行起不同。这是缺陷，请反馈给我们\n  第一遍：${a.first ?? '没有这一行'}\n  第二遍：${a.second ?? '没有这一行'}`,

  'replay.shortest': (a) => `最短重现：    ${a.command}`,
  'replay.shortestHead': '最短的重现方式（已验证，同样超出这一上限）：',
  'replay.otherPeople': (a) =>
    `${a.run} 没有保留账本，重新运行时访客或客服不同：它由另一版本（${a.version}）生成，或没有运行完。请加 --ledger 重新运行`,
  'replay.otherRows': (a) =>
    `${a.run} 没有保留账本，重新运行得到 ${whole(a.now)} 行记录，原来是 ${whole(a.then)} 行：它由另一版本（${a.version}）生成，或没有运行完。请加 --ledger 重新运行`,
  'replay.notOver': (a) => `${a.path} 里既没有账本也没有结果，因为这次运行没有完成。请加 --ledger 重新运行`,

  'shrink.oneProfile': (a) => `--profile ${a.given}：一次只缩减一个运行，请只写一套规则方案`,
  'shrink.title': (a) => `${a.scenario}（${a.profile}，种子 ${a.seed}）`,
  'shrink.begun': (a) => `${a.title}：先完整跑一遍，看看超出了哪些限值`,
  'shrink.step': (a) =>
    `${a.title}：第 ${a.runs} 次运行，${whole(a.visitors)} 位访客、${whole(a.agents)} 名客服，超出 \`${a.limit}\``,
  'shrink.stopping': '正在停止：将给出目前最小的运行；再按一次 Ctrl-C 立即退出',
  'shrink.stoppedAtOnce': '第一次完整运行还没有结束就被停止：没有结果',
  'shrink.nothing': (a) =>
    `${a.scenario}（${a.profile}，种子 ${a.seed}）没有超出任何上限，无需缩减；请换一个 --profile 或 --seed，或在场景的 expect 里设更严的上限`,
  'shrink.noLimit': (a) => `--limit ${a.limit}：没有这一项限值${near(a.near)}；请写其中之一：${a.known.join('、')}`,
  'shrink.notBroken': (a) =>
    `--limit ${a.limit}：这次运行没有超出这一项${near(a.near)}；超出的是：${a.broken.join('、')}`,
  'shrink.broken': (a) => `超出的上限：${a.limit}（${a.text}）`,
  'shrink.left': (a) =>
    `原有 ${whole(a.visitorsBefore)} 位访客、${whole(a.agentsBefore)} 名客服，缩减到 ${whole(a.visitors)} 位访客、${whole(a.agents)} 名客服；共运行 ${whole(a.runs)} 次（${a.seconds} 秒）。`,
  'shrink.minimal': '其中任何一位都不能再去掉。',
  'shrink.share': '只有一位访客时，比率不是 0 就是 100%。这只是计入上限的一个例子，不能说明为什么有这么多。',
  'shrink.most': (a) => `${whole(a.most)} 次运行已用完；加大 --most 也许还能再缩减。`,
  'shrink.stopped': '已提前停止：这是目前最小的运行。',
  'shrink.visitor': (a) => `${a.id}，${a.at} 从 ${a.channel} 到来：${a.persona}`,
  'shrink.more': (a) => `…另有 ${whole(a.n)} 位`,
  'shrink.repeat': (a) => `只运行剩下的：${a.command}`,
};
