import type { RetrievalSet, SetName } from "../corpus.ts";

/**
 * The article that each question of a set is about, by one name for all sets: the four XQuAD sets are
 * the same questions, and most of them stand in squad2-dev too, under the same id.
 */
export function articlesOf(sets: Map<SetName, RetrievalSet>): Map<SetName, Map<string, string>> {
  const squad = new Map<string, string>();
  for (const name of ["squad2-dev-passages", "squad2-large"] as const) {
    for (const [question, text] of firstRelevant(sets.get(name))) {
      squad.set(question, text.slice(0, text.indexOf("#")));
    }
  }
  // XQuAD numbers its articles; any of its questions that squad2-dev knows tells the title.
  const titles = new Map<string, string>();
  const numbered = [...sets].filter(([name]) => name.startsWith("xquadr"));
  for (const [, set] of numbered) {
    for (const [question, text] of firstRelevant(set)) {
      const title = squad.get(question);
      if (title !== undefined) titles.set(numberOf(text), title);
    }
  }
  return new Map(
    [...sets].map(([name, set]) => [
      name,
      new Map(
        firstRelevant(set).map(([question, text]) => [
          question,
          squad.get(question) ?? titles.get(numberOf(text)) ?? `XQuAD ${numberOf(text)}`,
        ]),
      ),
    ]),
  );
}

/** Every second article by name: both halves have about as many, whatever the sets are. */
export function firstHalf(articles: Iterable<string>): Set<string> {
  return new Set([...new Set(articles)].sort().filter((_, at) => at % 2 === 0));
}

const numberOf = (text: string): string => text.split(".")[0] ?? "";

function firstRelevant(set: RetrievalSet | undefined): [string, string][] {
  return [...(set?.relevant ?? [])].map(([question, texts]) => [
    question,
    [...texts.keys()][0] ?? "",
  ]);
}
