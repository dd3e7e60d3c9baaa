// Makes and checks agent tokens, and compares secrets in constant time.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The token of an agent. Whoever has the server's secret can make it, without asking the server.
 */
export function agentToken(secret: string, agent: string): string {
  return createHmac('sha256', secret).update(agent).digest('base64url');
}

/** Compares two secrets in a time that depends on neither; hashing first makes their lengths equal. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Whether `token` is the one of this agent. */
export function agentTokenIsRight(secret: string, agent: string, token: string): boolean {
  return sameSecret(agentToken(secret, agent), token);
}
