// The limits of the platform behind a channel, declared once. All of them hang on the visitor: nothing that the desk says extends them.
import { count, flag, length, must, nullable, or, parts, text } from './forms.ts';

/** How long something opens a channel, and how many messages of the desk it lets through. */
export const ALLOWANCE = parts({
  window: must(length(1), 'How long the desk may write after it.'),
  quota: or(
    null,
    nullable(count(1)),
    'How many messages of agents, bot and prompts it lets through; `null` is any number.',
  ),
});

export const CHANNEL_LIMITS = parts({
  message: must(ALLOWANCE, "What a visitor's message opens."),
  click: or(null, nullable(ALLOWANCE), 'What a click on an option of the bot opens, beside that; `null` for nothing.'),
  code: or(
    null,
    nullable(text(/^[\w.:-]{1,64}$/)),
    "The platform's own code for a message that it does not let through.",
  ),
  gone: or(
    null,
    nullable(length(0, { leastWritten: 1 })),
    'The platform ends the session of a visitor who has been gone from the chat for so long; `null` is never.',
  ),
  cut: or(false, flag, 'A fault: after a close the platform says "sent" to the visitor and passes nothing on.'),
});
