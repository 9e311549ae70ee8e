import type { Pointer } from "../odoo/session.ts";
import { keyOf } from "../store/search.ts";
import type { Nearness } from "./nearness.ts";

/** A section that the search found. */
export interface SectionHit {
  section: string;
  /** BM25 in shares of what a chunk full of the question's words would come near. */
  words: number;
  /** Inner product with the question's vector; null where one of the two has none. */
  similarity: number | null;
  /** Fused, 1 for the best of all that is visible. */
  strength: number;
  /** How far it is above the crowd: the fiftieth similarity, and the twentieth of `words`. */
  above: { similarity: number; words: number };
}

/** A record that may answer, with what speaks for it, 0..1 each. */
export interface Candidate {
  resModel: string;
  resId: number;
  /** Sections that the search hit, best first. */
  sections: string[];
  open: boolean;
  cited: boolean;
  identified: boolean;
  legs: { open: number; cited: number; identifier: number; found: number };
  /** What the search found of it, best first. */
  hits: SectionHit[];
  /** Where its meaning is nearest to the question's; undefined where no vector found it. */
  near: Nearness | undefined;
  /** Fused, 0..1. */
  score: number;
}

/** Records that may answer, each once, with what is known to speak for it. */
export class Candidates {
  readonly #found = new Map<string, Candidate>();
  readonly #near: ReadonlyMap<string, Nearness>;

  /** @param near by the record's key */
  constructor(near: ReadonlyMap<string, Nearness> = new Map()) {
    this.#near = near;
  }

  of({ resModel, resId }: Pick<Candidate, "resModel" | "resId">): Candidate {
    const key = keyOf({ resModel, resId });
    let made = this.#found.get(key);
    if (!made) {
      made = {
        ...{ resModel, resId, sections: [], hits: [], near: this.#near.get(key), score: 0 },
        ...{ open: false, cited: false, identified: false },
        legs: { open: 0, cited: 0, identifier: 0, found: 0 },
      };
      this.#found.set(key, made);
    }
    return made;
  }

  /** Archived records are found by no search, but the open one may be asked about. */
  open(record: Pick<Candidate, "resModel" | "resId">): void {
    const open = this.of(record);
    open.open = true;
    open.legs.open = 1;
  }

  /** An earlier turn of the conversation quoted it. */
  cite(pointer: Pointer): void {
    const cited = this.of(pointer);
    cited.cited = true;
    cited.legs.cited = 1;
    if (!cited.sections.includes(pointer.section)) cited.sections.push(pointer.section);
  }

  /** Best first, scored by their legs. */
  ranked(scoreOf: (legs: Candidate["legs"]) => number): Candidate[] {
    for (const it of this.#found.values()) it.score = scoreOf(it.legs);
    return [...this.#found.values()].sort(
      (left, right) =>
        right.score - left.score ||
        left.resModel.localeCompare(right.resModel) ||
        left.resId - right.resId,
    );
  }
}
