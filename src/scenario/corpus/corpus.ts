// Builds the text corpus of a run: lines of visitors, agents and bots, made from phrase banks by a
// seed.
import { createHash } from 'node:crypto';
import type { Faker } from '@faker-js/faker';
import { faker as fakerEn } from '@faker-js/faker/locale/en';
import { faker as fakerZh } from '@faker-js/faker/locale/zh_CN';
import { LINE_KINDS, TRADES } from './bank.ts';
import type { LineKind, PhraseBank, Trade } from './bank.ts';
import { PHRASES_EN } from './phrases.en.ts';
import { PHRASES_ZH } from './phrases.zh.ts';

export type { Trade } from './bank.ts';

/**
 * The lines of a run. `sets` are contiguous index ranges [from, to) into `lines`, one per key `${who}/${kind}/${trade}`:
 * who = visitor | agent | bot; kind for visitor: open, turn, still_here, thanks; agent: reply, close; bot: greet.
 */
export interface Corpus {
  readonly lines: readonly string[];
  readonly sets: Readonly<Record<string, readonly [from: number, to: number]>>;
  /** Hex SHA-256 of the lines joined by a newline. */
  readonly hash: string;
}

/** The options that determine a corpus: the same options give the same lines. */
export interface CorpusOptions {
  readonly seed: string;
  readonly locale: 'zh_CN' | 'en';
  /** Lines in each set; 40 when left out. */
  readonly perSet?: number;
}

type Locale = CorpusOptions['locale'];

const DEFAULT_PER_SET = 40;
const MAX_LINE_CHARS = 120;
const TRIES_PER_LINE = 60;
const BANKS: Readonly<Record<Locale, PhraseBank>> = { zh_CN: PHRASES_ZH, en: PHRASES_EN };
const FAKERS: Readonly<Record<Locale, Faker>> = { zh_CN: fakerZh, en: fakerEn };
const REGION_SUFFIX = /(?:壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|市)$/u;
const UNFIT = /[\r\n\u2028\u2029]|\p{Cs}/u;

/**
 * Builds the corpus for a seed and locale. Each set has its own random stream, derived from the seed, the locale and
 * the set's key. A line is repeated inside a set only once the templates yield nothing new.
 *
 * @throws RangeError when `perSet` is not a positive integer.
 */
export function buildCorpus(options: CorpusOptions): Corpus {
  const { seed, locale, perSet = DEFAULT_PER_SET } = options;
  if (!Number.isSafeInteger(perSet) || perSet < 1) {
    throw new RangeError(`perSet must be a positive integer, got ${perSet}`);
  }
  const faker = privateFaker(FAKERS[locale]);
  const bank = BANKS[locale];
  const lines: string[] = [];
  const sets: Record<string, readonly [from: number, to: number]> = {};
  for (const kind of LINE_KINDS) {
    for (const trade of TRADES) {
      const key = `${kind}/${trade}`;
      faker.seed(seedWords(JSON.stringify([seed, locale, key])));
      const from = lines.length;
      for (const line of fillSet(faker, bank, locale, kind, trade, perSet)) lines.push(line);
      sets[key] = [from, lines.length];
    }
  }
  const hash = createHash('sha256').update(lines.join('\n'), 'utf8').digest('hex');
  return { lines, sets, hash };
}

/**
 * A separate Faker: seeding it does not change the package's shared instance, and no other locale
 * is loaded.
 */
function privateFaker(shared: Faker): Faker {
  const FakerClass = shared.constructor as typeof Faker;
  return new FakerClass({ locale: shared.rawDefinitions });
}

/** The eight 32-bit words of a text's SHA-256, so that similar seeds give unrelated lines. */
function seedWords(text: string): number[] {
  const digest = createHash('sha256').update(text, 'utf8').digest();
  return Array.from({ length: 8 }, (_, i) => digest.readUInt32BE(i * 4));
}

/** One set's lines: the templates in shuffled rounds, so that each is used about equally often. */
function fillSet(
  faker: Faker,
  bank: PhraseBank,
  locale: Locale,
  kind: LineKind,
  trade: Trade,
  count: number,
): string[] {
  const templates = bank.phrases[trade][kind];
  const seen = new Set<string>();
  const lines: string[] = [];
  let round: string[] = [];
  let exhausted = false;
  while (lines.length < count) {
    let repeat: string | undefined;
    let fresh: string | undefined;
    for (let tries = 0; tries < (exhausted ? 1 : TRIES_PER_LINE) || (fresh ?? repeat) === undefined; tries += 1) {
      if (tries > TRIES_PER_LINE * 10) throw new Error(`no usable line for ${kind}/${trade} in ${locale}`);
      if (round.length === 0) round = faker.helpers.shuffle(templates);
      const filled = fill(round.pop() ?? '', slotValues(faker, bank, locale, trade), faker, bank);
      // Lines of agents and bots begin with a capital letter (Chinese has none); visitors' lines
      // stay as they are.
      const line = kind.startsWith('visitor/') ? filled : filled.charAt(0).toUpperCase() + filled.slice(1);
      if (line.length === 0 || line.length > MAX_LINE_CHARS || UNFIT.test(line)) continue;
      if (!seen.has(line)) {
        fresh = line;
        break;
      }
      repeat = line;
    }
    const line = fresh ?? repeat ?? '';
    // After one full search without a new line, one try per line is enough, so very large sets stay
    // fast.
    if (fresh === undefined) exhausted = true;
    seen.add(line);
    lines.push(line);
  }
  return lines;
}

/** Replaces a template's slots. A slot named twice keeps its value; `{color2}` is another word than `{color}`. */
function fill(
  template: string,
  values: Readonly<Record<string, () => string>>,
  faker: Faker,
  bank: PhraseBank,
): string {
  const chosen = new Map<string, string>();
  const line = template.replace(/\{([a-z]+)(2?)\}/g, (match, slot: string, second: string) => {
    const known = chosen.get(match);
    if (known !== undefined) return known;
    const make = values[slot];
    const words = bank.words[slot];
    if (make === undefined && words === undefined) throw new Error(`unknown slot ${match} in "${template}"`);
    const first = second === '2' ? chosen.get(`{${slot}}`) : undefined;
    const value = make?.() ?? faker.helpers.arrayElement((words ?? []).filter((word) => word !== first));
    chosen.set(match, value);
    return value;
  });
  return line.trim();
}

/** Makers of the values that are not plain word lists: names, places, products, prices, numbers. */
function slotValues(
  faker: Faker,
  bank: PhraseBank,
  locale: Locale,
  trade: Trade,
): Readonly<Record<string, () => string>> {
  const zh = locale === 'zh_CN';
  const int = (min: number, max: number, step = 1): string => String(faker.number.int({ min, max, multipleOf: step }));
  const goods = trade === 'pre_sale' || trade === 'after_sale';
  const price = faker.number.int({ min: 39, max: 899 });
  const rate = faker.number.float({ min: 0.25, max: 0.95 });
  const cents = faker.helpers.arrayElement(zh ? ['', '', '.9', '.8'] : ['', '.99', '.50']);
  return {
    surname: () => faker.person.lastName(),
    name: () => (zh ? faker.person.fullName() : faker.person.firstName()),
    place: () => (zh ? faker.location.state().replace(REGION_SUFFIX, '') : faker.location.city()),
    product: () => {
      const own = faker.helpers.arrayElement(bank.products[trade]);
      if (!goods || faker.number.int({ max: 3 }) > 0) return own;
      return zh ? faker.commerce.product() : faker.commerce.product().toLowerCase();
    },
    order: () =>
      zh
        ? faker.string.numeric({ length: { min: 12, max: 18 }, allowLeadingZeros: false })
        : `SO-${faker.string.numeric({ length: 8, allowLeadingZeros: false })}`,
    digits: () => faker.string.numeric(4),
    price: () => `${price}${cents}`,
    less: () => String(price - Math.max(3, Math.round(price * faker.number.float({ min: 0.05, max: 0.3 })))),
    off: () => int(5, 50, 5),
    n: () => int(2, 9),
    days: () => int(2, 15),
    mins: () => int(3, 30),
    // English writes {day}th, which is right from 4 to 20.
    day: () => (zh ? int(1, 28) : int(4, 20)),
    month: () => int(1, 12),
    lesson: () => int(2, 36),
    age: () => int(4, 16),
    fee: () => int(1280, 9980, 20),
    amount: () => int(3000, 80000, 1000),
    term: () => faker.helpers.arrayElement(['3', '6', '9', '12', '18', '24', '36']),
    rate: () => rate.toFixed(2),
    // A flat monthly fee on the whole sum costs about 1.8 times its yearly total on what is still
    // owed.
    apr: () => (rate * 12 * 1.8).toFixed(1),
  };
}
