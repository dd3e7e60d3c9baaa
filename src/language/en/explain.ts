// The life of a session, message or visitor in English: a sentence a row, and how it ended.
export const EXPLAIN = {
  'life.say': (a: { id: string }) => `says message ${a.id}`,
  'life.sayIn': (a: { id: string; session: string }) => `says message ${a.id} in ${a.session}`,
  'life.send': (a: { by: string; id: string }) => `${a.by}'s client sends ${a.id}`,
  'life.resend': (a: { by: string; id: string; n: number }) => `${a.by}'s client sends ${a.id} again (try ${a.n})`,
  'life.ack': (a: { id: string; session: string; seq: number }) =>
    `learns that ${a.id} is stored in ${a.session} as number ${a.seq}: "sent"`,
  'life.refuse': (a: { id: string; why: string }) => `is refused ${a.id}: ${a.why}`,
  'life.show': (a: { id: string; from: string; session: string; seq: number }) =>
    `has ${a.id} from the ${a.from} on the screen (${a.session}, number ${a.seq})`,
  'life.alert': (a: { kind: string; session: string }) => `is alerted to ${a.session}: ${a.kind}`,
  'life.act': (a: { is: string; session: string }) => `${a.is} in ${a.session}`,
  'life.look': (a: { id: string }) => `looks at ${a.id}`,
  'life.notice': (a: { kind: string; session: string; agent?: string | undefined; why?: string | undefined }) =>
    `is told: ${a.kind} ${a.session}${a.agent === undefined ? '' : `, agent ${a.agent}`}${a.why === undefined ? '' : `, because ${a.why}`}`,
  'life.conn': (a: { n: number; is: string }) => `connection ${a.n} ${a.is}`,
  'life.connCode': (a: { n: number; is: string; code: number }) => `connection ${a.n} ${a.is} (code ${a.code})`,
  'life.device': (a: { is: string }) => `device is ${a.is}`,
  'life.path': (a: { is: string }) => `network is ${a.is}`,
  'life.intend': (a: { turn: number; at: string }) => `means to say turn ${a.turn} at ${a.at}`,
  'life.gaveUp': (a: { why: string; left: number }) =>
    `gives up: ${a.why}, ${a.left} ${a.left === 1 ? 'turn' : 'turns'} unsaid`,
  'life.finish': (a: { how: string }) => `is through: ${a.how}`,
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
    `server says: ${a.id} of ${a.visitor} is ${a.state}${a.why === undefined ? '' : ` (${a.why})`}, opened ${a.opened}${a.closed === undefined ? '' : `, closed ${a.closed}`}${a.left === undefined ? '' : `, turned into leave-messages ${a.left}`}`,
  'life.stored': (a: { id: string; session: string; seq: number }) =>
    `server says: ${a.id} is stored in ${a.session} as number ${a.seq}`,
  'life.left': (a: { id: string }) => `server says: ${a.id} is a leave-message`,

  'end.fate': (a: { fate: string; says: string }) => `fate: ${a.fate}: ${a.says}`,
  'end.vanished': 'vanished: it was on a screen, and is in no history any more',
  'end.rule': (a: { rule: string; value: string; says: string }) => `rule: ${a.rule}: ${a.value}: ${a.says}`,
  'end.rule.drop': 'what is written after the close is acknowledged, and kept nowhere',
  'end.rule.refuse': 'what is written after the close is refused',
  'end.rule.leave_message': 'what is written after the close becomes a leave-message',
  'end.rule.cut': 'what is written after the close is acknowledged by the platform, and not passed on',
  'end.verdict': (a: { what: string }) => `verdict: ${a.what}`,
  'end.due': (a: { at: string }) => `due at ${a.at}`,
  'end.notDue': 'no timeout was due',
  'end.missed': (a: { session: string; due: string; until: string }) =>
    `a timeout of ${a.session} was ${a.due}, and it went on until ${a.until}`,
  'end.timedOut': (a: { session: string; at: string; due: string }) => `${a.session} timed out at ${a.at}, ${a.due}`,
  'end.cameBack': (a: { what: string }) => `${a.what}; the visitor came back`,
  'end.byRule': (a: { word: string; says: string }) => `  by rule:   ${a.word}: ${a.says}`,
  'end.byPeople': (a: { word: string; says: string }) => `  by people: ${a.word}: ${a.says}`,
  'end.byNobody': '  by people: none: it was not closed then',
  'end.byCause': (a: { word: string; says: string }) => `  by cause:  ${a.word}: ${a.says}`,
  'end.unknown': (a: { session: string }) => `the server did not know ${a.session} at the end`,
  'end.leftMessage': (a: { session: string; at?: string | undefined }) =>
    `${a.session} was turned into a leave-message${a.at === undefined ? '' : ` at ${a.at}`}, no timeout to judge`,
  'end.open': (a: { session: string }) => `${a.session} was still open at the end, no timeout to judge`,
  'end.noReason': 'closed without a reason',
  'end.ended': (a: { session: string; at: string; how: string }) => `${a.session} ended at ${a.at}: ${a.how}`,
  'end.inDrain': (a: { what: string }) => `${a.what}; that was in the drain, and is not judged`,
  'end.noTimeout': (a: { what: string }) => `${a.what}, no timeout to judge`,
  'end.noRules': (a: { what: string }) => `${a.what}; it cannot be judged without the rules of the run`,
} as const;
