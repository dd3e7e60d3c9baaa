// Notes in Chinese under a comparison, for columns that prove nothing.
import type { Same } from '../en/index.ts';
import type { TRUST as EN } from '../en/trust.ts';

export const TRUST: Same<typeof EN> = {
  'trust.nothing': (a) => `${a.profile} 不能说明问题（${a.verdict}）：${a.why.join('；')}`,
  'trust.factsOnly': (a) =>
    `${a.profile} 只有已查实的事实可信（${a.verdict}），比例和时间不能说明问题：${a.why.join('；')}`,
  'trust.fewer': (a) => `${a.profile}：运行中途被中断，${a.of} 个种子只跑完 ${a.n} 个`,
  'trust.seeds': (a) =>
    `${a.profile}：${a.of} 个种子中有 ${a.n} 个不能说明问题（${a.seeds.join('、')}${a.n > a.seeds.length ? ' 等' : ''}）：${a.why}`,
  'trust.remedy': (a) => `${a.profile} 不能说明问题（${a.verdict}）：原因见 ${a.folder}/replicates.json`,
  'trust.missing': (a) => `命令中途被中断，没有运行：${a.profiles.join('、')}`,
};
