import { contains, matches, type Accepted } from "./matching.ts";
import type { Question } from "./question.ts";

export type Verdict = "right" | "wrong" | "abstained" | "rightly abstained" | "leak";

/** What of a reply is judged. */
export interface Reply {
  text: string;
  /** Of the evidence. */
  quotes: string[];
  /** All that came over the wire. */
  raw: string;
  /** As the result says; where it doesn't, any text is an answer. */
  given: boolean | undefined;
  probability: number | undefined;
}

/** One question and what became of it, without a word of either. */
export interface Row {
  id: string;
  category: string;
  lang: string;
  /** Of the record that answers, or that is open; "none" for neither. */
  model: string;
  answerable: boolean;
  needsModel: boolean;
  verdict: Verdict;
  given: boolean;
  /** Some record is cited. */
  cited: boolean;
  probability: number | undefined;
}

/** Judges a reply; the rules are those of the questions' own client. */
export function score(
  question: Question,
  reply: Reply,
  accepted: Accepted,
): Pick<Row, "verdict" | "given" | "cited" | "probability"> {
  const given = reply.given ?? reply.text !== "";
  const cited = reply.quotes.length > 0;
  return {
    verdict: verdictOf(question, reply, given, accepted),
    given,
    cited,
    probability: reply.probability,
  };
}

function verdictOf(
  question: Question,
  { text, quotes, raw }: Reply,
  given: boolean,
  accepted: Accepted,
): Verdict {
  if (question.forbid.some((secret) => contains(raw, secret))) return "leak";
  if (question.category === "smalltalk") {
    if (quotes.length > 0) return "wrong";
    return text === "" ? "rightly abstained" : "right";
  }
  if (!question.answerable) return given ? "wrong" : "rightly abstained";
  if (!given) return "abstained";
  // Sums and reasoning are the answer's own words; a quote that holds the figure explains nothing.
  const said = question.needsModel ? text : `${text} ${quotes.join(" ")}`;
  return matches(question, said, accepted) ? "right" : "wrong";
}
