// What the scenarios that come with the tool show, in English: the same sentences as in their files.
export const SHOWS = {
  'shows.after-close':
    'the eight things that desks do with a message after the close, one on each channel, for visitors who all write on (R05, R14, R41)',
  'shows.after-hours':
    'half an hour before closing time and an hour after it: who writes to a desk that has gone home, and whether it is kept (R42)',
  'shows.agent-drop':
    'agents who lose their connection for half an hour with a full list: as many timeouts as sessions, or a hand-over within a minute (R58)',
  'shows.unnoticed-sessions':
    'agents with eight sessions each, who notice late what is not in front of them: how long messages wait for a pair of eyes, and what alerts change (R12, R13)',
  'shows.double-eleven-peak':
    'the worst hour of a festival evening: base, a surge of five times, a tail; sleeping tabs, phones in the pocket, flaky networks',
  'shows.first-evening': 'a busy half hour on a desk that closes silent chats after ten minutes',
  'shows.load-2000': 'throughput: 2 000 visitors in talk with 400 agents, five each',
  'shows.million-day': 'virtual time: a day of a million visitors with twenty messages each, at a desk of 3 600 agents',
  'shows.server-crash':
    'a server that dies twice in a busy quarter of an hour: what was acknowledged is still there, and who is timed out for it',
  'shows.smoke': 'that everything works together: a few visitors, three agents, one minute of idle time',
  'shows.silent-visitors':
    'visitors who fall silent after an answer while server and network are well: when they are closed, and whom a prompt or the bot wins back (R01, R20, R45, R53)',
  'shows.short-timeout':
    'four trades against four idle times, one a channel: how many are cut off while they compare, look something up or think (R25, R30, R61)',
  'shows.channel-windows':
    'people who answer after hours or days: on the web the desk waits for three days, on other channels the platform ends the session or lets no more messages through (R26, R27, R63)',
  'shows.two-causes':
    'two things that stop a message after the close, in all four combinations: the channel stopped pushing, the desk stopped listening (R03, R04, R60)',
  'shows.agent-away':
    'agents who count as online and look elsewhere: sessions that wait for them until they time out, and what alerts and transfers save (R12, R55, R56)',
  'shows.ad-burst':
    'a campaign that sends an hour of visitors within five minutes to a desk that is staffed for an hour: who waits in vain, and which leads are kept (R44, R57, R59)',
  'shows.remedies':
    'one busy hour with everything that goes wrong, under all seven profiles: what each remedy is worth by itself (R70)',
} as const;
