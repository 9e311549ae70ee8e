import type { Asker } from "../../../e2e/asker.ts";

export interface Cited {
  resModel: string;
  resId: number;
}

export interface Words {
  reason: string;
  correction: string;
  cited: Cited[];
}

interface Served {
  id: number;
  blank: boolean;
  outcome: string | false;
  evidence: Cited[];
  held_back: { evidence: Cited[] } | false;
}

/** What `candor.review.page` gives to a person of one review. */
export interface Page {
  id: number;
  state: string;
  role: "reviewer" | "pool" | "asker" | "manager";
  actions: string[];
  final_in_ms: number | false;
  turn: Served | false;
  asked_back: { question: string; reply: string | false } | false;
  verdict: { outcome: string; reason: string | false; correction: unknown } | false;
  draft: Words | false;
}

export interface Row {
  id: number;
  turn_id: number | false;
  state: string;
  question: string | false;
}

export interface Queue {
  rows: Row[];
  more: boolean;
  counter: number;
}

/** How an asker's own question stands with its review: `ReviewState` of the panel. */
export interface ReviewState {
  id: number;
  state: string;
  outcome: string | false;
  final_in_ms: number | false;
  asked_back: string | false;
  reply: string | false;
  reason: string | false;
  corrected: { parts: { text: string }[] } | false;
  is_unreadable: boolean;
}

/** Calls a method of `candor.review` as its client does. */
export async function review<T>(asker: Asker, method: string, ...args: unknown[]): Promise<T> {
  return await asker.call<T>("candor.review", method, args);
}

export const pageOf = async (asker: Asker, id: number): Promise<Page | false> =>
  await review<Page | false>(asker, "page", id);

export const mineOf = async (asker: Asker): Promise<Queue> =>
  await review<Queue>(asker, "queue", "mine", "due", "", 0, 100);
