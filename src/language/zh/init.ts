// Texts of `stillthere init` in Chinese: comments of the scenario file, and messages of the
// command.
import type { Same } from '../en/index.ts';
import type { INIT as EN } from '../en/init.ts';

export const INIT: Same<typeof EN> = {
  'init.says': '在当前文件夹生成第一个场景，带注释',
  'init.name': '场景名，也是文件名',
  'init.ts': '生成 TypeScript 而不是 YAML',
  'init.badName': (a) =>
    `“${a.name}”不能作为场景名：只能用小写字母、数字和连字符，例如 ${a.near}；文件会写到当前文件夹`,
  'init.exists': (a) => `${a.file} 已经存在，不会覆盖；请换个名字：stillthere init <名字>`,
  'init.unwritable': (a) => `无法写入 ${a.file}：${a.why}`,
  'init.written': (a) => `已生成 ${a.file}。请先预览，再运行：`,
  'init.editor': (a) => `要在编辑器里得到补全（编辑器须读取第一行）：${a.command}`,

  'init.top': '您的第一个晚高峰。改一个数字，再运行一次：',
  'init.seed': '使用这个种子，除非用 --seed 另外指定',
  'init.locales': '对话使用的语言：zh_CN 或 en',
  'init.shows': '繁忙的半小时：访客沉默十分钟就关闭会话的客服系统',
  'init.arrivals': '访客什么时候来（模拟时间），从哪些渠道来（按权重）。实际来多少人由随机种子决定。',
  'init.calm': '平峰',
  'init.rush': '高峰',
  'init.after': '高峰过后',
  'init.personas':
    '访客类型，按权重。think：从看到回复到再次发消息的时间；share: 80 表示 8% 的情况要查找很久。\nendings：对话怎样结束（自己关闭、道别、不再说话），按权重。换成您自己的数据之前，这些都是假设。',
  'init.habits': '设备和网络的影响：20% 的访客（share: 200）会把手机放下一阵子。',
  'init.agents': '有多少客服，看完一条消息并打字回复要多久。',
  'init.rules':
    '会话规则。会话关闭后再发消息会打开新会话；而在 app 上，消息已确认却会丢失，真实系统里\n也有这样的情况。可以改成 new_session、reopen 或 leave_message 试试。',
  'init.profiles': '要对比的规则方案，访客相同：bare 是现状，all 加上补救措施。',
  'init.prompt': '您好，还在吗？',
  'init.expect': '您的上限：漏消息最多占 3%。超出时退出码为 2。',
  'init.speed': '真实连接下每个真实秒对应多少模拟秒。所有访客离开、所有会话结束后才停止，大约需要一分钟。',
};
