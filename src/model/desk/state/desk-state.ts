// State shared by the parts of the desk: rules, people, sessions, line, deadlines. Decides nothing.
import type { SessionRules } from '../../rules/rules.ts';
import { WaitingLine } from '../assignment/waiting-line.ts';
import { Deadlines } from '../deadlines.ts';
import type { DeskSink } from '../ports.ts';
import { RuleBook } from '../rule-book.ts';
import type { Session } from '../session.ts';
import { People } from './people.ts';
import { snapshot } from './snapshot.ts';
import { States } from './states.ts';

/**
 * Owned by the session desk, and changed in place by its parts. Effects leave through the sink in
 * the order of the decisions.
 */
export class DeskState {
  /** All rules that this desk has had. */
  readonly book: RuleBook;
  readonly sink: DeskSink;
  readonly people: People;
  /** Open sessions. */
  readonly sessions = new Map<string, Session>();
  readonly states = new States();
  readonly line: WaitingLine;
  readonly deadlines: Deadlines;

  constructor(rules: SessionRules, sink: DeskSink) {
    this.book = new RuleBook(rules);
    this.sink = sink;
    this.people = new People(sink);
    this.line = new WaitingLine(rules);
    this.deadlines = new Deadlines(this.book, this.sessions, this.people);
  }

  /** Rules for everything that begins now. */
  get rules(): SessionRules {
    return this.book.current;
  }

  save(session: Session): void {
    this.sink.persist({ kind: 'session', session: snapshot(session) });
  }
}
