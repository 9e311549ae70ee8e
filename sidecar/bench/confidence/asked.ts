import { readFileSync } from "node:fs";

import type { Bench } from "../../../e2e/stack/bench.ts";
import type { Rung } from "../../src/contract.ts";
import { readSet } from "../corpus.ts";
import { random } from "../index/random.ts";
import { SquadIndex, settings } from "../squad/index.ts";
import { holdsGold, readSquad } from "../squad/questions.ts";
import type { SquadQuestion } from "../squad/questions.ts";
import { textOf } from "../squad/shown.ts";
import { vectorsOf } from "../vectors.ts";
import type { Row } from "./rows.ts";

export interface SquadRow extends Row {
  /**
   * `hidden`: answerable, and the asker may not read the passage it is of. `clinc`: a question of
   * CLINC's that is out of everybody's scope. `lexical` and `live`: all kinds, on a lower rung.
   */
  set: "answerable" | "impossible" | "hidden" | "clinc" | "lexical" | "live";
  id: string;
}

interface Asked extends Omit<SquadQuestion, "resId"> {
  set: SquadRow["set"];
  /** The record that the asker may not read. */
  hidden?: number;
  rung?: Rung;
}

/**
 * How often each stands in squad2-mixture, on average, and how much it is learned from: more from what
 * is hidden, since that must never make anybody sure. CLINC's are not fitted on; those of lower rungs
 * are learned from, and what is measured is left to the highest.
 */
const counts: Record<SquadRow["set"], { count: number; emphasis: number }> = {
  answerable: { count: 1.5, emphasis: 1.5 },
  impossible: { count: 1, emphasis: 0.4 },
  hidden: { count: 0.5, emphasis: 2 },
  clinc: { count: 0, emphasis: 0 },
  lexical: { count: 0, emphasis: 0.25 },
  live: { count: 0, emphasis: 0.25 },
};
/** Of all questions, those that are asked on each lower rung as well; of half of them it is hidden. */
const lowerShare = 1 / 8;

const lower = ["lexical", "live"] as const;

const factors = { fields: 0, excerpt: 1 };

/** As many as there are cores here. */
const clients = 2;

/**
 * All questions of SQuAD 2 dev, the answerable ones once more by somebody from whom the passage is
 * hidden, and CLINC's, each asked of SQuAD's passages as a turn asks.
 */
export async function askSquad({ server, embedder, data, stopped }: Bench): Promise<SquadRow[]> {
  const squad = readSquad(data("squad2-dev", "dev-v2.0.rebuilt.json"));
  const set = readSet("squad2-dev-passages");
  const outOfScope = readOutOfScope(data("clinc-oos", "data_full.json"));
  const known = new Map(set.queries.map((it, at) => [it.text, set.queryVectors.at(at)]));
  const unknown = [...squad.map((it) => it.text), ...outOfScope].filter((it) => !known.has(it));
  for (const [text, vector] of await vectorsOf(unknown, await embedder(), stopped)) {
    known.set(text, vector);
  }

  const draw = random(6);
  const asked: Asked[] = [
    ...squad.flatMap(({ resId, ...it }): Asked[] =>
      it.golds.length === 0
        ? [{ ...it, set: "impossible" }]
        : [
            { ...it, set: "answerable" },
            { ...it, set: "hidden", hidden: resId },
          ],
    ),
    ...lower.flatMap((rung) =>
      squad
        .filter(() => draw() < lowerShare)
        .map(({ resId, ...it }): Asked => {
          const isHidden = it.golds.length > 0 && draw() < 0.5;
          return { ...it, set: rung, rung, ...(isHidden && { hidden: resId }) };
        }),
    ),
    ...outOfScope.map((text): Asked => ({
      id: text,
      text,
      article: "clinc",
      golds: [],
      set: "clinc",
    })),
  ];
  console.log(`${asked.length} questions over ${set.corpus.length} passages.`);
  const index = await SquadIndex.of(await server({ settings }), set, stopped);
  const rows: SquadRow[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    for (let it = asked[next]; it; it = asked[next]) {
      stopped.throwIfAborted();
      const at = next;
      next += 1;
      const { text, golds, hidden, rung } = it;
      const vector = known.get(text) ?? new Float32Array();
      // Articles have no fields: what is quoted of them are sentences.
      const { excerpt } = await index.options({ text, vector }, hidden, rung);
      const right = golds.length > 0 && holdsGold(textOf(excerpt), golds);
      rows[at] = {
        ...{ set: it.set, id: it.id, group: it.article, ...counts[it.set], factors },
        options: excerpt ? [{ kind: excerpt.kind, features: excerpt.features, right }] : [],
      };
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  await index.end();
  return rows;
}

export type Sets = Record<
  | "squad2-adversarial"
  | "squad2-hidden"
  | "squad2-mixture"
  | "squad2-lexical"
  | "squad2-live"
  | "clinc-oos",
  SquadRow[]
>;

/** From whoever asks half of the answerable questions, drawn by lot, the passage is hidden. */
export function setsOf(rows: SquadRow[]): Sets {
  const draw = random(5);
  const drawn = new Set(
    rows.filter((it) => it.set === "hidden" && draw() < 0.5).map((it) => it.id),
  );
  const adversarial = rows.filter((it) => it.set === "answerable" || it.set === "impossible");
  const hidden = rows.filter((it) =>
    it.set === "hidden" ? drawn.has(it.id) : it.set === "answerable" && !drawn.has(it.id),
  );
  return {
    "squad2-adversarial": adversarial,
    "squad2-hidden": hidden,
    "squad2-mixture": [...adversarial, ...hidden],
    "squad2-lexical": rows.filter((it) => it.set === "lexical"),
    "squad2-live": rows.filter((it) => it.set === "live"),
    "clinc-oos": rows.filter((it) => it.set === "clinc"),
  };
}

function readOutOfScope(path: string): string[] {
  const sets = JSON.parse(readFileSync(path, "utf8")) as Record<string, [string, string][]>;
  return ["oos_train", "oos_val", "oos_test"].flatMap((name) =>
    (sets[name] ?? []).map(([text]) => text),
  );
}
