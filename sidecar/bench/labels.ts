// labels: how often the field meant is found by its label; --fit fits that again.
/* eslint-disable @typescript-eslint/no-non-null-assertion -- places are below the lengths of the arrays */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import { odooPath } from "../../e2e/stack/debian.ts";
import { LabelMatch } from "../src/answering/extractive/label-match.ts";
import type { LabelMatchWeights } from "../src/answering/extractive/label-match.ts";
import { sha256 } from "../src/text/hash.ts";
import { model } from "./index/fill.ts";
import { random } from "./index/random.ts";
import { fitLabelMatch } from "./labels/fit.ts";
import type { Lesson } from "./labels/fit.ts";
import { lessonsOf } from "./labels/lessons.ts";
import type { Taught } from "./labels/lessons.ts";
import { readTraining } from "./labels/training.ts";
import { vectorsOf } from "./vectors.ts";

/** One form of so many is kept out of the fit that is measured. */
const oneOf = 4;

/**
 * Fits the matching of labels on three quarters of the forms and measures it on the others; with `--fit`
 * fits it on all of them as well, and writes that.
 */
export async function bench({ args, embedder, stopped }: Bench): Promise<Outcome> {
  const { values } = parseArgs({ args, options: { fit: { type: "boolean", default: false } } });
  const training = await readTraining(join(odooPath, "odoo/addons"));
  const texts = [
    ...training.questions.map((it) => it.text),
    ...[...training.forms.values()].flat().flatMap((it) => Object.values(it.labels)),
  ];
  const taught = lessonsOf(training, await vectorsOf(texts, await embedder(), stopped));
  if (values.fit) {
    const path = fileURLToPath(
      new URL("../src/answering/extractive/label-match.json", import.meta.url),
    );
    await writeFile(path, `${JSON.stringify(fit(taught))}\n`);
  }
  const isKept = ({ form }: Taught): boolean =>
    parseInt(sha256(form).slice(0, 8), 16) % oneOf === 0;
  const kept = taught.filter(isKept);
  const fitted = fit(taught.filter((it) => !isKept(it)));
  const results = {
    questions: taught.length,
    forms: training.forms.size,
    kept: kept.length,
    fitted: found(kept, new LabelMatch(fitted)),
    cosine: found(kept, new LabelMatch(plain(fitted))),
  };
  console.table({ fitted: results.fitted, cosine: results.cosine });
  return { results, missed: [] };

  function fit(lessons: Lesson[]): LabelMatchWeights {
    return fitLabelMatch(lessons, model, random(17), (step, loss) => {
      stopped.throwIfAborted();
      console.log(`step ${step}: loss ${loss.toFixed(3)}`);
    });
  }
}

/** How often a right label stands first, and among the first two and three. */
function found(lessons: Lesson[], match: LabelMatch): Record<string, number> {
  const places = lessons.map((lesson) => {
    const { types, languages } = lesson.group;
    const [own] = languages;
    const asked = match.question(lesson.vector, lesson.part);
    const logits = own!.vectors.map((vector, at) => {
      const [ofLabel, ofQuestion] = own!.words(lesson, at);
      return match.logit(asked, { vector, type: types[at]!, ofLabel, ofQuestion });
    });
    const best = Math.max(...lesson.right.map((at) => logits[at]!));
    return logits.filter((it) => it > best).length;
  });
  const within = (count: number): number =>
    places.filter((it) => it < count).length / places.length;
  return { first: within(1), firstTwo: within(2), firstThree: within(3) };
}

/** Nothing but the vectors' inner product. */
const plain = (weights: LabelMatchWeights): LabelMatchWeights => ({
  ...weights,
  questionMap: { ...weights.questionMap, scale: 0 },
  label: weights.label.map(() => 0),
  words: [0, 0],
  typeBias: weights.typeBias.map(() => 0),
  typeAsks: weights.typeAsks.map((row) => row.map(() => 0)),
  typeMap: { ...weights.typeMap, scale: 0 },
});
