// Changes some session rules and keeps all others.
import { RULES } from '../../model/rules/declared.ts';
import { defaultsOf, type Form } from '../../model/rules/forms.ts';
import type { SessionRules } from '../../model/rules/rules.ts';
import type { RulesOverride } from './desk-rules.ts';

/** A copy of the rules with a change. */
export function changedRules(rules: SessionRules, change: RulesOverride): SessionRules {
  const changed = merged(RULES, rules, change) as SessionRules;
  return { ...changed, idle: withSum(changed.idle, change), afterClose: withPolicy(changed.afterClose, change) };
}

type Values = Readonly<Record<string, unknown>>;

/**
 * The value of a form after a change. Settings and channels are merged one by one; anything else is
 * replaced as a whole.
 */
export function merged(form: Form, held: unknown, change: unknown): unknown {
  if (change === undefined) return held;
  if (change === null) return null;
  switch (form.kind) {
    case 'nullable':
      return merged(form.of, held, change);
    case 'settings': {
      const now = (held ?? defaultsOf(form)) as Values;
      return Object.fromEntries(
        Object.entries(form.fields).map(([key, field]) => [key, merged(field.form, now[key], (change as Values)[key])]),
      );
    }
    case 'own':
      return form.written === 'channels' ? { ...(held as Values), ...(change as Values) } : change;
    default:
      return change;
  }
}

/**
 * Sets the idle time to the sum of a prompt's `after` and `closes`, unless the same change sets it.
 */
function withSum(idle: SessionRules['idle'], { idle: own, prompt }: RulesOverride): SessionRules['idle'] {
  if (idle === null || own?.after !== undefined || prompt?.after === undefined) return idle;
  return { ...idle, after: prompt.after + (prompt.closes ?? 0) };
}

/** A new policy applies to every channel, unless the same change sets policies by channel. */
function withPolicy(
  afterClose: SessionRules['afterClose'],
  { afterClose: change }: RulesOverride,
): SessionRules['afterClose'] {
  const isForAll = change?.policy !== undefined && change.byChannel === undefined;
  return isForAll ? { ...afterClose, byChannel: {} } : afterClose;
}
