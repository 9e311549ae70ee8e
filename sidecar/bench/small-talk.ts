// small-talk: whether small talk is told from questions, on CLINC's test split; --fit fits it again.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import { fittedSmallTalk, recogniseSmallTalk } from "../src/question/small-talk.ts";
import type { SmallTalkModel } from "../src/question/small-talk.ts";
import { random } from "./index/random.ts";
import { fitSmallTalk } from "./small-talk/fit.ts";
import type { VectorOf } from "./small-talk/fit.ts";
import { leftOutIntents, opened, readClinc, readUtterances, styled } from "./small-talk/sets.ts";
import type { Said } from "./small-talk/sets.ts";
import { readLessons } from "./small-talk/training.ts";
import { vectorsOf } from "./vectors.ts";

const leastTaken = 0.9;
const mostFalselyTaken = 0.005;

const flag = { type: "boolean", default: false } as const;

/** Languages of the utterances that a fit is tried without. */
const languagesLeftOut = [["de"], ["es"], ["fr", "nl", "it", "pt"]];

interface Figures {
  /** Share of the small talk that is taken as such, of any kind. */
  taken: number;
  /** Of it, the share whose kind is right. */
  kindRight: number;
  /** Share of the rest that is taken for small talk. */
  falselyTaken: number;
  n: { smallTalk: number; rest: number };
}

/**
 * Puts CLINC's test questions to the recogniser that ships. `--fit` fits that first, on CLINC's
 * training split, its threshold on the validation split; with `--languages` it also says how a fit
 * fares in languages that it has not seen utterances of.
 */
export async function bench({ args, data, embedder, stopped }: Bench): Promise<Outcome> {
  const { values } = parseArgs({ args, options: { fit: flag, languages: flag } });
  const clinc = data("clinc-oos", "data_full.json");
  const test = readClinc(clinc, "test");
  const talk = test.filter((it) => it.kind !== undefined);
  const rest = test.filter((it) => it.kind === undefined);
  const openings = talk.filter((it) => it.kind === "greeting" || it.kind === "thanks");
  const sets = {
    test,
    // As people write it, who use capitals and marks.
    styled: styled(talk),
    // "Hi, " and a question.
    opened: opened(openings, rest, 500, random(9)),
  };
  const learnt = values.fit ? readLessons(data) : undefined;
  const held = values.fit ? readClinc(clinc, "val") : [];
  const said = [...Object.values(sets).flat(), ...held, ...(learnt?.lessons ?? [])];
  const known = learnt?.known ?? new Map<string, Float32Array>();
  const texts = said.map((it) => it.text).filter((it) => !known.has(it));
  const vectors = await vectorsOf(texts, await embedder(), stopped);
  const vectorOf: VectorOf = (text) => known.get(text) ?? vectors.get(text) ?? new Float32Array();

  let recogniser = fittedSmallTalk;
  const unseen: Record<string, Figures> = {};
  if (learnt) {
    for (const languages of values.languages ? languagesLeftOut : []) {
      const isOf = (it: Said): boolean => languages.includes(it.lang);
      const without = learnt.lessons.filter((it) => !isOf(it));
      const own = readUtterances().filter(isOf);
      unseen[languages.join(" ")] = figuresOf(own, fitSmallTalk(without, held, vectorOf), vectorOf);
    }
    recogniser = fitSmallTalk(learnt.lessons, held, vectorOf);
    await write(recogniser);
  }
  const figures = Object.fromEntries(
    Object.entries(sets).map(([name, its]) => [name, figuresOf(its, recogniser, vectorOf)]),
  ) as Record<keyof typeof sets, Figures>;
  const byIntent = falselyTakenByIntent(rest, recogniser, vectorOf);
  const { taken, falselyTaken } = figures.test;
  const results = { taken, falselyTaken, leftOutIntents, ...figures, byIntent, unseen };
  console.table({ ...flat(figures), ...flat(unseen) });
  console.log("falsely taken, by intent", byIntent);
  const missed = [
    ...(taken >= leastTaken ? [] : [`taken ${taken.toFixed(4)}, at least ${leastTaken}`]),
    ...(falselyTaken <= mostFalselyTaken
      ? []
      : [`falsely taken ${falselyTaken.toFixed(4)}, at most ${mostFalselyTaken}`]),
  ];
  return { results, missed };
}

function figuresOf(said: Said[], recogniser: SmallTalkModel, vectorOf: VectorOf): Figures {
  const read = said.map((it) => ({ ...it, taken: taken(it, recogniser, vectorOf) }));
  const talk = read.filter((it) => it.kind !== undefined);
  const rest = read.filter((it) => it.kind === undefined);
  const recognised = talk.filter((it) => it.taken !== undefined);
  return {
    taken: recognised.length / talk.length,
    kindRight: recognised.filter((it) => it.taken === it.kind).length / recognised.length,
    falselyTaken: rest.filter((it) => it.taken !== undefined).length / rest.length,
    n: { smallTalk: talk.length, rest: rest.length },
  };
}

const taken = (
  { text }: Said,
  recogniser: SmallTalkModel,
  vectorOf: VectorOf,
): ReturnType<typeof recogniseSmallTalk> =>
  recogniseSmallTalk({ text, vector: vectorOf(text), model: recogniser.model }, recogniser);

function falselyTakenByIntent(
  rest: Said[],
  recogniser: SmallTalkModel,
  vectorOf: VectorOf,
): Record<string, number> {
  const wrong = rest.filter((it) => taken(it, recogniser, vectorOf) !== undefined);
  const counts = Map.groupBy(wrong, (it) => it.intent);
  return Object.fromEntries([...counts].map(([intent, its]) => [intent, its.length]));
}

const flat = (all: Record<string, Figures>): Record<string, object> =>
  Object.fromEntries(
    Object.entries(all).map(([name, { n, ...its }]) => [
      name,
      {
        ...Object.fromEntries(
          Object.entries(its).map(([key, value]) => [key, Math.round(value * 10_000) / 10_000]),
        ),
        ...n,
      },
    ]),
  );

async function write(recogniser: SmallTalkModel): Promise<void> {
  const path = fileURLToPath(new URL("../src/question/small-talk.json", import.meta.url));
  // Five digits are exact enough.
  const rounded = (_key: string, value: unknown): unknown =>
    typeof value === "number" ? Number(value.toPrecision(5)) : value;
  await writeFile(path, `${JSON.stringify(recogniser, rounded)}\n`);
}
