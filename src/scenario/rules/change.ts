// Session rules with some of them changed: what is not named stays.
import { RULES } from '../../model/rules/declared.ts';
import { defaultsOf, type Form } from '../../model/rules/forms.ts';
import type { SessionRules } from '../../model/rules/rules.ts';
import type { RulesOverride } from './desk-rules.ts';

/** Rules with some of them changed. */
export function changedRules(rules: SessionRules, change: RulesOverride): SessionRules {
  const changed = merged(RULES, rules, change) as SessionRules;
  return { ...changed, idle: withSum(changed.idle, change), afterClose: withPolicy(changed.afterClose, change) };
}

type Values = Readonly<Record<string, unknown>>;

/** What a form holds after a change: settings one by one, platforms one by one; anything else as a whole. */
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

/** A prompt that counts from the silence and to the close says how long the idle time is, where nobody says otherwise beside it. */
function withSum(idle: SessionRules['idle'], { idle: own, prompt }: RulesOverride): SessionRules['idle'] {
  if (idle === null || own?.after !== undefined || prompt?.after === undefined) return idle;
  return { ...idle, after: prompt.after + (prompt.closes ?? 0) };
}

/** Another policy is another one on every channel, where nobody says otherwise beside it. */
function withPolicy(
  afterClose: SessionRules['afterClose'],
  { afterClose: change }: RulesOverride,
): SessionRules['afterClose'] {
  const isForAll = change?.policy !== undefined && change.byChannel === undefined;
  return isForAll ? { ...afterClose, byChannel: {} } : afterClose;
}
