import type { Canary } from "../leaks/canary.ts";
import type { Words } from "./page.ts";
import type { Person } from "./people.ts";
import type { Planted } from "./records.ts";
import type { Turn } from "./turns.ts";

export type Outcome = "approve" | "correct" | "reject" | "held_back_right";

/** A verdict that Odoo said it has taken, and nobody took back. */
export interface Given {
  reviewId: number;
  turn: Turn;
  by: Person;
  outcome: Outcome;
  words: Words;
  /** What the correction cites. */
  cited: Planted[];
  inBrowser: boolean;
}

/** Words that somebody wrote in a review, of which a canary is known. */
export interface Written {
  canary: Canary;
  turn: Turn;
  /** What whoever reads them must be able to read besides. */
  cited: Planted[];
}

/** What people did to reviews, as they know it themselves. */
export class Ledger {
  readonly given = new Map<number, Given>();
  readonly written: Written[] = [];
  /** Verdicts and other decisions: ask back, reply, hand over, take, undo. */
  verdicts = 0;
  others: Record<string, number> = {};
  inBrowsers = 0;
  /** Verdicts that Odoo took though it had taken another of the same review. */
  duplicates = 0;
  /** Words that were written, are not sent or taken back, and are nowhere any more. */
  lostTexts = 0;
  /** What the asker was shown before the verdict was final. */
  early = 0;

  give(given: Given): void {
    if (this.given.has(given.reviewId)) {
      this.duplicates += 1;
      console.error(`two verdicts of review ${given.reviewId} were taken`);
    }
    this.given.set(given.reviewId, given);
    this.verdicts += 1;
    if (given.inBrowser) this.inBrowsers += 1;
  }

  takeBack(reviewId: number): void {
    if (this.given.delete(reviewId)) this.verdicts -= 1;
    this.count("undo");
  }

  count(what: string): void {
    this.others[what] = (this.others[what] ?? 0) + 1;
  }

  lost(reviewId: number, words: string): void {
    this.lostTexts += 1;
    console.error(`lost text of review ${reviewId}: ${words}`);
  }
}
