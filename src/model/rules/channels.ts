// Platform limits of a channel: how long the desk may write, how often, and what ends it.
// They count from the visitor's last message, and come on top of the rules of the desk.
import { HOUR, MINUTE } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';
import type { ALLOWANCE, CHANNEL_LIMITS } from './declared-channels.ts';
import type { Held } from './forms.ts';

/**
 * How long an action of the visitor opens a channel, and how many messages of the desk it allows;
 * null = any number.
 */
export interface Allowance extends Held<typeof ALLOWANCE> {}
/** The limits of a channel. */
export interface ChannelRule extends Held<typeof CHANNEL_LIMITS> {}

const day = (hours: number, quota: number | null, code: string | null): ChannelRule => ({
  message: { window: hours * HOUR, quota },
  click: null,
  code,
  gone: null,
  cut: false,
});

/**
 * Limits as the platforms document them, read in 2026; null: no limit, or none that is published.
 * - wechat: 48 h and 5 messages since 2023-06, a click on a menu 3 within a minute; 45015.
 *   developers.weixin.qq.com, service messages
 * - wecom: 48 h and 5 messages; 95018 in the wrong state. developer.work.weixin.qq.com, document
 *   94698
 * - mini_program: 48 h and 5 messages, entering the chat 2 within a minute (left out: in the model
 *   nobody enters without writing); 45015
 * - douyin: 48 h and 5 messages (support of mini games). open-douyin
 * - whatsapp: 24 h; 63016 at Twilio, whose documentation says so
 * - messenger, and Instagram: 24 h; the same
 */
export const DOCUMENTED: Readonly<Record<Channel, ChannelRule | null>> = {
  web: null,
  app: null,
  wechat: { ...day(48, 5, '45015'), click: { window: MINUTE, quota: 3 } },
  wecom: day(48, 5, '95018'),
  mini_program: day(48, 5, '45015'),
  douyin: day(48, 5, null),
  whatsapp: day(24, null, '63016'),
  messenger: day(24, null, '63016'),
  custom: null,
};
