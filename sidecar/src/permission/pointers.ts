import type { Pointer } from "../odoo/session.ts";
import type { Candidate } from "../retrieval/candidates.ts";

/** Records read whole: their fields and messages may answer in words that the question doesn't have. */
const readWhole = 3;
/** So many more are read with all of their fields; others by their name and what was hit. */
const readFields = 3;
const sectionsEach = 4;
const maxPointers = 100;
const page = /^attachment:\d+:/;

/**
 * What to ask Odoo for: the best candidates whole, the next ones with their fields and what was hit, of the
 * others what was hit. Of the questions that people wrote, 19 of 20 were answered from the first six.
 *
 * @param before how many candidates were asked for in earlier rounds
 */
export function pointersOf(candidates: Candidate[], before = 0): Pointer[] {
  const pointers = candidates.flatMap((it, at): Pointer[] => {
    const { resModel, resId } = it;
    const place = before + at;
    const hit = it.sections.slice(0, sectionsEach);
    const names =
      place < readWhole
        ? // A long attachment comes in part only, unless its pages are named.
          ["*", ...it.sections.filter((section) => page.test(section)).slice(0, sectionsEach)]
        : place < readWhole + readFields || it.open || it.identified
          ? ["fields", ...hit]
          : ["header", ...hit];
    return [...new Set(names)].map((section) => ({ resModel, resId, section }));
  });
  return pointers.slice(0, maxPointers);
}
