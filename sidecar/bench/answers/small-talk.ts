import { existsSync, readFileSync } from "node:fs";

import { EMBEDDER_MODEL } from "../../../e2e/stack/embedder.ts";
import type { SmallTalkFigures } from "./bars.ts";

/** CLINC's intents that are small talk, or ask what the assistant is and can do. */
export const smallTalkIntents = [
  "greeting",
  "goodbye",
  "thank_you",
  "what_can_i_ask_you",
  "what_is_your_name",
  "who_made_you",
  "are_you_a_bot",
];

/** Left out of what is none: other small talk, questions about the assistant or its settings, and bare replies. */
export const leftOutIntents = [
  // about the assistant
  "how_old_are_you",
  "where_are_you_from",
  "what_are_your_hobbies",
  "do_you_have_pets",
  "who_do_you_work_for",
  "meaning_of_life",
  // entertainment
  "tell_joke",
  "fun_fact",
  "flip_coin",
  "roll_dice",
  // its settings, and what it calls people
  "change_accent",
  "change_ai_name",
  "change_language",
  "change_speed",
  "change_user_name",
  "change_volume",
  "reset_settings",
  "whisper_mode",
  "user_name",
  // replies to what was said before
  "yes",
  "no",
  "maybe",
  "repeat",
  "cancel",
];

/** Tells of each text whether it is small talk. */
export type Recogniser = (texts: string[]) => Promise<boolean[]>;

const module_ = new URL("../../src/question/small-talk.ts", import.meta.url);
const batch = 16;

/**
 * The sidecar's recogniser over vectors of the embedder at `url` (its `/v1`), as a question is read;
 * null where there is no recogniser.
 */
export async function recogniserAt(url: string): Promise<Recogniser | null> {
  if (!existsSync(module_)) return null;
  const { recogniseSmallTalk } = (await import(module_.href)) as {
    recogniseSmallTalk: (question: {
      text: string;
      vector: Float32Array;
      model: string;
    }) => string | undefined;
  };
  return async (texts) => {
    const taken: boolean[] = [];
    for (let at = 0; at < texts.length; at += batch) {
      const some = texts.slice(at, at + batch);
      const vectors = await vectorsOf(url, some);
      for (const [place, text] of some.entries()) {
        const vector = vectors[place] ?? new Float32Array();
        taken.push(recogniseSmallTalk({ text, vector, model: EMBEDDER_MODEL }) !== undefined);
      }
    }
    return taken;
  };
}

/** Of length 1, one a text. */
async function vectorsOf(url: string, input: string[]): Promise<Float32Array[]> {
  const response = await fetch(`${url}/embeddings`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ model: EMBEDDER_MODEL, input, input_type: "query" }),
  });
  if (!response.ok) throw new Error(`the embedder answers ${response.status}`);
  const { data } = (await response.json()) as { data: { index: number; embedding: number[] }[] };
  return data
    .toSorted((a, b) => a.index - b.index)
    .map(({ embedding }) => {
      const length = Math.hypot(...embedding);
      return Float32Array.from(embedding, (value) => value / length);
    });
}

/**
 * @param clinc path of CLINC's `data_full.json`
 * @param others questions that are no small talk, of our own
 */
export async function smallTalkFigures(
  recognise: Recogniser,
  clinc: string,
  others: string[],
): Promise<SmallTalkFigures> {
  const { test } = JSON.parse(readFileSync(clinc, "utf8")) as { test: [string, string][] };
  const wanted = new Set(smallTalkIntents);
  const leftOut = new Set(leftOutIntents);
  const talk = test.filter(([, intent]) => wanted.has(intent)).map(([text]) => text);
  const rest = test.filter(([, intent]) => !wanted.has(intent) && !leftOut.has(intent));
  const none = [...rest.map(([text]) => text), ...others];
  return {
    taken: shareTaken(await recognise(talk)),
    falselyTaken: shareTaken(await recognise(none)),
  };
}

const shareTaken = (taken: boolean[]): number =>
  taken.length === 0 ? 0 : taken.filter(Boolean).length / taken.length;
