import type { Pointer } from "../odoo/session.ts";
import type { Candidate } from "./candidates.ts";

/** Records read whole: their fields and messages may answer in words that the question doesn't have. */
const readWhole = 3;
const sectionsEach = 4;
const maxPointers = 100;
const page = /^attachment:\d+:/;

/** What to ask Odoo for: the best candidates whole, of the others their fields and what was hit. */
export function pointersOf(candidates: Candidate[]): Pointer[] {
  let whole = 0;
  const pointers = candidates.flatMap((it): Pointer[] => {
    const { resModel, resId } = it;
    const all = whole < readWhole;
    if (all) {
      whole += 1;
      // A long attachment comes in part only, unless its pages are named.
      const pages = it.sections.filter((section) => page.test(section)).slice(0, sectionsEach);
      return ["*", ...pages].map((section) => ({ resModel, resId, section }));
    }
    const sections = new Set(["fields", ...it.sections.slice(0, sectionsEach)]);
    sections.delete("header");
    return [...sections].map((section) => ({ resModel, resId, section }));
  });
  return pointers.slice(0, maxPointers);
}
