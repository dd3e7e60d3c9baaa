// The story of a session, message or visitor in English: one sentence for each row, and the end.
export const EXPLAIN = {
  'life.say': (a: { id: string }) => `writes message ${a.id}`,
  'life.sayIn': (a: { id: string; session: string }) => `writes message ${a.id} in ${a.session}`,
  'life.send': (a: { by: string; id: string }) => `${a.by}'s client sends ${a.id}`,
  'life.resend': (a: { by: string; id: string; n: number }) => `${a.by}'s client sends ${a.id} again (attempt ${a.n})`,
  'life.ack': (a: { id: string; session: string; seq: number }) =>
    `learns that ${a.id} is stored in ${a.session} as number ${a.seq}: "sent"`,
  'life.refuse': (a: { id: string; why: string }) => `message ${a.id} is refused: ${a.why}`,
  'life.show': (a: { id: string; from: string; session: string; seq: number }) =>
    `${a.id} from the ${a.from} is on the screen (${a.session}, number ${a.seq})`,
  'life.alert': (a: { kind: string; session: string }) => `gets an alert for ${a.session}: ${a.kind}`,
  'life.act': (a: { is: string; session: string }) => `${a.is} in ${a.session}`,
  'life.look': (a: { id: string }) => `looks at ${a.id}`,
  'life.notice': (a: { kind: string; session: string; agent?: string | undefined; why?: string | undefined }) =>
    `is told: ${a.kind} ${a.session}${a.agent === undefined ? '' : `, agent ${a.agent}`}${a.why === undefined ? '' : `, because: ${a.why}`}`,
  'life.conn': (a: { n: number; is: string }) => `connection ${a.n} ${a.is}`,
  'life.connCode': (a: { n: number; is: string; code: number }) => `connection ${a.n} ${a.is} (code ${a.code})`,
  'life.device': (a: { is: string }) => `device is ${a.is}`,
  'life.path': (a: { is: string }) => `network is ${a.is}`,
  'life.intend': (a: { turn: number; at: string }) => `plans to write turn ${a.turn} at ${a.at}`,
  'life.gaveUp': (a: { why: string; left: number }) =>
    `gives up: ${a.why}, ${a.left} ${a.left === 1 ? 'turn' : 'turns'} not written`,
  'life.finish': (a: { how: string }) => `has finished: ${a.how}`,
  'life.leave': 'leaves',
  'life.down': 'kills the server',
  'life.up': 'the server is back',
  'life.plan': 'arrives',
  'life.session': (a: {
    id: string;
    visitor: string;
    state: string;
    why?: string | undefined;
    opened: string;
    closed?: string | undefined;
    left?: string | undefined;
  }) =>
    `server record: ${a.id} of ${a.visitor} is ${a.state}${a.why === undefined ? '' : ` (${a.why})`}, opened ${a.opened}${a.closed === undefined ? '' : `, closed ${a.closed}`}${a.left === undefined ? '' : `, turned into leave-messages ${a.left}`}`,
  'life.stored': (a: { id: string; session: string; seq: number }) =>
    `server record: ${a.id} is stored in ${a.session} as number ${a.seq}`,
  'life.left': (a: { id: string }) => `server record: ${a.id} is a leave-message`,

  'end.fate': (a: { fate: string; says: string }) => `fate: ${a.fate}: ${a.says}`,
  'end.vanished': 'vanished: it was on a screen, and is now missing from every history',
  'end.rule': (a: { rule: string; value: string; says: string }) => `rule: ${a.rule}: ${a.value}: ${a.says}`,
  'end.rule.drop': 'messages after the close are acknowledged, but not stored',
  'end.rule.refuse': 'messages after the close are refused',
  'end.rule.leave_message': 'messages after the close become leave-messages',
  'end.rule.cut': 'messages after the close are acknowledged by the platform, but not passed on',
  'end.verdict': (a: { what: string }) => `verdict: ${a.what}`,
  'end.due': (a: { at: string }) => `due at ${a.at}`,
  'end.notDue': 'no timeout was due',
  'end.missed': (a: { session: string; due: string; until: string }) =>
    `${a.session} was ${a.due}, but stayed open until ${a.until}`,
  'end.timedOut': (a: { session: string; at: string; due: string }) => `${a.session} timed out at ${a.at}, ${a.due}`,
  'end.cameBack': (a: { what: string }) => `${a.what}; the visitor came back`,
  'end.byRule': (a: { word: string; says: string }) => `  by rule:   ${a.word}: ${a.says}`,
  'end.byPeople': (a: { word: string; says: string }) => `  by people: ${a.word}: ${a.says}`,
  'end.byNobody': '  by people: none, because it was not closed then',
  'end.byCause': (a: { word: string; says: string }) => `  by cause:  ${a.word}: ${a.says}`,
  'end.unknown': (a: { session: string }) => `at the end the server did not know ${a.session}`,
  'end.leftMessage': (a: { session: string; at?: string | undefined }) =>
    `${a.session} became a leave-message${a.at === undefined ? '' : ` at ${a.at}`}; there is no timeout to judge`,
  'end.open': (a: { session: string }) => `${a.session} was still open at the end; there is no timeout to judge`,
  'end.noReason': 'closed without a reason',
  'end.ended': (a: { session: string; at: string; how: string }) => `${a.session} ended at ${a.at}: ${a.how}`,
  'end.inDrain': (a: { what: string }) => `${a.what}; this was during the drain, which is not judged`,
  'end.noTimeout': (a: { what: string }) => `${a.what}; there is no timeout to judge`,
  'end.noRules': (a: { what: string }) => `${a.what}; without the rules of the run it cannot be judged`,
} as const;
