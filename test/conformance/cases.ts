// The conformance cases: what every runtime (virtual, Node, k6) must do, see
// src/model/ports/runtime.ts. Pure: bundled into k6.
import { CLOCK } from './cases/clock.ts';
import { CLOSES } from './cases/close.ts';
import { CONNECT } from './cases/connect.ts';
import { FAILURES } from './cases/failure.ts';
import { LEDGER } from './cases/ledger.ts';
import { LIVENESS } from './cases/liveness.ts';
import { MESSAGES } from './cases/messages.ts';
import type { Case } from './probe.ts';

/** All cases; a runtime plays them in this order. */
export const CASES: readonly Case[] = [
  ...CONNECT,
  ...CLOSES,
  ...FAILURES,
  ...MESSAGES,
  ...CLOCK,
  ...LIVENESS,
  ...LEDGER,
];
