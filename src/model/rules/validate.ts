// Finds rules that contradict each other; every fault says which rule, what it holds and what to do.
import { formatDuration } from '../core/time.ts';
import type { Anchor, Reset, SessionRules } from './rules.ts';

/** The kinds of message an anchor looks at: without one of them among the resets it would never move the clock. */
const OWN_KINDS: Readonly<Record<Anchor, readonly Reset[]>> = {
  either_last_message: ['visitor', 'agent'],
  last_visitor_message: ['visitor'],
  last_agent_message: ['agent'],
  first_agent_reply_after_visitor: ['agent'],
};

/** @returns one line per fault; empty when the rules make sense together */
export function rulesFaults(rules: SessionRules): string[] {
  const faults: string[] = [];
  const { idle, prompt, liveness, agents } = rules;
  if (idle !== null && idle.after <= 0)
    faults.push('idle.after must be longer than 0; write null for a desk without an idle timeout');
  if (idle !== null && idle.resets.length === 0)
    faults.push('idle.resets is empty: nothing would ever move the clock; name at least visitor');
  if (idle !== null && idle.resets.length > 0 && !OWN_KINDS[idle.anchor].some((kind) => idle.resets.includes(kind))) {
    const own = OWN_KINDS[idle.anchor].join(' or ');
    faults.push(
      `idle.resets ${idle.resets.join(', ')} leaves out what idle.anchor ${idle.anchor} counts from; add ${own}, or choose another anchor`,
    );
  }
  if (prompt !== null && idle === null) faults.push('prompt needs idle: there is no timeout to prompt before');
  if (prompt !== null && idle !== null && prompt.before >= idle.after) {
    faults.push(
      `prompt.before ${formatDuration(prompt.before)} must be shorter than idle.after ${formatDuration(idle.after)}`,
    );
  }
  if (prompt !== null && prompt.max < 1) faults.push('prompt.max must be at least 1; write prompt: null for no prompt');
  if (!Number.isInteger(agents.capacity) || agents.capacity < 1)
    faults.push(`agents.capacity ${agents.capacity} must be a whole number from 1`);
  for (const [name, clock] of [['transport', liveness.transport] as const, ['page', liveness.page] as const]) {
    if (clock !== null && clock.every <= 0) faults.push(`liveness.${name}.every must be longer than 0`);
    else if (clock !== null && (clock.limit < clock.every || (name === 'page' && clock.limit === clock.every))) {
      const how = name === 'page' ? 'must be longer than' : 'must not be shorter than';
      faults.push(
        `liveness.${name}.limit ${formatDuration(clock.limit)} ${how} liveness.${name}.every ${formatDuration(clock.every)}`,
      );
    }
  }
  return faults;
}
