// Formats numbers and lengths inside Chinese sentences: units written out, no space before the
// percent sign.

import { exactDigits } from '../numbers.ts';

const UNITS: Readonly<Record<string, string>> = {
  d: '天',
  h: '小时',
  m: '分钟',
  s: '秒',
  ms: '毫秒',
  us: '微秒',
};

/** `30m` as `30 分钟`, `1h30m` as `1 小时 30 分钟`; anything that is not a length stays as it is. */
export function length(text: string): string {
  if (!/^-?(?:\d+(?:\.\d+)?(?:ms|us|[dhms]))+$/.test(text)) return text;
  return text
    .replace(/(\d+(?:\.\d+)?)(ms|us|[dhms])/g, (_, n: string, unit: string) => `${n} ${UNITS[unit]} `)
    .trimEnd();
}

/** `1.4 %` as `1.4%`. */
export const percentText = (text: string): string => text.replace(/ %$/, '%');

/** `1.23%` of a share: three digits, about as exact as a limit is stated. */
export const exactPercent = (share: number): string => `${exactDigits(share)}%`;

/** µs as `12.3 毫秒`. */
export const milliseconds = (micros: number): string => `${(micros / 1000).toFixed(1)} 毫秒`;
