import type { OdooSession } from "../odoo/session.ts";
import { Candidates } from "./candidates.ts";
import type { Question } from "../question/question.ts";
import type { QuestionWord } from "../question/words.ts";
import type { Asked, Retrieved } from "./retrieve.ts";

/** As many as Odoo takes. */
const maxWords = 12;
const maxLetters = 64;
/** Shorter beginnings stand in half of all words. */
const leastLetters = 3;
/** As retrieve weighs them; without an index nothing else speaks for a record. */
const weights = { open: 0.4, cited: 0.2, found: 0.4 };

/**
 * Finds the records that may answer a question without the index: the open one, those cited before,
 * and those that Odoo's own search finds by the question's words. It has no meaning, no messages and
 * no order numbers written otherwise, so it misses things, and its answer says so.
 *
 * @throws as `OdooSession.search`
 */
export async function searchOdoo(
  question: Question,
  asked: Asked,
  odoo: Pick<OdooSession, "search">,
  signal: AbortSignal,
): Promise<Retrieved> {
  const words = question.words
    .toSorted((left, right) => Number(right.isName) - Number(left.isName))
    .map(beginning)
    .filter((word) => word !== undefined);
  const sought = [...new Set(words)].slice(0, maxWords);
  const found = sought.length > 0 ? await odoo.search(sought, signal) : [];

  const candidates = new Candidates();
  if (asked.openRecord) candidates.open(asked.openRecord);
  for (const pointer of asked.earlier) candidates.cite(pointer);
  // A word that few records have says more.
  const bearers = sought.map((_word, at) => found.filter((it) => it.words.includes(at)).length);
  const scored = found.map((it) => ({
    ...it,
    score: it.words.reduce((sum, at) => sum + 1 / Math.sqrt(bearers[at] ?? 1), 0),
  }));
  const top = Math.max(...scored.map((it) => it.score));
  for (const it of scored) candidates.of(it).legs.found = it.score / top;
  return {
    rarities: new Map(),
    generation: undefined,
    byMeaning: false,
    candidates: candidates.ranked(
      (legs) => weights.open * legs.open + weights.cited * legs.cited + weights.found * legs.found,
    ),
  };
}

/** What a word and its stem begin with: Odoo compares letters, and "deliveri" stands nowhere. */
function beginning({ word, forms }: QuestionWord): string | undefined {
  const shared = forms
    .map((form) => sharedBeginning(word, form))
    .filter((it) => it.length >= leastLetters)
    .sort((left, right) => left.length - right.length)[0];
  const letters = shared ?? word;
  return letters.length <= maxLetters ? letters : undefined;
}

function sharedBeginning(left: string, right: string): string {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return left.slice(0, length);
}
