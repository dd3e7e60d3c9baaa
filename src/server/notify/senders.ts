// Notifications of leave-messages: settings, and senders for e-mail, DingTalk bots, and WeCom bots.
import { createHmac } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import type { Via } from '../../model/rows/words.ts';

const url = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
const port = z.number({ error: 'must be a port' }).int().min(1).max(65_535);
const text = z.string({ error: 'must be a text' }).min(1);
const micros = z.number({ error: 'must be a whole number' }).int().min(1);

/** The settings of notifications; what is null is off. */
export const NOTIFY = z.strictObject({
  /** List notifications under `GET /api/notifications`. */
  inApp: z.boolean({ error: 'must be true or false' }),
  email: z
    .strictObject({ host: text, port, from: text, to: text, user: text.optional(), password: text.optional() })
    .nullable(),
  dingtalk: z.strictObject({ url, secret: text.nullable() }).nullable(),
  wecom: z.strictObject({ url }).nullable(),
  /**
   * Retries: the wait after the first failure, which doubles each time, the longest wait, the
   * number of attempts, and the timeout of an answer. Times are ms of real time.
   */
  retry: z.strictObject({ firstMs: micros, mostMs: micros, tries: micros, answerMs: micros }),
});
export type Notify = z.infer<typeof NOTIFY>;

/** A leave-message to notify about. */
export interface News {
  readonly id: string;
  readonly visitor: string;
  readonly text: string;
}

/** Sends one notification; rejects when the receiver did not accept it. */
export type Sender = (news: News) => Promise<void>;

const wordsOf = ({ visitor, text: said }: News): string => `Leave-message of ${visitor}: ${said}`;

/** The senders that are switched on. */
export function sendersOf(notify: Notify, now: () => number): Partial<Record<Exclude<Via, 'in_app'>, Sender>> {
  const { email, dingtalk, wecom, retry } = notify;
  return {
    ...(email !== null && { email: mailer(email, retry.answerMs) }),
    ...(dingtalk !== null && { dingtalk: dingtalkRobot(dingtalk, retry.answerMs, now) }),
    ...(wecom !== null && { wecom: wecomRobot(wecom.url, retry.answerMs) }),
  };
}

function mailer(email: NonNullable<Notify['email']>, answerMs: number): Sender {
  const { host, port: at, from, to, user, password } = email;
  const transport = createTransport({
    host,
    port: at,
    secure: at === 465,
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    connectionTimeout: answerMs,
    greetingTimeout: answerMs,
    socketTimeout: answerMs,
  });
  return async (news) => {
    // A retry has the same message id, so that a reader can recognise a second copy.
    await transport.sendMail({
      from,
      to,
      subject: `Leave-message of ${news.visitor}`,
      text: news.text,
      messageId: `<${news.id.replaceAll('/', '.')}@stillthere>`,
    });
  };
}

/**
 * The address of a DingTalk bot with its signature: HMAC-SHA256 of "<ms>\n<secret>" under the
 * secret, as Base64.
 * Source: open.dingtalk.com, custom robots, security settings.
 */
function signedUrl(address: string, secret: string, ms: number): string {
  const signature = createHmac('sha256', secret).update(`${ms}\n${secret}`).digest('base64');
  const signed = new URL(address);
  signed.searchParams.set('timestamp', String(ms));
  signed.searchParams.set('sign', signature);
  return signed.href;
}

const dingtalkRobot =
  ({ url: address, secret }: NonNullable<Notify['dingtalk']>, answerMs: number, now: () => number): Sender =>
  (news) =>
    post(secret === null ? address : signedUrl(address, secret, now()), wordsOf(news), answerMs);

const wecomRobot =
  (address: string, answerMs: number): Sender =>
  (news) =>
    post(address, wordsOf(news), answerMs);

/** Both bots take the same body. They answer 200 with an `errcode`, which is 0 on success. */
async function post(address: string, content: string, answerMs: number): Promise<void> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ msgtype: 'text', text: { content } }),
    signal: AbortSignal.timeout(answerMs),
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const answer = (await response.json()) as { errcode?: number; errmsg?: string };
  if (answer.errcode !== 0) throw new Error(`errcode ${answer.errcode ?? 'none'} ${answer.errmsg ?? ''}`.trim());
}
