// The rules of a desk, which may change while it runs, and which of them apply to a session (R32).
import type { Micros } from '../core/time.ts';
import type { SessionRules } from '../rules/rules.ts';

/**
 * What a change means for open sessions: the new rules apply at once, or they keep those under
 * which they opened.
 */
export const RUNNING = ['apply', 'keep'] as const;
export type Running = (typeof RUNNING)[number];

/** A change of the rules. `rules` are all rules from then on. */
export interface Setting {
  readonly at: Micros;
  readonly by: string;
  readonly running: Running;
  readonly rules: SessionRules;
}

/** Rules that cannot change at run time, because agents and connections are using them. */
export const FIXED = ['agents', 'liveness'] as const satisfies readonly (keyof SessionRules)[];

/** All rules that this desk has had. */
export class RuleBook {
  readonly #first: SessionRules;
  readonly #settings: Setting[] = [];

  constructor(first: SessionRules) {
    this.#first = first;
  }

  /** Rules for everything that begins now. */
  get current(): SessionRules {
    return this.#settings.at(-1)?.rules ?? this.#first;
  }

  /**
   * The rules for a session whose life began at `opened`.
   * @param at µs; the rules that applied to it then; default: now
   */
  of({ activity }: { readonly activity: { readonly opened: Micros } }, at: Micros = Infinity): SessionRules {
    for (let i = this.#settings.length - 1; i >= 0; i--) {
      const setting = this.#settings[i];
      if (setting === undefined || setting.at > at) continue;
      if (setting.running === 'apply' || setting.at <= activity.opened) return setting.rules;
    }
    return this.#first;
  }

  /**
   * Applies a change; agents and liveness stay as they are.
   * @returns the change as it was applied
   */
  change(setting: Setting): Setting {
    const { agents, liveness } = this.#first;
    const held = { ...setting, rules: { ...setting.rules, agents, liveness } };
    this.#settings.push(held);
    return held;
  }
}
