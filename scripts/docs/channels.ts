// Makes docs/reference/channels.md from the limits that platforms document.
import { formatDuration, HOUR } from '../../src/model/core/time.ts';
import { CHANNELS, type Channel } from '../../src/model/rows/words.ts';
import { DOCUMENTED, type Allowance } from '../../src/model/rules/channels.ts';
import { keepPages, madeBy, table } from '../pages.ts';

const NAMES: Readonly<Record<Channel, readonly [name: string, source: string]>> = {
  web: ['Widget on a web page', 'no platform in between'],
  app: ['Your own app', 'no platform in between'],
  wechat: ['WeChat official account 微信公众号', 'developers.weixin.qq.com, service messages; 5 since June 2023'],
  wecom: ['WeCom customer service 微信客服', 'developer.work.weixin.qq.com, document 94698'],
  mini_program: ['WeChat mini program 小程序', 'developers.weixin.qq.com, customer service messages'],
  douyin: ['Douyin 抖音, support of mini games', 'developer.open-douyin.com'],
  whatsapp: ['WhatsApp Business', 'Twilio, error 63016'],
  messenger: ['Messenger and Instagram', 'Twilio, error 63016; Chatwoot `message_window_service.rb`'],
  custom: ['Anything else', 'write its limits yourself'],
};

const lengthOf = (window: number): string => (window % HOUR === 0 ? `${window / HOUR} hours` : formatDuration(window));
const allowance = (a: Allowance | null | undefined): string =>
  a === null || a === undefined
    ? ''
    : `${lengthOf(a.window)}, ${a.quota === null ? 'any number' : `${a.quota} messages`}`;

await keepPages({
  'docs/reference/channels.md': `${madeBy('scripts/docs/channels.ts')}

# Channels and what their platforms document

\`rules: { channels: { wechat: documented } }\` takes the row of a channel; each limit can be written instead: [scenario](scenario.md#rules). Why they matter:
[the platform behind a channel](../explanation/channels.md).

${table(
  ['channel', 'what it is', 'a message opens', 'a click opens', 'code of a refusal', 'source'],
  CHANNELS.map((channel) => {
    const rule = DOCUMENTED[channel];
    const [name, source] = NAMES[channel];
    const code = rule === null || rule.code === null ? '' : `\`${rule.code}\``;
    return [`\`${channel}\``, name, allowance(rule?.message), allowance(rule?.click), code, source];
  }),
)}

Read in 2026. Not found in public documentation, and therefore not here: enterprise messages of Douyin and Xiaohongshu. Special permissions (the human-agent tag of
Messenger, seven days; payments on WeChat) are not part of it either: write them as limits of your own.
`,
});
