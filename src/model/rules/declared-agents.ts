// Rules for agents, declared once: capacity, routing, groups, ringing, absence.
import { CHANNELS } from '../rows/words.ts';
import { EXCEEDS, PRESENCE, ROUTING } from './choices.ts';
import { byAgent, choice, count, length, list, may, must, nullable, or, parts, settings, text } from './forms.ts';

const name = text(/^a\d+$/);

/**
 * Groups of agents who serve some channels, in order: the first with a free agent takes the
 * session.
 */
export const GROUP = parts({
  name: must(text(), 'Name of the group.'),
  agents: must(list(name, { least: 1 }), 'Who is in it.'),
  channels: must(list(choice(CHANNELS), { least: 1 }), 'Which channels it serves.'),
  /** After this wait, agents of another group may get the session too; null = never. */
  overflow: may(
    nullable(
      parts({
        after: must(length(1, { leastWritten: 0 }), 'How long somebody has waited for this group.'),
        to: must(text(), 'Name of the other group. It need not serve the channel.'),
      }),
    ),
    'A session that has waited this long may also go to another group if this one has nobody free; `null` or absent means never.',
  ),
});

/** A session rings at an agent, who must accept it. */
const RING = parts({
  timeout: must(length(1, { fault: 'rules.ring' }), 'How long it rings.'),
  /** After that, the agent is away until they say otherwise. */
  misses: or(
    null,
    nullable(count(1)),
    'After this many missed rings in a row, the agent counts as away; `null` means never.',
  ),
});

export const AGENTS = settings({
  capacity: or(5, count(1, 100), 'Sessions an agent may have at once.'),
  capacityOf: or({}, byAgent(count(1, 100)), 'Another capacity for some agents.'),
  mayExceed: or(
    ['same_agent', 'supervisor', 'reactivation'],
    list(choice(EXCEEDS)),
    'What may exceed the capacity of an agent. `same_agent`: a session reopened with its last agent. `sticky`: a returning visitor. `supervisor`: a transfer to a supervisor. `reactivation`: a resting session that becomes active.',
  ),
  routing: or(
    'least_loaded',
    choice(ROUTING),
    'Which agent gets the next session. `least_loaded`: fewest sessions. `round_robin`: given one the longest ago. `longest_idle`: last session ended the longest ago. `free_share`: largest share of free capacity.',
  ),
  groups: or(
    [],
    list(GROUP),
    'Groups of agents for some channels. The first group of a channel with a free agent takes the session; a channel without a group is served by everybody.',
  ),
  ring: or(null, nullable(RING), 'A session rings and the agent must accept it; `null` means it is assigned directly.'),
  wrapUp: or(0, length(0), 'How long a closed session still uses capacity.'),
  handOver: or(
    null,
    nullable(length(0)),
    'Hands over the sessions of an agent who has been disconnected this long; `null` means never.',
  ),
  presence: or(
    'transport',
    choice(PRESENCE),
    'Whether routing checks the connection of an agent (`transport`) or trusts the last status (`manual`).',
  ),
  supervisors: or(
    [],
    list(name),
    'Agents (`a0`, `a1`, …) to whom routing assigns nothing; a transfer goes to them last, also beyond their capacity.',
  ),
});
