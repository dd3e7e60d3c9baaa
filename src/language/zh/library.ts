// Errors for invalid options of library calls, in Chinese.
import type { Same } from '../en/index.ts';
import type { LIBRARY as EN } from '../en/library.ts';

export const LIBRARY: Same<typeof EN> = {
  'library.faults': (a) => `${a.name}() 的选项有误：\n${a.lines.join('\n')}`,
  'library.scenario': '请写场景对象、场景名称，或文件路径',
  'library.seed': '请写文本或整数',
  'library.signal': '请写 AbortController 的 signal',
  'library.progress': '请写函数',
  'library.oneProfile': (a) => `profile“${a.profile}”：这里只能写一个；要比较多个，请调用 remedies()`,
};
