// What the parts of the desk have in common: rules, people, sessions, the line and the deadlines. It decides nothing, and calls no part.
import type { SessionRules } from '../../rules/rules.ts';
import { WaitingLine } from '../assignment/waiting-line.ts';
import { Deadlines } from '../deadlines.ts';
import type { DeskSink } from '../ports.ts';
import { RuleBook } from '../rule-book.ts';
import type { Session } from '../session.ts';
import { People } from './people.ts';
import { snapshot } from './snapshot.ts';
import { States } from './states.ts';

/** Owned by the session desk and changed in place by its parts; effects leave through the sink in the order they are decided. */
export class DeskState {
  /** All rules that ever held here. */
  readonly book: RuleBook;
  readonly sink: DeskSink;
  readonly people: People;
  /** Those that are open. */
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

  /** What holds for everything that begins now. */
  get rules(): SessionRules {
    return this.book.current;
  }

  save(session: Session): void {
    this.sink.persist({ kind: 'session', session: snapshot(session) });
  }
}
