import type { BenchStack } from "../../../e2e/stack/bench.ts";
import { readableBy } from "./judge.ts";
import type { Given, Ledger } from "./ledger.ts";
import type { ReviewState } from "./page.ts";
import type { People } from "./people.ts";
import type { Records } from "./records.ts";

interface Stored {
  id: number;
  state: string;
  outcome: string | null;
  verdict: string | null;
  labels: number;
  told: number;
}

export interface Kept {
  lostVerdicts: number;
  duplicateVerdicts: number;
}

/**
 * Whether each verdict that was given stands: in the database with its words, as one label, told once to
 * who asked, who finds it, with its words as far as he may read what they are about.
 */
export async function kept(
  stack: BenchStack,
  people: People,
  records: Records,
  ledger: Ledger,
): Promise<Kept> {
  const rows = await stack.sql<Stored>(
    "odoo",
    `select review.id, review.state, review.outcome, review.verdict,
            (select count(*)::int from candor_label label
              where label.turn_id = review.turn_id and label.kind = 'verdict') as labels,
            (select count(*)::int from mail_message message
              where message.model = 'candor.review' and message.res_id = review.id
                and message.subject = 'Your question was reviewed') as told
       from candor_review review`,
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  const seen = await seenByAskers(people, ledger);
  const readable = await readableBy(people.active, records.all);
  const result = { lostVerdicts: 0, duplicateVerdicts: ledger.duplicates };
  for (const given of ledger.given.values()) {
    const row = stored.get(given.reviewId);
    const reads = readable.get(given.turn.by)?.hasAll([...given.turn.madeFrom, ...given.cited]);
    const why = lost(given, row) ?? unseen(given, seen.get(given.turn.id), reads ?? false);
    if (why !== undefined) {
      result.lostVerdicts += 1;
      console.error(`lost verdict of review ${given.reviewId} (${given.outcome}): ${why}`);
    }
    if ((row?.labels ?? 0) > 1 || (row?.told ?? 0) > 1) {
      result.duplicateVerdicts += 1;
      console.error(
        `review ${given.reviewId} has ${row?.labels} labels and was told ${row?.told} times`,
      );
    }
  }
  return result;
}

function lost({ outcome, words, turn, cited }: Given, row: Stored | undefined): string | undefined {
  if (!row) return "there is no such review";
  if (row.state !== "done") return `it is ${row.state}`;
  if (row.outcome !== outcome) return `it is ${row.outcome}`;
  const { reason, correction } = JSON.parse(row.verdict ?? "{}") as Partial<Given["words"]>;
  // Words about a record that was deleted are deleted with it.
  const about = [...turn.madeFrom, ...turn.heldBackFrom, ...cited];
  if (row.verdict === null && about.some((it) => !it.isThere)) return undefined;
  if (reason !== words.reason || correction !== words.correction) return "its words are others";
  if (row.labels === 0) return "it has no label";
  if (row.told === 0 && turn.by.isActive) return "who asked was not told";
  return undefined;
}

/** What the asker's own panel would show of it. */
function unseen(given: Given, state: ReviewState | undefined, reads: boolean): string | undefined {
  if (!given.turn.by.isActive) return undefined;
  if (!state) return "who asked sees no review";
  if (state.state !== "done" || state.outcome !== given.outcome) return `he sees ${state.state}`;
  // Who may read now may still not be shown what a field said before it changed: then it is unreadable.
  if (given.outcome !== "correct" || !reads) return undefined;
  const text = state.corrected ? state.corrected.parts.map((part) => part.text).join("\n") : "";
  if (text !== given.words.correction && !state.is_unreadable) return "he sees no corrected answer";
  return undefined;
}

async function seenByAskers(people: People, ledger: Ledger): Promise<Map<number, ReviewState>> {
  const seen = new Map<number, ReviewState>();
  for (const person of people.active) {
    const ids = [...ledger.given.values()].flatMap(({ turn }) =>
      turn.by === person ? [turn.id] : [],
    );
    const turns = await person.asker.call<{ id: number; review: ReviewState | false }[]>(
      "candor.turn",
      "serve",
      [ids],
    );
    for (const { id, review } of turns) if (review) seen.set(id, review);
  }
  return seen;
}
