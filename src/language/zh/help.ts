// Texts of help pages and parser errors in Chinese.
import type { Same } from '../en/index.ts';
import type { HELP as EN } from '../en/help.ts';

export const HELP: Same<typeof EN> = {
  'help.usage': '用法：',
  'help.arguments': '参数：',
  'help.options': '选项：',
  'help.globalOptions': '全局选项：',
  'help.commands': '命令：',
  'help.anyOptions': '[选项]',
  'help.anyCommand': '[命令]',
  'help.choices': (a) => `可选：${a.known}`,
  'help.default': (a) => `默认：${a.value}`,
  'help.more': (a) => `${a.text}（${a.more.join('；')}）`,

  'help.missingArgument': (a) => `错误：缺少必填参数“${a.name}”`,
  'help.missingValue': (a) => `错误：选项“${a.flags}”后面缺少值`,
  'help.missingOption': (a) => `错误：缺少必填选项“${a.flags}”`,
  'help.conflict': (a) => `错误：选项“${a.one}”不能与选项“${a.other}”同时使用`,
  'help.unknownOption': (a) => `错误：未知选项“${a.flag}”`,
  'help.unknownCommand': (a) => `错误：未知命令“${a.name}”`,
  'help.tooMany': (a) => `错误：“${a.name}”的参数过多，应为 ${a.expected} 个，实际给了 ${a.got} 个。`,
  'help.wrongChoice': (a) => `错误：选项“${a.flags}”的值“${a.given}”无效。可选值：${a.known}。`,
  'help.wrongArgument': (a) => `错误：参数“${a.name}”的值“${a.given}”无效。可选值：${a.known}。`,
  'help.near': (a) => `（是不是想用 ${a.names}？）`,
};
