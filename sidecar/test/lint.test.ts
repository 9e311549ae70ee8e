import { Linter } from "eslint";
import type { Rule } from "eslint";

import { noOdooNames } from "../lint/odoo-names.ts";
import { noWordLists } from "../lint/word-lists.ts";

/** What the rule says of a line of code. */
function saidOf(rule: Rule.RuleModule, code: string): string[] {
  const found = new Linter().verify(code, [
    { plugins: { candor: { rules: { rule } } }, rules: { "candor/rule": "error" } },
  ]);
  return found.map(({ message }) => message);
}

test.each([
  ["a model", 'const model = "sale.order";'],
  ["a model of lines", 'if (model === "account.move.line") read();'],
  ["a model in a pattern", String.raw`const pattern = /^(?:crm\.lead|helpdesk)$/;`],
  ["a model in a template", "const key = `res.partner,${id}`;"],
  ["a field", 'lines.some((it) => it.field === "partner_id");'],
  ["a field among others", 'const fields = ["name", "amount_total"];'],
  ["a field of a model", 'const path = "record.date_order";'],
  ["a field in a pattern", "const pattern = /(?:expected_revenue|planned)/;"],
])("%s of a default source is no name to decide by", (_, code) => {
  expect(saidOf(noOdooNames, code)).toEqual([expect.stringMatching(/is Odoo's/)]);
});

test.each([
  ["of nobody's", 'const code = "not_filled";'],
  ["of Candor's own", 'call("candor.indexer", "lease");'],
  ["of a file", 'const path = new URL("shipped.json", base);'],
  ["without an underscore", 'const section = "name";'],
  ["that only begins alike", 'const names = ["sale.orders", "partner_ids_of"];'],
  ["of a property, as the wire has it", "const { partner_id: partner } = record;"],
])("a name %s is free", (_, code) => {
  expect(saidOf(noOdooNames, code)).toEqual([]);
});

const nine = ["colour", "size", "weight", "price", "tax", "email", "phone", "city", "street"];
const eight = nine.slice(1);

test.each([
  ["an array", (words: string[]) => `const list = ${JSON.stringify(words)};`],
  ["a set", (words: string[]) => `const list = new Set(${JSON.stringify(words)});`],
  ["an alternation", (words: string[]) => `const pattern = /\\b(?:${words.join("|")})s?\\b/iu;`],
  ["a text of words", (words: string[]) => `const list = "${words.join(" ")}".split(" ");`],
  ["a text with bars", (words: string[]) => `const list = "${words.join("|")}";`],
  ["a text with commas", (words: string[]) => `const list = "${words.join(", ")}";`],
  ["a template", (words: string[]) => `const list = \`${words.join("\n  ")}\`;`],
  ["a template of a pattern", (words: string[]) => `new RegExp(\`^(?:${words.join("|")})$\`);`],
])("%s holds eight words of small letters, and not nine", (_, written) => {
  expect(saidOf(noWordLists, written(nine))).toEqual([expect.stringMatching(/^9 words/)]);
  expect(saidOf(noWordLists, written(eight))).toEqual([]);
});

test("phrases count as words do", () => {
  const phrases = nine.map((it) => `the ${it}`);
  expect(saidOf(noWordLists, `const list = ${JSON.stringify(phrases)};`)).toHaveLength(1);
  expect(saidOf(noWordLists, `const list = "${phrases.join("|")}";`)).toHaveLength(1);
});

test.each([
  ["names of features", `const list = ${JSON.stringify(nine.map((it) => `${it}Share`))};`],
  ["codes of languages", 'const codes = ["cs", "da", "de", "fi", "hu", "nb", "nn", "no", "pl"];'],
  ["a sentence", 'const said = "Nothing of this is read, since a list in Odoo would show it.";'],
  ["a statement", "const sql = `select a, b, c, d, e, f, g, h, i from t where a = $1`;"],
])("%s are no list of words", (_, code) => {
  expect(saidOf(noWordLists, code)).toEqual([]);
});
