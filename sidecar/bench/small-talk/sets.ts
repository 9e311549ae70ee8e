import { readFileSync } from "node:fs";

import { parse } from "csv-parse/sync";

import type { SmallTalk } from "../../src/question/small-talk.ts";

/** What somebody says to the assistant; without a kind it is no small talk. */
export interface Said {
  text: string;
  kind: SmallTalk | undefined;
  /** Language code. */
  lang: string;
  /** CLINC's, or the name of the set. */
  intent: string;
}

const intents: Record<string, SmallTalk> = {
  greeting: "greeting",
  goodbye: "goodbye",
  thank_you: "thanks",
  what_is_your_name: "identity",
  who_made_you: "identity",
  are_you_a_bot: "identity",
  what_can_i_ask_you: "ability",
};

/** Questions about the assistant itself that no kind is of: neither taken is wrong, nor left. */
const leftOut = new Set([
  "who_do_you_work_for",
  "where_are_you_from",
  "how_old_are_you",
  "what_are_your_hobbies",
  "do_you_have_pets",
  "change_ai_name",
]);

/**
 * Intents in which people talk to an assistant and nothing is small talk; each group is a class of its
 * own, for what is near to small talk lies on several sides of it.
 */
const nearBy: Record<string, string> = {
  ...{ user_name: "user", change_user_name: "user" },
  ...{ yes: "turn", no: "turn", maybe: "turn", repeat: "turn", cancel: "turn" },
  ...{ meaning_of_life: "fun", tell_joke: "fun", fun_fact: "fun", flip_coin: "fun" },
  ...{ roll_dice: "fun", whisper_mode: "setting", reset_settings: "setting" },
  ...{ change_speed: "setting", change_volume: "setting", change_accent: "setting" },
  ...{ change_language: "setting", utterances: "business" },
};

/** Classes that are none of small talk, beside whatever else is said. */
export const nearbyGroups = [...new Set(Object.values(nearBy))];

/** Which of them it is of. */
export const nearbyGroup = ({ kind, intent }: Said): string | undefined =>
  kind === undefined ? nearBy[intent] : undefined;

export const leftOutIntents = [...leftOut];

export type Split = "train" | "val" | "test";

/** CLINC's utterances of a split, those out of everybody's scope too, without the intents left out. */
export function readClinc(path: string, split: Split): Said[] {
  const sets = JSON.parse(readFileSync(path, "utf8")) as Record<string, [string, string][]>;
  return [...(sets[split] ?? []), ...(sets[`oos_${split}`] ?? [])]
    .filter(([, intent]) => !leftOut.has(intent))
    .map(([text, intent]) => ({ text, intent, kind: intents[intent], lang: "en" }));
}

/** What customers ask their bank. */
export function readBanking(path: string): Said[] {
  const rows = parse(readFileSync(path), { columns: true }) as unknown as { text: string }[];
  return rows.map(({ text }) => ({ text, intent: "banking77", kind: undefined, lang: "en" }));
}

/** Written for the fitting, and seen by no figure but those of a language left out. */
export function readUtterances(): Said[] {
  return readFileSync(new URL("utterances.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const row = JSON.parse(line) as { lang: string; kind: SmallTalk | "none"; text: string };
      const kind = row.kind === "none" ? undefined : row.kind;
      return { text: row.text, lang: row.lang, kind, intent: "utterances" };
    });
}

/** CLINC's are in lower case and mostly without marks; people write them as they like. */
const styles: ((text: string) => string)[] = [
  (text) => capitalised(text),
  (text) => `${capitalised(text)}?`,
  (text) => `${text}!`,
  (text) => `${capitalised(text)}.`,
  (text) => `${text}?`,
];

const bare = (text: string): string => text.replace(/[?!. ]{1,9}$/, "");
const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Each in another of the ways that people write. */
export const styled = (all: Said[]): Said[] =>
  all.map((it, at) => {
    const style = styles[at % styles.length] ?? capitalised;
    return { ...it, text: style(bare(it.text)) };
  });

const joints = [", ", " ", ". "];

/** Openings with something behind them, which then is what is said. */
export function opened(openings: Said[], rest: Said[], count: number, draw: () => number): Said[] {
  const drawn = <Item>(some: Item[]): Item | undefined => some[Math.floor(draw() * some.length)];
  return Array.from({ length: count }, () => {
    const before = drawn(openings);
    const after = drawn(rest);
    if (!before || !after) return [];
    return [{ ...after, text: `${bare(before.text)}${drawn(joints) ?? " "}${after.text}` }];
  }).flat();
}

/** Some of them, drawn by lot. */
export const drawnOf = <Item>(all: Item[], count: number, draw: () => number): Item[] =>
  all
    .map((it) => ({ it, lot: draw() }))
    .sort((left, right) => left.lot - right.lot)
    .slice(0, count)
    .map(({ it }) => it);
