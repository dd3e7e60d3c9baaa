// Texts of the command line in Chinese.
import type { Same } from '../en/index.ts';
import type { CLI as EN } from '../en/cli.ts';

export const CLI: Same<typeof EN> = {
  'cli.says': '在线客服系统的压力测试与会话超时仿真',
  'cli.internal': (a) => `内部错误，请反馈给我们：${a.what}`,
  'cli.missingFile': (a) => `stillthere 安装不完整，缺少 ${a.path}，请重新安装`,
  'cli.seeHelp': '（运行 `stillthere --help` 查看全部命令）',
  'cli.lang': '输出语言：en 或 zh-CN；不写则依次看 LC_ALL、LC_MESSAGES、LANG',
  'cli.wrongLang': (a) =>
    `--lang ${a.given}：请写 ${a.known.join(' 或 ')}${a.near === undefined ? '' : `（是不是想写 ${a.near}？）`}`,
  'cli.help': '显示命令的帮助',
  'cli.version': '显示版本号',

  'cli.list': '列出自带的场景',
  'cli.run': '运行一个场景并给出结论',
  'cli.run.scenario': '场景名（见 `stillthere list`），或自己的场景文件',
  'cli.run.engine': 'sim 为虚拟时间；node（内置引擎）和 k6 使用真实连接',
  'cli.run.engine.default': '已安装 k6 时用 k6，否则用 node',
  'cli.run.profile': '规则方案，多套用逗号隔开',
  'cli.run.seed': '随机种子；种子相同，访客就相同',
  'cli.run.speed': '每个真实秒对应多少模拟秒',
  'cli.run.out': '运行文件夹的上级目录',
  'cli.run.target': '已在运行的服务器的 WebSocket 地址（ws://127.0.0.1:…/ws）',
  'cli.run.adapter': '被测服务器的类型',
  'cli.run.durability': '已确认的消息要经得起什么：process 为进程崩溃，power 为断电',
  'cli.run.keepDb': '把服务器的数据库保留在运行文件夹里',
  'cli.run.json': '输出结果文档（JSON），不输出报告',
  'cli.start': '演示：大促高峰的一小时，默认规则与全部补救措施的对比',
  'cli.start.scenario': '换一个有 bare 和 all 两套规则方案的场景',
  'cli.explain': '查看一个会话（s12）、一条消息（v3/0）或一位访客（v18）的全过程：各方做了什么、看到了什么、错过了什么',
  'cli.explain.run': '运行的编号、运行文件夹，或其中的 ledger.ndjson',
  'cli.explain.subject': '会话、消息或访客',
  'cli.explain.out': '运行文件夹的上级目录',

  'cli.noK6': (a) => `${a.why}。这次改用内置引擎（--engine node）。`,
  'cli.samePeople': (a) => `同一批访客，${a.sets} 套规则方案`,
  'cli.startCompared': '同一批访客：默认规则（bare）与全部补救措施（all）的对比',
  'cli.stopping': '正在停止：先收尾并给出结论；再按一次 Ctrl-C 立即退出',
};
