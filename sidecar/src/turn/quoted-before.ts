import type { TakenTurn } from "../odoo/session.ts";

/**
 * sha256 (hex) of what the last turn quoted, which answers no other question again; nothing where the same
 * question is asked once more.
 */
export function quotedBefore({
  question,
  askedBefore,
  earlier,
}: Pick<TakenTurn, "question" | "askedBefore" | "earlier">): Set<string> {
  const [last] = askedBefore;
  if (last !== undefined && same(last) === same(question)) return new Set();
  return new Set(earlier.flatMap((it) => (it.turn === 0 ? it.quotes : [])));
}

const same = (text: string): string => text.trim().replace(/\s+/gu, " ").toLowerCase();
