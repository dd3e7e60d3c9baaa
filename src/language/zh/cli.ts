// Texts of the command line in Chinese.
import type { Same } from '../en/index.ts';
import type { CLI as EN } from '../en/cli.ts';

export const CLI: Same<typeof EN> = {
  'cli.says': '在线客服系统的压力测试与会话超时仿真',
  'cli.internal': (a) => `内部错误，请反馈给我们：${a.what}`,
};
