import type { OdooSession, TakenTurn } from "../odoo/session.ts";
import type { Stages } from "./stages.ts";

/** A question that Odoo handed over, to be answered and recorded. */
export interface TurnRequest {
  taken: TakenTurn;
  session: OdooSession;
  /** Of its way so far: it was taken. */
  stages: Stages;
}
