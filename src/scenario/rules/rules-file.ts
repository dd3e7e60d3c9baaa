// Reads and validates files of session rules: presets that come with the tool, or the user's own.
import { z } from 'zod';
import { say, tell } from '../../language/language.ts';
import type { SessionRules } from '../../model/rules/rules.ts';
import { rulesFaults } from '../../model/rules/validate.ts';
import { defaultsWith, scenarioFrom, UsageError, type Scenario } from '../define.ts';
import { rulesOverride } from './desk-rules.ts';
import { FaultWords, type Whereabouts } from '../faults.ts';

export const rulesFileSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, { error: () => say('shape.name') })
    .describe('Name of these rules: small letters, digits and hyphens.'),
  says: z.string().min(1).max(500).optional().describe('What kind of desk it is, in one sentence.'),
  sources: z.array(z.string().min(1)).optional().describe('Sources of these rules.'),
  rules: rulesOverride.describe('Session rules; what is not set is as on the default desk.'),
});

export interface RulesFile {
  readonly name: string;
  readonly says?: string;
  readonly sources: readonly string[];
  /** The rules as written. */
  readonly written: z.input<typeof rulesOverride>;
  /** The complete rules, with defaults. */
  readonly rules: SessionRules;
}

/**
 * Validates rules that were written as data.
 * @param at gives the places of its parts in the file, for error messages
 * @throws UsageError with one line for each error: path, value found, what to write instead
 */
export function rulesFrom(written: unknown, at?: Whereabouts): RulesFile {
  const words = new FaultWords();
  const parsed = rulesFileSchema.safeParse(written, { error: words.map });
  if (!parsed.success) throw new UsageError(words.lines(parsed.error, written, at).join('\n'));
  const { name, says, sources = [], rules: change } = parsed.data;
  const rules = defaultsWith(change);
  const faults = rulesFaults(rules).map((fault) => {
    const line = `rules.${tell(fault)}`;
    const path = /^rules\.([\w.]+)/.exec(line)?.[1]?.split('.') ?? [];
    const where = at?.(['rules', ...path]);
    return where === undefined ? line : say('load.bad', { where, what: line });
  });
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
  const { rules: own } = written as { rules: z.input<typeof rulesOverride> };
  return { name, ...(says !== undefined && { says }), sources, written: own, rules };
}

/** The scenario with these rules instead of its own; its profiles then change these. */
export const atDesk = (scenario: Scenario, { written }: RulesFile): Scenario =>
  scenarioFrom({ ...scenario.input, rules: written });
