// What the scenarios that come with the tool show, in English: the same sentences as in their files.
export const SHOWS = {
  'shows.double-eleven-peak':
    'the worst hour of a festival evening: base, a surge of five times, a tail; sleeping tabs, phones in the pocket, flaky networks',
  'shows.first-evening': 'a busy half hour on a desk that closes silent chats after ten minutes',
  'shows.load-2000': 'throughput: 2 000 visitors in talk with 400 agents, five each',
  'shows.million-day': 'virtual time: a day of a million visitors with twenty messages each, at a desk of 3 600 agents',
  'shows.server-crash':
    'a server that dies twice in a busy quarter of an hour: what was acknowledged is still there, and who is timed out for it',
  'shows.smoke': 'that everything works together: a few visitors, three agents, one minute of idle time',
} as const;
