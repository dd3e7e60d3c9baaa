// Texts of `stillthere serve` in Chinese.
import type { Same } from '../en/index.ts';
import type { SERVE as EN } from '../en/serve.ts';

export const SERVE: Same<typeof EN> = {
  'serve.does': '单独启动参考服务器，接受其他进程或机器的压测（`run --target`）',
  'serve.scenario': '采用哪个场景的会话规则：场景名（见 `stillthere list`）或自己的场景文件',
  'serve.profile': '采用哪套规则方案；压测时请用同一套',
  'serve.speed': '每个真实秒对应多少模拟秒；不写则用场景设定的速度',
  'serve.notify': '.yaml 或 .json 文件，写明有留言时通知谁：邮件、站内列表、钉钉和企业微信机器人',
  'serve.plan': 'full；fixed 表示不能通过 HTTP 设置会话规则',
  'serve.wrongPlan': (a) => `--plan ${a.given}：请写 ${a.known.join('、')} 之一`,
  'serve.host': '监听地址；0.0.0.0 表示允许其他机器访问',
  'serve.port': '监听端口；0 表示任选一个空闲端口',
  'serve.ready': (a) =>
    `已启动：${a.url}，规则 ${a.scenario}（${a.profile}），速度 ${a.speed}，指标在 /metrics；按 Ctrl-C 停止`,
  'serve.oneProfile': (a) => `--profile ${a.given}：一台服务器只能用一套规则方案，请只写一套`,
  'serve.secret': (a) => `请设置环境变量 ${a.variable}，至少 8 个字符，服务器和压测两边要一致`,
};
