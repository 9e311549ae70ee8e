import type { Bench } from "../../../e2e/stack/bench.ts";
import type { RetrievalSet, SetName } from "../corpus.ts";
import { readSet } from "../corpus.ts";
import { random } from "../index/random.ts";
import { drawnOf, opened, readBanking, readClinc, readUtterances, styled } from "./sets.ts";
import type { Said } from "./sets.ts";

/** With how much it counts beside others. */
export interface Lesson extends Said {
  count: number;
}

/** Of our own there are few, and they are what is asked here. */
const ownCount = 3;

const drawnOfBanking = 1_000;
const drawnOfSquad: Partial<Record<SetName, number>> = {
  "squad2-dev-passages": 800,
  "xquadr-de-de": 600,
  "xquadr-es-en": 600,
};

/** Vectors that lie beside the sets, by text. */
export type Known = Map<string, Float32Array>;

/** All that is learned from: nothing of a split that is measured. */
export function readLessons(data: Bench["data"]): { lessons: Lesson[]; known: Known } {
  const draw = random(3);
  const clinc = readClinc(data("clinc-oos", "data_full.json"), "train");
  const own = readUtterances();
  const talk = clinc.filter((it) => it.kind !== undefined);
  const others = clinc.filter((it) => it.kind === undefined);
  const openings = [...talk, ...own].filter((it) => it.kind === "greeting" || it.kind === "thanks");
  const ownOthers = own.filter((it) => it.kind === undefined);
  const aboutIt = [...talk, ...own].filter((it) => it.kind === "identity" || it.kind === "ability");
  const { asked, known } = squadQuestions(draw);
  const once = [
    ...clinc,
    ...styled(talk),
    ...styled(drawnOf(others, 700, draw)),
    ...drawnOf(readBanking(data("banking77", "train.csv")), drawnOfBanking, draw),
    ...asked,
    // A greeting with a question behind it is that question.
    ...opened(openings, ownOthers, 500, draw),
    ...opened(openings, others, 300, draw),
    ...opened(
      openings.filter((it) => it.kind === "greeting"),
      aboutIt,
      150,
      draw,
    ),
  ];
  const more = [...own, ...styled(own)];
  return {
    lessons: [
      ...once.map((it) => ({ ...it, count: 1 })),
      ...more.map((it) => ({ ...it, count: ownCount })),
    ],
    known,
  };
}

function squadQuestions(draw: () => number): { asked: Said[]; known: Known } {
  const known: Known = new Map();
  const asked = Object.entries(drawnOfSquad).flatMap(([name, count]) => {
    const { queries, queryVectors }: RetrievalSet = readSet(name as SetName);
    const some = drawnOf([...queries.entries()], count, draw);
    for (const [at, { text }] of some) known.set(text, queryVectors.at(at));
    return some.map(([, { text }]) => ({
      ...{ text, kind: undefined, intent: name },
      lang: name === "xquadr-de-de" ? "de" : name === "xquadr-es-en" ? "es" : "en",
    }));
  });
  return { asked, known };
}
