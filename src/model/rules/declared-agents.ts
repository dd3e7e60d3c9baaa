// What a desk lets its agents do, declared once: capacity, who is next, groups, ringing, absence.
import { CHANNELS } from '../rows/words.ts';
import { EXCEEDS, PRESENCE, ROUTING } from './choices.ts';
import { byAgent, choice, count, length, list, may, must, nullable, or, parts, settings, text } from './forms.ts';

const name = text(/^a\d+$/);

/** Agents who serve some channels. Groups stand in order: the first that has somebody free takes the session. */
export const GROUP = parts({
  name: must(text(), 'Name of the group.'),
  agents: must(list(name, { least: 1 }), 'Who is in it.'),
  channels: must(list(choice(CHANNELS), { least: 1 }), 'Which channels it serves.'),
  /** Who has waited for this group for so long may be given to the agents of another one, too; null = never. */
  overflow: may(
    nullable(
      parts({
        after: must(length(1, { leastWritten: 0 }), 'How long somebody has waited for this group.'),
        to: must(text(), 'Name of the other group. It need not serve the channel.'),
      }),
    ),
    'Who has waited so long may be given to another group, too, when nobody of this one is free; `null` or absent for never.',
  ),
});

/** A session rings at an agent's, who has to take it. */
const RING = parts({
  timeout: must(length(1, { fault: 'rules.ring' }), 'How long it rings.'),
  /** The agent is away until they say otherwise. */
  misses: or(null, nullable(count(1)), 'After so many in a row not taken the agent counts as away; `null` = never.'),
});

export const AGENTS = settings({
  capacity: or(5, count(1, 100), 'Sessions an agent may have at once.'),
  capacityOf: or({}, byAgent(count(1, 100)), 'Another capacity for some agents.'),
  mayExceed: or(
    ['same_agent', 'supervisor', 'reactivation'],
    list(choice(EXCEEDS)),
    'What may bring an agent beyond the capacity: a session taken up again by its last agent (`same_agent`), a returning visitor (`sticky`), a transfer to a `supervisor`, a resting session that wakes up (`reactivation`).',
  ),
  routing: or(
    'least_loaded',
    choice(ROUTING),
    'Who is next: the agent with the fewest sessions (`least_loaded`), who was given one the longest ago (`round_robin`), who got rid of one the longest ago (`longest_idle`), who has the largest share of the capacity free (`free_share`).',
  ),
  groups: or(
    [],
    list(GROUP),
    'Agents who serve some channels; of the groups of a channel the first that has somebody free takes a session, and a channel without a group is served by everybody.',
  ),
  ring: or(null, nullable(RING), 'A session rings and has to be taken; `null`: it is given.'),
  wrapUp: or(0, length(0), 'How long after a close its place is not free.'),
  handOver: or(null, nullable(length(0)), 'An agent who is gone this long hands the sessions over; `null` is never.'),
  presence: or(
    'transport',
    choice(PRESENCE),
    'Whether routing looks at the connection of an agent (`transport`) or trusts the last status (`manual`).',
  ),
  supervisors: or(
    [],
    list(name),
    'Agents (`a0`, `a1`, …) who are given nothing by routing, and are the last resort of a transfer, beyond their capacity.',
  ),
});
