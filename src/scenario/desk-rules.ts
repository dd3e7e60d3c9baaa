// The session rules of a scenario, and those of a profile: overrides of the default desk; what is not named stays.
import { z } from 'zod';
import { ALERT_FORMS, CHANNELS } from '../model/rows/words.ts';
import { AFTER_CLOSE, EXCEEDS, ROUTING, TRANSFER_ELSE, TRANSFER_WHEN } from '../model/rules/rules.ts';
import { channelLimits } from './channel-rules.ts';
import { officeHours } from './hours.ts';
import { idleTimeout, prompt } from './idle-rules.ts';
import { span } from './lengths.ts';

const clock = z.strictObject({
  every: span.describe('How often a quiet connection is asked.'),
  limit: span.describe('How long without an answer is too long.'),
});

const text = z.string().min(1).max(500);
const agentName = z.string().regex(/^a\d+$/);

export const rulesOverride = z
  .strictObject({
    idle: idleTimeout
      .nullable()
      .optional()
      .describe('The idle timeout; `null` for a desk that never closes for silence.'),
    channels: channelLimits
      .optional()
      .describe(
        'Limits of the platforms behind channels, on top of the idle timeout, whichever comes first: `documented` for what the platform writes itself, or each limit. Default desk: none.',
      ),
    prompt: prompt
      .nullable()
      .optional()
      .describe('"Are you still there?" before the idle close; `null` (default desk) for none.'),
    welcome: z
      .strictObject({ text: text.describe('What the bot says.') })
      .nullable()
      .optional()
      .describe('Said by the bot when a session opens; `null` (default desk) for nothing.'),
    bot: z
      .strictObject({
        after: span.describe("How long the visitor has to be silent after the agent's last word."),
        text: text.describe('What the bot says.'),
        options: z
          .array(
            z.strictObject({
              id: z
                .string()
                .regex(/^[\w-]{1,32}$/)
                .describe('Name of the option on the wire.'),
              label: text.describe('What stands on the button.'),
              answer: text
                .nullable()
                .default(null)
                .describe('What the bot answers to a click; `null` for "talk to a human".'),
            }),
          )
          .min(1)
          .max(12)
          .describe('What may be clicked on.'),
        max: z.number().int().min(1).default(1).describe('How many times at most in one silence.'),
      })
      .nullable()
      .optional()
      .describe(
        'The bot speaks up when the visitor is silent, with something to click on; `null` (default desk) for no bot. Whether its words and the clicks start the idle clock anew: `idle.resets`.',
      ),
    sweep: span.optional().describe('How often due closes are carried out; 0s (default desk) is at once.'),
    queue: z
      .strictObject({
        timeout: span
          .nullable()
          .optional()
          .describe('How long a visitor may wait for an agent; `null` (default desk) is for ever.'),
        then: z
          .enum(['close', 'leave_message'])
          .optional()
          .describe('What becomes of the session then. Default desk: close.'),
        nobody: z
          .enum(['wait', 'leave_message'])
          .optional()
          .describe(
            'Whether a visitor who comes while no agent is there, or waits when the last one goes, waits on or leaves a message. Default desk: wait.',
          ),
      })
      .optional()
      .describe('Waiting for an agent.'),
    afterClose: z
      .strictObject({
        policy: z
          .enum(AFTER_CLOSE)
          .optional()
          .describe(
            'What becomes of a message after the close: the same session with its last agent, there or not (`same_agent`), or routed afresh (`reopen`), or that for a while and then a new one (`within_window`); a new session (`new_session`, default desk), with the last agent where there is room (`sticky`); refused (`refuse`), kept for later (`leave_message`), or acknowledged and lost (`drop`, a defect).',
          ),
        window: span
          .optional()
          .describe('How long after its close a session is taken up again under `within_window`. Default desk: 72h.'),
        linked: z
          .boolean()
          .optional()
          .describe(
            'Whether the agent of a new session sees the one before, so that nobody has to explain everything again. Default desk: false.',
          ),
        byChannel: z
          .partialRecord(z.enum(CHANNELS), z.enum(AFTER_CLOSE))
          .optional()
          .describe('Another policy on some channels.'),
      })
      .optional()
      .describe('Messages written after the session was closed.'),
    hours: officeHours
      .nullable()
      .optional()
      .describe(
        'Office hours: outside of them nothing is opened or taken up again and nobody waits, what is written is kept as a leave-message. One stretch, `{opens, closes, days?, starts}`, or several, `{open: [{opens, closes, days?}], starts}`; `always` or `null` (default desk) for a desk that never closes.',
      ),
    inactive: z
      .strictObject({ after: span.describe('How long neither side has said anything.') })
      .nullable()
      .optional()
      .describe(
        "A quiet session rests: it stays in its agent's list and does not count against the capacity; `null` (default desk) for never.",
      ),
    visitorGone: span
      .nullable()
      .optional()
      .describe('A visitor whose connection is gone this long loses the session; `null` (default desk) is never.'),
    agents: z
      .strictObject({
        capacity: z
          .number()
          .int()
          .min(1)
          .max(100)
          .optional()
          .describe('Sessions an agent may have at once. Default desk: 5.'),
        capacityOf: z
          .record(agentName, z.number().int().min(1).max(100))
          .optional()
          .describe('Another capacity for some agents. Default desk: nobody.'),
        mayExceed: z
          .array(z.enum(EXCEEDS))
          .optional()
          .describe(
            'What may bring an agent beyond the capacity: a session taken up again by its last agent (`same_agent`), a returning visitor (`sticky`), a transfer to a `supervisor`, a resting session that wakes up (`reactivation`). Default desk: same_agent, supervisor, reactivation.',
          ),
        routing: z
          .enum(ROUTING)
          .optional()
          .describe(
            'Who is next: the agent with the fewest sessions (`least_loaded`, default desk), who was given one the longest ago (`round_robin`), who got rid of one the longest ago (`longest_idle`), who has the largest share of the capacity free (`free_share`).',
          ),
        groups: z
          .array(
            z.strictObject({
              name: text.describe('Name of the group.'),
              agents: z.array(agentName).min(1).describe('Who is in it.'),
              channels: z.array(z.enum(CHANNELS)).min(1).describe('Which channels it serves.'),
              overflow: z
                .strictObject({
                  after: span.describe('How long somebody has waited for this group.'),
                  to: text.describe('Name of the other group. It need not serve the channel.'),
                })
                .nullable()
                .optional()
                .describe(
                  'Who has waited so long may be given to another group, too, when nobody of this one is free; `null` or absent for never.',
                ),
            }),
          )
          .optional()
          .describe(
            'Agents who serve some channels; of the groups of a channel the first that has somebody free takes a session, and a channel without a group is served by everybody. Default desk: none.',
          ),
        ring: z
          .strictObject({
            timeout: span.describe('How long it rings.'),
            misses: z
              .number()
              .int()
              .min(1)
              .nullable()
              .default(null)
              .describe('After so many in a row not taken the agent counts as away; `null` = never.'),
          })
          .nullable()
          .optional()
          .describe('A session rings and has to be taken; `null` (default desk): it is given.'),
        wrapUp: span.optional().describe('How long after a close its place is not free. Default desk: 0s.'),
        handOver: span
          .nullable()
          .optional()
          .describe('An agent who is gone this long hands the sessions over; `null` (default desk) is never.'),
        presence: z
          .enum(['transport', 'manual'])
          .optional()
          .describe(
            'Whether routing looks at the connection of an agent (`transport`, default desk) or trusts the last status (`manual`).',
          ),
        supervisors: z
          .array(agentName)
          .optional()
          .describe(
            'Agents (`a0`, `a1`, …) who are given nothing by routing, and are the last resort of a transfer, beyond their capacity. Default desk: nobody.',
          ),
      })
      .optional()
      .describe('What the desk lets agents do.'),
    alert: z
      .strictObject({
        before: span.describe('How long before the idle close.'),
        as: z.enum(ALERT_FORMS).default('popup').describe('How the agent is told.'),
      })
      .nullable()
      .optional()
      .describe('Tells the agent before an idle close; `null` (default desk) for nothing.'),
    slowReply: z
      .strictObject({
        after: span.describe('How long a message of a visitor has stood unanswered.'),
        as: z.enum(ALERT_FORMS).default('popup').describe('How the agent is told.'),
      })
      .nullable()
      .optional()
      .describe('Tells the agent of a visitor who waits; `null` (default desk) for nothing.'),
    transfer: z
      .strictObject({
        after: span.describe("How long a visitor's message may stand unanswered with one agent."),
        when: z
          .enum(TRANSFER_WHEN)
          .default('every_reply')
          .describe('`first_reply`: only until the session has been answered for the first time.'),
        hops: z
          .number()
          .int()
          .min(1)
          .max(10)
          .default(3)
          .describe('How often a session may have changed hands, for whatever reason, before it is left alone.'),
        typingStops: z.boolean().default(true).describe('An agent who types is answering: the time starts anew.'),
        orElse: z
          .enum(TRANSFER_ELSE)
          .default('stay')
          .describe(
            'When nobody may take it, supervisors included: it stays and is tried again, goes back to the `queue`, or becomes a `leave_message`.',
          ),
      })
      .nullable()
      .optional()
      .describe(
        'Takes a session from an agent who does not answer, and gives it to one who is there, has room and has not had it; `null` (default desk) for never.',
      ),
    liveness: z
      .strictObject({
        transport: clock.optional().describe('WebSocket PING and PONG. Default desk: every 60s, limit 120s.'),
        page: clock
          .nullable()
          .optional()
          .describe('The server asks, the page answers; `null` = not looked at. Default desk: every 60s, limit 120s.'),
      })
      .optional()
      .describe('How the server finds out that a client is gone.'),
  })
  .meta({ id: 'rules', description: 'Session rules: what is not named stays as it is.' });
export type RulesOverride = z.output<typeof rulesOverride>;
