import type { Choice, Scored } from "./choose.ts";

/** What is taken from the features of the candidate chosen itself; see `answerFeatures`. */
const taken = [
  "namesLost",
  "namesMentioned",
  "ofOther",
  "inNone",
  "inBody",
  "inName",
  "inParty",
  "labelRank",
  "labelMargin",
  "labelShare",
  "nameRank",
  "labelUnknown",
  "takenUpRank",
  "completedRank",
  "sort",
  "identified",
  "openAlone",
  "citedAlone",
  "named",
  "rank",
  "reached",
  "linkRank",
  "isName",
  "isRows",
  "rowShare",
  "isProse",
  "isTags",
  "isQuiet",
  "isActivity",
  "polar",
];

/** Beyond this lead nothing is told apart. */
const mostLead = 6;

/**
 * Figures of a choice, from which the probability is computed that it is right: how clearly it leads
 * those that say something else, and what it is itself. Leads are in logits.
 */
export function choiceFeatures({ part, scored }: Choice): Record<string, number> {
  const [best] = scored;
  if (!best) return {};
  const said = best.values.join("\n");
  const others = scored.filter((it) => it.values.join("\n") !== said);
  const lead = (some: Scored[]): number =>
    Math.max(0, Math.min(mostLead, best.score - (some[0]?.score ?? best.score - mostLead)));
  const total = scored.reduce((sum, it) => sum + Math.exp(it.score - best.score), 0);
  const same = scored.filter((it) => it.values.join("\n") === said);
  return {
    lead: lead(others),
    leadOfRecord: lead(others.filter((it) => it.of !== best.of)),
    leadInRecord: lead(others.filter((it) => it.of === best.of)),
    share: same.reduce((sum, it) => sum + Math.exp(it.score - best.score), 0) / total,
    score: best.score / 10,
    words: part.words.length / 10,
    asksCount: part.asks.has("count") ? 1 : 0,
    asksReason: part.asks.has("reason") || part.asks.has("manner") ? 1 : 0,
    isPolar: part.isPolar ? 1 : 0,
    ...Object.fromEntries(taken.map((name) => [name, best.features[name] ?? 0])),
  };
}
