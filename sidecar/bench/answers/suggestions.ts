import { Asker, OdooRefusal } from "../../../e2e/asker.ts";
import type { BenchStack } from "../../../e2e/stack/bench.ts";
import { random } from "../index/random.ts";
import { atOnce, replyOf } from "./asking.ts";
import type { Suggested } from "./bars.ts";
import { saysValue } from "./formatted.ts";
import { contains } from "./matching.ts";
import { counter, each } from "./parallel.ts";
import { Reader, type Row } from "./reader.ts";

const languages = ["en_US", "de_DE", "es_ES"];
const people = ["admin", "demo", "finance", "purchaser", "demo_de"];

interface Drawn {
  reader: Reader;
  asker: Asker;
  resModel: string;
  resId: number;
}

/** Fields of a record that a suggestion may speak of, with the values that its user reads. */
type Known = { label: string; type: string; value: unknown; name: string; relation?: string }[];

/**
 * Draws records with a user and a language, asks Odoo which questions the panel would suggest there,
 * puts each with that record open, and judges the answer by the value that Odoo reads as that user in
 * the field whose label the suggestion names; the field's words come from Odoo, not from Candor.
 *
 * @param records how many to draw
 */
export async function judgeSuggestions(
  running: BenchStack,
  records: number,
  stopped: AbortSignal,
): Promise<Suggested> {
  const total: Suggested = { shown: 0, right: 0 };
  const draw = random(5);
  const count = counter("suggestions, records drawn", records);
  const admin = await Asker.login(running, "admin");
  const before = await languagesOf(admin);
  for (const [at, lang] of languages.entries()) {
    await speak(admin, before, lang);
    const share =
      Math.floor(((at + 1) * records) / languages.length) -
      Math.floor((at * records) / languages.length);
    const drawn = await drawRecords(running, share, draw);
    await each(
      drawn,
      atOnce,
      async (record) => {
        const { shown, right } = await judge(record, lang);
        total.shown += shown;
        total.right += right;
        count();
      },
      stopped,
    );
  }
  await speak(admin, before);
  return total;
}

/** The panel speaks the language of its user, so he is given the one that is drawn. */
async function speak(admin: Asker, before: Map<number, string>, lang?: string): Promise<void> {
  for (const [id, own] of before) {
    await admin.call("res.users", "write", [[id], { lang: lang ?? own }]);
  }
}

async function languagesOf(admin: Asker): Promise<Map<number, string>> {
  const users = await admin.call<Row[]>("res.users", "search_read", [
    [["login", "in", people]],
    ["lang"],
  ]);
  return new Map(users.map(({ id, lang }) => [id, String(lang)]));
}

async function drawRecords(
  running: BenchStack,
  count: number,
  draw: () => number,
): Promise<Drawn[]> {
  const admin = await Asker.login(running, "admin");
  const sources = await admin.call<Row[]>("candor.source", "search_read", [[], ["model"]]);
  const drawn: Drawn[] = [];
  const all: Drawn[][] = [];
  for (const login of people) {
    const reader = await Reader.login(running, login);
    const asker = await Asker.login(running, login);
    for (const { model } of sources) {
      const resModel = String(model);
      const found = await reader.search(resModel, [], { allowed_company_ids: reader.companies });
      // A model with many records doesn't push the others out.
      if (found.length > 0) all.push(found.map((resId) => ({ reader, asker, resModel, resId })));
    }
  }
  while (drawn.length < count && all.some((some) => some.length > 0)) {
    const some = all[Math.floor(draw() * all.length)] ?? [];
    const [record] = some.splice(Math.floor(draw() * some.length), 1);
    if (record) drawn.push(record);
  }
  return drawn;
}

async function judge(drawn: Drawn, lang: string): Promise<Suggested> {
  const { asker, resModel, resId } = drawn;
  const suggestions = await asker.call<string[]>(
    "candor.conversation",
    "suggestions",
    [resModel, resId],
    { context: { lang } },
  );
  if (suggestions.length === 0) return { shown: 0, right: 0 };
  const known = await knownOf(drawn, lang);
  let right = 0;
  for (const suggestion of suggestions) {
    try {
      const reply = replyOf(await asker.ask(suggestion, { open: { resModel, resId } }));
      const given = reply.given ?? reply.text !== "";
      if (given && isRight(suggestion, reply.text, known, lang)) right += 1;
    } catch (error) {
      if (!(error instanceof OdooRefusal)) throw error;
    }
  }
  return { shown: suggestions.length, right };
}

/** Whether the answer says the value of the field with the longest label that the question holds. */
export function isRight(question: string, answer: string, known: Known, lang: string): boolean {
  const named = known.filter(({ label }) => contains(question, label));
  const longest = Math.max(0, ...named.map(({ label }) => label.length));
  const meant =
    longest > 0 ? named.filter(({ label }) => label.length === longest) : unnamed(known);
  return meant.some(({ value, ...field }) => saysValue(answer, field, value, lang));
}

/** Talk, lines and addresses: a suggestion about these names no field. */
const unnamed = (known: Known): Known =>
  known.filter(({ name }) => /^(message|line:.*|.*phone|mobile|.*email.*)$/.test(name));

/** What is filled, as this user reads it: fields with their labels on the form, talk, lines. */
async function knownOf({ reader, resModel, resId }: Drawn, lang: string): Promise<Known> {
  const fields = await reader.fields(resModel, lang);
  const labels = await labelsOf(reader, resModel, lang);
  const [row] = await reader.read(resModel, [resId], undefined, lang);
  const known: Known = [];
  for (const [name, value] of Object.entries(row ?? {})) {
    const field = fields.get(name);
    if (!field || value === false || value === null || field.type.endsWith("2many")) continue;
    for (const label of labels.get(name) ?? []) known.push({ ...field, name, label, value });
  }
  for (const [name, field] of fields) {
    const ids = row?.[name];
    if (field.type !== "one2many" || !Array.isArray(ids) || !name.includes("line")) continue;
    for (const line of await reader.read(
      field.relation ?? "",
      ids as number[],
      ["product_id", "name"],
      lang,
    )) {
      const name = line.name === false ? "" : (line.name as string);
      const [, product] =
        line.product_id === false ? [0, ""] : (line.product_id as [number, string]);
      const said = [name, product.replace(/^\[[^\]]*\] /, "")];
      for (const value of said.filter((it) => it !== "")) {
        known.push({ name: `line:${field.relation ?? ""}`, label: "\0", type: "text", value });
      }
    }
  }
  const owner = resModel === "hr.employee.public" ? "hr.employee" : resModel;
  const talk = [
    ["model", "=", owner],
    ["res_id", "=", resId],
    ["message_type", "in", ["comment", "email"]],
  ];
  const messages = await reader.search("mail.message", talk, reader.everywhere(lang));
  // Messages come newest first.
  for (const { body } of await reader.read("mail.message", messages.slice(0, 1), ["body"], lang)) {
    known.push({ name: "message", label: "\0", type: "html", value: body });
  }
  return known;
}

const labelCache = new WeakMap<Reader, Map<string, Promise<Map<string, string[]>>>>();

/** A field's own label, and those that the form shows instead. */
async function labelsOf(
  reader: Reader,
  model: string,
  lang: string,
): Promise<Map<string, string[]>> {
  const cache = labelCache.get(reader) ?? new Map<string, Promise<Map<string, string[]>>>();
  labelCache.set(reader, cache);
  const known = cache.get(model) ?? readLabels(reader, model, lang);
  cache.set(model, known);
  return await known;
}

async function readLabels(
  reader: Reader,
  model: string,
  lang: string,
): Promise<Map<string, string[]>> {
  const fields = await reader.call<Record<string, { string: string }>>(
    model,
    "fields_get",
    [[], ["string"]],
    { lang },
  );
  const labels = new Map(Object.entries(fields).map(([name, { string }]) => [name, [string]]));
  const { views } = await reader.call<{ views: { form: { arch: string } } }>(
    model,
    "get_views",
    [[[false, "form"]]],
    { lang },
  );
  for (const [tag] of views.form.arch.matchAll(/<(?:field|label)\b[^>]*>/g)) {
    const name = /\b(?:name|for)="([^"]+)"/.exec(tag)?.[1];
    const shown = /\bstring="([^"]+)"/.exec(tag)?.[1];
    if (name !== undefined && shown !== undefined) labels.get(name)?.push(shown);
  }
  return labels;
}
