// Where a message is, in English: one sentence for each place.
export const WHERE = {
  'where.is': (a: { where: string; says: string }) => `Where it is: ${a.says}  (${a.where})`,
  'where.session': (a: {
    session: string;
    before: string;
    linked: string;
    agents: readonly string[];
    listed: string;
  }) =>
    `  ${a.before === '' ? `${a.session}, the first session of this visitor` : `${a.session}, a new session after ${a.before}, ${a.linked}`}; ${a.agents.length === 0 ? 'no agent ever had it' : `agents: ${a.agents.join(', ')}`}${a.listed === '' ? '' : `; in the list of ${a.listed}`}`,
  'where.linked': 'whose agent sees the one before',
  'where.unlinked': 'whose agent does not see the one before',
  'where.leave_messages': 'among the leave-messages',
  'where.in_hands': 'in a session with an agent, not answered yet',
  'where.waiting': 'in a session that is waiting for an agent',
  'where.answered': 'in a session in which an agent has written since',
  'where.over_unanswered': 'in the history of a closed session, never answered',
  'where.not_kept': 'nowhere: the desk acknowledged it and did not store it',
  'where.kept_by_channel': 'nowhere: the platform of the channel acknowledged it and did not pass it on to the desk',
  'where.refused': 'nowhere: it was refused, and the visitor was told',
  'where.unknown': 'nowhere: no server ever acknowledged it',
} as const;
