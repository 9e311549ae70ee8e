import { readFileSync } from "node:fs";

import { z } from "zod";

import type { SmallTalk } from "../../question/small-talk.ts";

const text = z.string();

const wording = z.object({
  greeting: text,
  goodbye: text,
  thanks: text,
  identity: text,
  ability: text,
  /** The rest: what can be asked here, with the open record and names of things, or without. */
  ofOpen: text,
  open: text,
  sources: text,
  nothing: text,
});

/** By language code. */
const wordings = z
  .object({ en: wording })
  .catchall(wording)
  .parse(JSON.parse(readFileSync(new URL("replies.json", import.meta.url), "utf8")));

/** More are a list to read, no answer to a greeting. */
const mostTopics = 4;

/**
 * The answer to small talk: a word of its kind, and what can be asked about here.
 *
 * @param lang Odoo's code, as `de_DE`; English where there are no texts of the language
 * @param open name of the open record, if there is one
 * @param topics as shown to the asker: labels of fields filled on the open record, else names of sources
 */
export function replyTo(
  kind: SmallTalk,
  { lang, open, topics }: { lang: string; open: string | undefined; topics: string[] },
): string {
  const [code = ""] = lang.split(/[_@]/);
  const known = Object.hasOwn(wordings, code) ? code : "en";
  const its = wordings[known] ?? wordings.en;
  const some = topics.slice(0, mostTopics);
  const listed = new Intl.ListFormat(known, { type: "conjunction" }).format(some);
  const pattern =
    open === undefined
      ? some.length > 0
        ? its.sources
        : its.nothing
      : some.length > 0
        ? its.ofOpen
        : its.open;
  // In one pass: a name may itself look like a place to fill.
  const asking = pattern.replace(/\{(open|topics)\}/g, (_, place) =>
    place === "open" ? (open ?? "") : listed,
  );
  return `${its[kind]} ${asking}`;
}
