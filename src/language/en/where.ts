// Where a message is, in English: one sentence for each place where it may have stopped.
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
  'where.leave_messages': 'kept in the leave-messages',
  'where.in_hands': 'in a session that an agent has, not answered yet',
  'where.waiting': 'in a session that waits for an agent',
  'where.answered': 'in a session, and an agent has written since',
  'where.over_unanswered': 'in the history of a session that is over; nobody has answered it',
  'where.not_kept': 'nowhere: the desk acknowledged it and kept nothing',
  'where.kept_by_channel': 'nowhere: the platform behind the channel acknowledged it, and the desk never saw it',
  'where.refused': 'nowhere: it was refused, and the visitor was told',
  'where.unknown': 'nowhere: no server has ever acknowledged it',
} as const;
