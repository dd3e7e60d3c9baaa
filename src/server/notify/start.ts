// Makes the outbox of a server, with the notifications that its previous process had not sent.
import type { LeftChange } from '../../model/desk/ports.ts';
import type { Store, StoredLeft } from '../../store/store.ts';
import type { ServerConfig } from '../config.ts';
import { Outbox, type Outcome } from './outbox.ts';
import { sendersOf } from './senders.ts';

const PAGE = 1000;
/** Placeholder: without settings no sender is enabled, so nothing is retried. */
const NEVER = { firstMs: 1, mostMs: 1, tries: 1, answerMs: 1 };

export interface Started {
  readonly outbox: Outbox;
  /**
   * Queues every leave-message in the store. Notifications that were sent before are not sent
   * again.
   */
  readonly begin: () => void;
}

/** Makes the outbox of a server; nothing is sent before `begin`. */
export async function outboxOf(
  { notify }: ServerConfig,
  store: Store,
  keep: (change: Omit<LeftChange, 'at'>) => void,
  told: (outcome: Outcome) => void,
): Promise<Started> {
  const outbox = new Outbox({
    senders: notify === undefined ? {} : sendersOf(notify, () => Date.now()),
    inApp: notify?.inApp === true,
    retry: notify?.retry ?? NEVER,
    keep,
    told,
    now: () => performance.now(),
  });
  if (notify === undefined) return { outbox, begin: () => undefined };
  outbox.done(await store.leftChanges());
  const before: StoredLeft[] = [];
  for (let after: number | undefined = 0; after !== undefined;) {
    const page: Awaited<ReturnType<Store['left']>> = await store.left(after, PAGE);
    before.push(...page.rows);
    after = page.next;
  }
  return { outbox, begin: () => before.forEach((left) => outbox.add(left)) };
}
