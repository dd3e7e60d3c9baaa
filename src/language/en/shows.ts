// The `shows` sentences of the scenarios that come with the tool, in English, as in their files.
export const SHOWS = {
  'shows.after-close':
    'eight policies for a message after the close, one on each channel, with visitors who all continue to write (R05, R14, R41)',
  'shows.after-hours':
    'half an hour before closing time and an hour after it: who writes when no agent is left, and whether the message is kept (R42)',
  'shows.agent-drop':
    'agents who lose their connection for half an hour with a full list: every session times out, or is handed over within a minute (R58)',
  'shows.unnoticed-sessions':
    'agents with eight sessions each, who notice messages in the background late: how long messages wait, and what alerts change (R12, R13)',
  'shows.double-eleven-peak':
    'the peak hour of a festival evening: normal load, a surge of five times, a decline; sleeping tabs, phones put away, unstable networks',
  'shows.first-evening': 'a busy half hour on a desk that closes silent chats after ten minutes',
  'shows.load-2000': 'throughput: 2 000 visitors talk with 400 agents, five each',
  'shows.million-day': 'virtual time: a day with a million visitors of twenty messages each, at a desk of 3 600 agents',
  'shows.server-crash':
    'a server that crashes twice in a busy quarter of an hour: acknowledged messages are still there; some visitors are timed out because of it',
  'shows.smoke': 'a quick check of the whole chain: a few visitors, three agents, one minute of idle time',
  'shows.silent-visitors':
    'visitors who fall silent after an answer while server and network work: when their sessions close, and how many a prompt or bot brings back (R01, R20, R45, R53)',
  'shows.short-timeout':
    'four trades with four idle times, one on each channel: how many visitors are cut off while they compare, look something up or think (R25, R30, R61)',
  'shows.channel-windows':
    'visitors who answer after hours or days: on the web the desk waits three days; on other channels the platform ends the session or blocks messages (R26, R27, R63)',
  'shows.two-causes':
    'two reasons why a message after the close does not arrive, in all four combinations: the channel stops pushing, the desk stops receiving (R03, R04, R60)',
  'shows.agent-away':
    'agents who count as online but are away: sessions wait for them until they time out; what alerts and transfers save (R12, R55, R56)',
  'shows.ad-burst':
    'a campaign that sends an hour of visitors within five minutes: who waits in vain, and which leads are kept (R44, R57, R59)',
  'shows.remedies':
    'one busy hour with every kind of problem, under all seven profiles: what each remedy improves (R70)',
} as const;
