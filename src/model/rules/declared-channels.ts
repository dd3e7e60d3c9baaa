// The limits of the platform behind a channel, declared once.
// They depend on the visitor only: no message of the desk extends them.
import { count, flag, length, must, nullable, or, parts, text } from './forms.ts';

/**
 * How long an action of the visitor opens a channel, and how many messages of the desk it allows.
 */
export const ALLOWANCE = parts({
  window: must(length(1), 'How long the desk may send messages afterwards.'),
  quota: or(
    null,
    nullable(count(1)),
    'How many messages of agents, bot and prompts it allows; `null` means any number.',
  ),
});

export const CHANNEL_LIMITS = parts({
  message: must(ALLOWANCE, "What a visitor's message allows."),
  click: or(
    null,
    nullable(ALLOWANCE),
    'What a click on an option of the bot allows in addition; `null` means nothing.',
  ),
  code: or(null, nullable(text(/^[\w.:-]{1,64}$/)), "The platform's own code for a message that it blocks."),
  gone: or(
    null,
    nullable(length(0, { leastWritten: 1 })),
    'The platform ends the session of a visitor who has left the chat for this long; `null` means never.',
  ),
  cut: or(false, flag, 'A defect: after a close the platform tells the visitor "sent" and passes nothing on.'),
});
