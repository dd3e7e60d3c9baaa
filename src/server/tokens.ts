// Tokens: how an agent's is made and checked, and how secrets are compared without telling how much of one was right.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The token of an agent: whoever holds the secret of the server can make it, without asking the server. */
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
