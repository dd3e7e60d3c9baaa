// Texts about virtual time in Chinese.
import type { Same } from '../en/index.ts';
import type { SIM as EN } from '../en/sim.ts';
import { length } from './numbers.ts';

export const SIM: Same<typeof EN> = {
  'memory.exceeded': (a) =>
    `已在模拟时间 ${length(a.at)}停止，当时来了 ${a.visitors} 位访客：已占用内存 ${a.used} MB，上限为 ${a.allowed} MB。请减少同时在线的访客或缩短空闲时长，或用 --memory 提高上限`,
};
