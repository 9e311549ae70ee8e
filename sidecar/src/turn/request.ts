import type { OdooSession, TakenTurn } from "../odoo/session.ts";
import type { Calls } from "../trace/calls.ts";

/** A question that Odoo handed over, to be answered and recorded. */
export interface TurnRequest {
  requestId: string;
  taken: TakenTurn;
  session: OdooSession;
  /** When the request came, for the duration: `performance.now()`. */
  startedAt: number;
  /** Holds the call that took the turn. */
  calls: Calls;
}
