// Errors in scenario files as a whole or in their syntax, in Chinese.
import type { Same } from '../en/index.ts';
import type { LOAD as EN } from '../en/load.ts';

export const LOAD: Same<typeof EN> = {
  'load.folder': (a) => `${a.path} 是文件夹；请指定其中的场景文件`,
  'load.threw': (a) => `无法加载 ${a.path}：${a.what}`,
  'load.tooLarge': (a) => `${a.path} 有 ${a.bytes} 字节；场景文件最多 ${a.most} 字节。是不是选错了文件？`,
  'load.notText': (a) => `${a.path} 不是 UTF-8 文本；请另存为 UTF-8`,
  'load.empty': (a) => `${a.path} 是空文件；可以用 \`stillthere init\` 生成第一个场景`,
  'load.noMapping': (a) => `${a.where}：这里是${a.found}，不是场景；请写成“键: 值”，例如 \`name: my-desk\``,
  'load.aList': '一个列表',
  'load.aValue': (a) => `单个值 ${a.value}`,
  'load.noSpace': (a) => `${a.where}：冒号后面要有空格：\`${a.key}: …\``,
  'load.bad': (a) => `${a.where}：${a.what}`,
  'load.wide': (a) => `这里用了全角“${a.wide}”；请改用半角“${a.half}”${a.half === ':' ? '，后面加一个空格' : ''}`,
  'load.twice': (a) => `键“${a.key}”在这里写了两次；请只保留一个`,
  'load.tab': '这里用了制表符；请用空格缩进',
  'load.documents': '这里开始了第二个文档；一个文件只写一个场景，不要用 ---',
  'load.indent': '缩进与同级的其他行不一致',
  'load.open': (a) => `前面有括号没有闭合；请补上 ${a.bracket}`,
  'load.quote': '引号没有闭合',
  'load.noColon': '只有键没有值；请写成“键: 值”',
  'load.nested': '同一个值里又出现了冒号：含有 `: ` 的文字请加引号，第二个键请另起一行',
  'load.comma': '同一对括号里的两个键之间缺少逗号，或有括号没有闭合',
  'load.syntax': (a) => `这里不是有效的 YAML；请检查是否漏了逗号、引号或括号（${a.message.trim()}）`,
  'load.reserved': '以这个字符开头的文字需要加引号',
  'load.unexpected': (a) => `这里不应该出现“${a.token}”`,
  'load.tag': (a) => `场景里不认识标签 ${a.tag}；请删掉`,
  'load.alias': (a) => `*${a.name} 之前没有对应的锚点 &${a.name}`,
  'load.aliases': '文件中的别名（*name）展开后过大；请直接写出具体的值',
  'load.deep': (a) => `${a.path} 嵌套太深，不像是场景文件`,
  'load.noValue': (a) => `键“${a.key}”没有值；请写上值；要关闭某条规则就写 null，不需要就删掉这个键`,
  'load.noItem': '列表项没有值；请写上值，或删掉这个短横线',
  'load.notJson':
    '这里不符合 JSON：键和文字要用双引号，不能有注释，最后一项后面不能有逗号；需要这些写法请用 .yaml 文件',
};
