// Texts about flags and outputs that all commands share, in Chinese.
import type { Same } from '../en/index.ts';
import type { FLAGS as EN } from '../en/flags.ts';

export const FLAGS: Same<typeof EN> = {
  'flags.seed.default': '场景里写的种子，没有写则为“1”',
  'flags.empty': (a) => `${a.flag} 后面是空的：请写一个值，或去掉它`,
  'flags.twice': (a) => {
    const given = a.values.filter((value) => value !== '');
    const found = given.length === 0 ? '' : `（${given.join('、')}）`;
    return `${a.flag} 写了两次${found}：${a.joined === undefined ? '请只写一次' : `多个值请用逗号隔开：${a.flag} ${a.joined}`}`;
  },
  'flags.output': (a) => `输出无法写入：${a.why}；请腾出空间，或换一个位置`,
  'flags.heap': (a) =>
    `--memory ${a.given}：Node 在这里最多能用 ${a.most} MB；请用 NODE_OPTIONS=--max-old-space-size=${a.megabytes} 启动，或把数值写小`,
};
