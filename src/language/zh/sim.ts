// 虚拟时间要说的话。
import type { Same } from '../en/index.ts';
import type { SIM as EN } from '../en/sim.ts';

export const SIM: Same<typeof EN> = {
  'memory.exceeded': (a) =>
    `已在模型时间 ${a.at} 处停止（当时来了 ${a.visitors} 位访客）：已占用内存 ${a.used} MB，上限为 ${a.allowed} MB。减少同时在线的访客或缩短空闲时间可以少占内存；用 --memory 可以提高上限`,
};
