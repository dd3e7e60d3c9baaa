// The rules of a desk that may be changed while it works: which of them a session goes by (R32).
import type { Micros } from '../core/time.ts';
import type { SessionRules } from '../rules/rules.ts';

/** What a change means for sessions that are open: they go by the new rules at once, or end by those under which they were opened. */
export const RUNNING = ['apply', 'keep'] as const;
export type Running = (typeof RUNNING)[number];

/** A change of the rules. `rules` are all rules from then on. */
export interface Setting {
  readonly at: Micros;
  readonly by: string;
  readonly running: Running;
  readonly rules: SessionRules;
}

/** What is set at the start and stays: agents and connections are in the middle of it. */
export const FIXED = ['agents', 'liveness'] as const satisfies readonly (keyof SessionRules)[];

/** All rules that ever held on this desk. */
export class RuleBook {
  readonly #first: SessionRules;
  readonly #settings: Setting[] = [];

  constructor(first: SessionRules) {
    this.#first = first;
  }

  /** What holds for everything that begins now. */
  get current(): SessionRules {
    return this.#settings.at(-1)?.rules ?? this.#first;
  }

  /**
   * What holds for a session whose life began at `opened`.
   * @param at µs; what held for it then, default: what holds now
   */
  of({ activity }: { readonly activity: { readonly opened: Micros } }, at: Micros = Infinity): SessionRules {
    for (let i = this.#settings.length - 1; i >= 0; i--) {
      const setting = this.#settings[i];
      if (setting === undefined || setting.at > at) continue;
      if (setting.running === 'apply' || setting.at <= activity.opened) return setting.rules;
    }
    return this.#first;
  }

  /** Takes a change; agents and liveness stay as they are. @returns the change as it holds */
  change(setting: Setting): Setting {
    const { agents, liveness } = this.#first;
    const held = { ...setting, rules: { ...setting.rules, agents, liveness } };
    this.#settings.push(held);
    return held;
  }
}
