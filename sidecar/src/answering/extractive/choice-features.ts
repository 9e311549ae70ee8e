import type { Asks } from "../../question/closed-class/closed-class.ts";
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
  "labelLog",
  "labelLead",
  "labelAll",
  "labelLogit",
  "wordsOnly",
  "labelShare",
  "inLabel",
  "followsLog",
  "takesUpLog",
  "sort",
  "identified",
  "openAlone",
  "citedAlone",
  "named",
  "rank",
  "reached",
  "isName",
  "isRows",
  "rowShare",
  "isProse",
  "isQuiet",
  "isActivity",
  "polar",
  "open",
  "inField",
  "inValue",
  "nearLead",
  "near",
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
  const shareOf = (some: Scored[]): number =>
    some.reduce((sum, it) => sum + Math.exp(it.score - best.score), 0) / total;
  const asks = (it: Asks): number => (part.asks.has(it) ? 1 : 0);
  const its = (name: string): number => best.features[name] ?? 0;
  // What is sure of one thing says little where another is doubtful: products say both.
  const meant = Math.max(
    ...["openAlone", "identified", "numbered", "citedAlone", "named"].map((name) => its(name)),
  );
  const meansLabel = Math.exp(its("labelLog"));
  const accounted = 1 - its("inNone") - its("inBody") - its("inField");
  return {
    meant,
    told: meant * its("labelShare") * accounted,
    meantLead: meant * lead(others),
    meantLabel: meant * meansLabel,
    labelLeads: meansLabel * lead(others),
    accounted: meant * accounted,
    lead: lead(others),
    leadOfRecord: lead(others.filter((it) => it.of !== best.of)),
    leadInRecord: lead(others.filter((it) => it.of === best.of)),
    share: shareOf(scored.filter((it) => it.values.join("\n") === said)),
    recordShare: shareOf(scored.filter((it) => it.of === best.of)),
    score: best.score / 10,
    words: part.words.length / 10,
    asksCount: asks("count"),
    asksReason: Math.max(asks("reason"), asks("manner")),
    asksChoice: asks("choice"),
    asksPerson: asks("person"),
    asksPlace: asks("place"),
    asksTime: asks("time"),
    asksNothing: part.asks.size === 0 ? 1 : 0,
    isPolar: part.isPolar ? 1 : 0,
    ...Object.fromEntries(taken.map((name) => [name, best.features[name] ?? 0])),
  };
}
