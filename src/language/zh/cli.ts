// Texts of the command line in Chinese.
import type { Same } from '../en/index.ts';
import type { CLI as EN } from '../en/cli.ts';

export const CLI: Same<typeof EN> = {
  'cli.says': '在线客服系统的压力测试与会话超时仿真',
  'cli.internal': (a) => `内部错误，请反馈给我们：${a.what}`,
  'cli.missingFile': (a) => `stillthere 安装不完整，缺少 ${a.path}，请重新安装`,
  'cli.seeHelp': '（运行 `stillthere --help` 查看全部命令）',
  'cli.lang': '输出所用的语言：en 或 zh-CN；不写则依次看 LC_ALL、LC_MESSAGES、LANG',
  'cli.wrongLang': (a) =>
    `--lang ${a.given}：请写 ${a.known.join(' 或 ')}${a.near === undefined ? '' : `（是不是想写 ${a.near}？）`}`,
  'cli.help': '显示命令的帮助',
  'cli.version': '显示版本号',

  'cli.list': '列出自带的场景',
  'cli.run': '运行一个场景并给出结论',
  'cli.run.scenario': '场景名（见 `stillthere list`），或自己的场景文件',
  'cli.run.engine': '用什么来跑：sim 虚拟时间，node 内置引擎，或 k6',
  'cli.run.engine.default': 'k6；没有 k6 时用 node',
  'cli.run.profile': '采用哪套会话规则，多套用逗号隔开',
  'cli.run.seed': '种子相同，访客就相同',
  'cli.run.speed': '每个真实秒对应多少模型秒',
  'cli.run.out': '运行文件夹放在哪里',
  'cli.run.target': '已在运行的服务器的 WebSocket 地址（ws://127.0.0.1:…/ws）',
  'cli.run.adapter': '被测服务器的类型',
  'cli.run.durability': '已确认的消息要扛得住什么：process 进程崩溃，power 断电',
  'cli.run.keepDb': '把服务器的数据库留在运行文件夹里',
  'cli.run.json': '不打印报告，改为打印结果文档（JSON）',
  'cli.start': '主打演示：大促高峰的一小时，默认配置与加上补救措施后的对比',
  'cli.start.scenario': '换一个场景，用 bare 和 all 两套规则跑',
  'cli.explain': '一个会话（s12）、一条消息（v3/0）或一位访客（v18）的来龙去脉：谁做了什么、看到了什么、错过了什么',
  'cli.explain.run': '运行的编号、它的文件夹，或它的 ledger.ndjson',
  'cli.explain.subject': '会话、消息或访客',
  'cli.explain.out': '运行文件夹在哪里',

  'cli.noK6': (a) => `${a.why}。这次改用内置引擎（--engine node）。`,
  'cli.samePeople': (a) => `同一批访客，${a.sets} 套规则`,
  'cli.startCompared': '默认配置（bare）下访客的遭遇，以及补救措施（all）带来的变化',
  'cli.stopping': '正在停止：先收尾并给出结论；再按一次 Ctrl-C 立即退出',
};
