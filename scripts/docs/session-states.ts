// Makes docs/reference/session-states.md from the transition table of the desk.
import { INPUTS, TRANSITIONS, type Input } from '../../src/model/desk/session.ts';
import { CLOSE_REASONS, type SessionState } from '../../src/model/rows/words.ts';
import { tell, isKey } from '../../src/language/language.ts';
import { keepPages, madeBy, table } from '../pages.ts';

const INPUT_SAYS: Readonly<Record<Input, string>> = {
  arrive: 'a visitor has written and has no open session',
  assign: 'an agent is given it, or takes what rings',
  ring: 'it rings at an agent',
  unanswered: 'the agent says no, or does nothing',
  prompt: 'the visitor is asked whether they are still there',
  activity: 'somebody writes, or does what the rules count as much',
  rest: 'neither side has said anything for `inactive.after`, asked or not',
  hand_over: 'it is taken from its agent, and waits for another one',
  transfer: 'it goes from one agent to another without a wait',
  close: 'a rule, a person or a platform ends it',
  leave_message:
    'it has waited too long, or for nobody, or a transfer finds nobody: what nobody has answered is kept for later',
  reopen: 'the visitor writes on, under a policy that takes the same session up again',
};

const states = Object.keys(TRANSITIONS) as SessionState[];
const move = (state: SessionState, input: Input): string => {
  const to = TRANSITIONS[state][input];
  return to === undefined ? '' : `\`${to}\``;
};
const reason = (word: string): string => {
  const key = `reason.${word}`;
  return isKey(key) ? tell({ key }, 'en') : '';
};

await keepPages({
  'docs/reference/session-states.md': `${madeBy('scripts/docs/session-states.ts')}

# States of a session

The whole table: a move that is not in it does not exist, and would be a bug of the server. What the states mean: [words](words.md#sessions). Whether a party is
connected is another matter, and never a state of the session.

${table(
  ['', ...states.map((state) => `\`${state}\``)],
  INPUTS.map((input) => [`\`${input}\``, ...states.map((state) => move(state, input))]),
)}

## What moves it

${table(
  ['input', 'when'],
  INPUTS.map((input) => [`\`${input}\``, INPUT_SAYS[input]]),
)}

## Why it was closed

${table(
  ['reason', ''],
  CLOSE_REASONS.map((word) => [`\`${word}\``, reason(word)]),
)}
`,
});
