// User errors in Chinese: what was wrong, where, and what to do.
import type { Same } from '../en/index.ts';
import type { ERRORS as EN } from '../en/errors.ts';

const near = (name: string | undefined): string => (name === undefined ? '' : `（是不是想写 ${name}？）`);

export const ERRORS: Same<typeof EN> = {
  'errors.noScenario': (a) => `没有名为“${a.name}”的场景${near(a.near)}；现有场景：${a.known.join('、')}`,
  'errors.noFile': (a) => `文件 ${a.path} 不存在`,
  'errors.noFileNear': (a) => `文件 ${a.path} 不存在（是不是想写 ${a.near}？）`,
  'errors.notScenario': (a) =>
    `${a.path} 不是场景文件：请写一个默认导出 defineScenario({…}) 的 .ts、.js 或 .mjs 文件，或写成 .yaml、.json`,
  'errors.unreadable': (a) => `${a.path} 无法读取：${a.why}`,
  'errors.notTypeScript': (a) => `${a.path} 无法按 TypeScript 读取：\n${a.why}`,
  'errors.noExport': (a) => `${a.path} 没有导出场景：请写 export default defineScenario({…})`,

  'errors.noProfile': (a) =>
    `--profile ${a.flag}：没有名为“${a.name}”的规则方案${near(a.near)}；${a.scenario === undefined ? '现有方案' : `场景“${a.scenario}”的方案`}：${a.known.join('、')}`,
  'errors.lacksProfile': (a) => `场景“${a.scenario}”没有规则方案“${a.profile}”；现有方案：${a.known.join('、')}`,
  'errors.simTarget': '--target 需要真实连接：请用 --engine node 或 --engine k6',
  'errors.crashesTarget': (a) =>
    `场景“${a.scenario}”会让服务器宕机（\`crashes\`），只有自带的服务器支持：请去掉 --target，或改用 --engine sim`,
  'errors.simSpeed': (a) =>
    `--speed ${a.speed} 需要真实连接，虚拟时间总是以最快速度运行：请去掉 --speed，或改用 --engine node 或 --engine k6`,
  'errors.wrongSpeed': (a) =>
    `${a.flag} ${a.given}：请写 0.01 到 10000 之间的数字${a.or === undefined ? '' : `，或 ${a.or}`}`,
  'errors.wrongPort': (a) => `${a.flag} ${a.given}：请写 0 到 65535 之间的整数`,
  'errors.wrongTarget': (a) => `--target ${a.url}：请写 WebSocket 地址，例如 ws://127.0.0.1:8080/ws`,
  'errors.noAnswer': (a) => `${a.url} 没有响应（${a.why}）：请先启动服务器，或改正 --target 后的地址`,
  'errors.noConnection': (a) => `${a.seconds} 秒内未能建立连接`,
  'errors.noClock': (a) =>
    `被测服务器 ${a.url} 不报告自己的时钟，只能按真实时间运行，不能用速度 ${a.speed}：请去掉 --speed`,
  'errors.otherSpeed': (a) =>
    `被测服务器 ${a.url} 的速度是 ${a.speed}，不是 ${a.asked}；请去掉 --speed，或按该速度重新启动服务器`,
  'errors.usedTarget': (a) => `被测服务器 ${a.url} 里有以前运行的数据（访客 ${a.visitor}）：请用空数据库重新启动它`,
  'errors.noHonestSpeed': (a) =>
    `本机没有可信的速度（${a.bound}）；请放长思考时间和规则时长，或改用虚拟时间（--engine sim）`,
  'errors.k6Needed': (a) => {
    const found = a.found.length > 0 ? `；找到的有：${a.found.join('、')}` : '，而 PATH 和 .tools/ 里都没有';
    return `需要 k6 ${a.version} 或更新版本${found}。请安装 k6（https://grafana.com/docs/k6/latest/set-up/install-k6/），或用 --engine node 运行`;
  },
  'errors.k6NotThere': (a) => `${a.path}（来自 STILLTHERE_K6）不存在`,
  'errors.k6Broken': (a) => `${a.path} 无法运行`,
  'errors.k6Old': (a) => `${a.path} 的版本是 ${a.version}`,

  'errors.portInUse': (a) => `${a.host} 的端口 ${a.port} 已被占用；请停掉占用它的程序，或换一个端口`,
  'errors.cannotListen': (a) => `无法监听 ${a.host} 的端口 ${a.port}：${a.why}`,
  'errors.folderUnwritable': (a) => `运行文件夹 ${a.path} 无法写入：${a.why}；请用 --out 换一个位置`,
  'errors.resultUnwritable': (a) =>
    `这次运行的结论是“${a.verdict}”，但 ${a.path} 无法写入：${a.why}；请腾出空间，或用 --out 换一个位置`,
  'errors.ledgerFull': (a) => `账本 ${a.path} 无法写入：${a.why}；请腾出空间，或用 --out 换一个位置`,
  'errors.otherPeople': (a) =>
    `这些运行无法比较，因为访客或客服不同（populationHash：${a.runs.join('，')}）。请用同一场景和同一 --seed，并让每次运行都跑完`,

  'errors.noRunFolder': (a) => `${a.path} 不是运行文件夹：里面既没有 ledger.ndjson，也没有 scenario.json`,
  'errors.noRun': (a) =>
    `没有名为“${a.name}”的运行：请给出 ${a.out} 里的运行编号、运行文件夹，或 ledger.ndjson；--out 指定运行放在哪里`,
  'errors.noRow': (a) => `${a.path} 第 ${a.line} 行：这不是账本记录`,
  'errors.noJson': (a) => `${a.path} 不是有效的 JSON：不是本程序写的，或没有写完`,
  'errors.noSubject': (a) =>
    `${a.run} 里没有会话、消息、访客或客服“${a.subject}”；里面有：${a.known.length === 0 ? '无' : a.known.join('，')}`,
  'ids.messages': (a) => `${a.of} 的消息 ${a.first} 到 ${a.last}`,
  'ids.visitors': (a) => `访客 ${a.first} 到 ${a.last}`,
  'ids.agents': (a) => `客服 ${a.first} 到 ${a.last}`,
  'ids.sessions': (a) => `会话 ${a.first} 到 ${a.last}`,
};
