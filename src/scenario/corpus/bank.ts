// Types of a phrase bank: lines by speaker, kind and trade, and the words that fill their slots.

/** Line of business a desk serves; it decides what visitors ask about. */
export type Trade = 'pre_sale' | 'after_sale' | 'education' | 'finance';

/** Every trade, in the order in which a corpus lists them. */
export const TRADES: readonly Trade[] = ['pre_sale', 'after_sale', 'education', 'finance'];

/**
 * Speakers and kinds of lines: the `${who}/${kind}` half of a set's key, in the order in which a
 * corpus lists them.
 */
export const LINE_KINDS = [
  'visitor/open',
  'visitor/turn',
  'visitor/still_here',
  'visitor/thanks',
  'agent/reply',
  'agent/close',
  'bot/greet',
] as const;

/** One of the kinds of line. */
export type LineKind = (typeof LINE_KINDS)[number];

/** Templates of these trades, by kind. */
export type Phrases<T extends Trade> = Readonly<Record<T, Readonly<Record<LineKind, readonly string[]>>>>;

/**
 * A language's templates and words; `{slot}` in a template is a word list here or a value made up by corpus.ts,
 * and `{slot2}` is another word of the same list.
 */
export interface PhraseBank {
  /** Word lists any template may use as a slot. */
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** What each trade sells: the `{product}` slot. */
  readonly products: Readonly<Record<Trade, readonly string[]>>;
  /** Templates by trade and kind. */
  readonly phrases: Phrases<Trade>;
}
