// The English phrase bank: words and products for the slots, and the lines of each trade.
import type { PhraseBank } from './bank.ts';
import { GOODS_EN } from './goods.en.ts';
import { SERVICES_EN } from './services.en.ts';

/** Templates and words for the en locale. */
export const PHRASES_EN: PhraseBank = {
  words: {
    hi: ['hi', 'hello', 'hey', 'Hi there', 'Good morning', 'hiya', 'Hello there'],
    ok: ['ok', 'okay', 'great', 'got it', 'perfect', 'alright', 'cool', 'fine'],
    end: ['', '', '.', '!', ' :)', '...'],
    smile: ['', '', ' 😊', ' 🙏', ' 👍'],
    thx: ['thanks', 'thank you', 'thanks a lot', 'cheers', 'many thanks', 'thx'],
    wait: ['one sec', 'hang on', 'just a moment', 'give me a minute', 'bear with me', 'hold on'],
    here: ['still here', "I'm still here", 'yes, still here', "I'm here", "haven't left", 'here, sorry'],
    sorry: ['Sorry about that', 'Apologies for the trouble', "I'm sorry to hear that", 'Sorry for the wait'],
    shop: ['Amazon', 'eBay', 'Walmart', 'Target', 'another shop'],
    courier: ['UPS', 'FedEx', 'DHL', 'USPS'],
    wear: ['hoodie', 'summer dress', 'rain jacket', 'pair of jeans', 'sweater', 'linen shirt', 'running top'],
    gadget: ['headset', 'power bank', 'keyboard', 'rice cooker', 'desk lamp', 'hair dryer', 'air fryer', 'kettle'],
    size: ['XS', 'S', 'M', 'L', 'XL', 'XXL'],
    color: ['black', 'white', 'grey', 'navy', 'beige', 'green', 'red'],
    fault: ["won't turn on", "won't charge", 'makes a strange noise', 'is scratched', 'is missing a cable'],
    flaw: ['is falling apart', 'has a hole in it', 'runs small', 'faded in the wash', 'smells odd'],
    weekday: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    level: ['a complete beginner', 'in year 4', 'in year 6', 'in 8th grade', 'in high school', 'at B1 level'],
    kid: ['my son', 'my daughter', 'my kid', 'my youngest'],
    part: ['morning', 'afternoon', 'evening'],
    time: ['at 9 am', 'at 10:30 am', 'at 2 pm', 'at 4 pm', 'at 6:30 pm', 'at 7 pm'],
    bank: ['Chase', 'Citi', 'Barclays', 'HSBC', 'my bank'],
  },
  products: {
    pre_sale: ['backpack', 'water bottle', 'duvet set', 'suitcase', 'yoga mat', 'projector', 'coffee grinder', 'tent'],
    after_sale: ['backpack', 'water bottle', 'duvet set', 'suitcase', 'frying pan', 'umbrella', 'bookshelf', 'rug'],
    education: ['spoken English', 'maths club', 'coding for kids', 'piano coaching', 'IELTS prep', 'creative writing'],
    finance: ['pay-in-4 plan', 'instalment plan', 'home loan', 'car loan', 'balance transfer', 'credit line'],
  },
  phrases: { ...GOODS_EN, ...SERVICES_EN },
};
