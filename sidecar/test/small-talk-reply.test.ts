import { replyTo } from "../src/answering/small-talk/reply.ts";

const open = "Ten desks";
const topics = ["Customer", "Expected Revenue"];

test("a greeting is answered with what can be asked about the open record", () => {
  expect(replyTo("greeting", { lang: "en_US", open, topics })).toBe(
    "Hello. On Ten desks I look up Customer and Expected Revenue for you, or whatever else its form shows.",
  );
});

test.each([
  ["de_DE", "Gern geschehen. Zu Ten desks suche ich Ihnen Kunde und Stufe heraus,"],
  ["es_MX", "De nada. Sobre Ten desks le busco Kunde y Stufe,"],
  ["fr_FR", "Je vous en prie. Sur Ten desks, je cherche pour vous Kunde et Stufe,"],
  ["sr@latin", "You're welcome. On Ten desks I look up Kunde and Stufe for you,"],
  ["constructor", "You're welcome. On Ten desks"],
])("an asker in %s is answered in his language, or in English", (lang, start) => {
  const said = replyTo("thanks", { lang, open, topics: ["Kunde", "Stufe"] });
  expect(said.slice(0, start.length)).toBe(start);
});

test("without an open record the sources are named, and without any, records", () => {
  const asked = { lang: "en_US", open: undefined };
  expect(replyTo("ability", { ...asked, topics: ["Contact", "Lead"] })).toMatch(
    /in, for example: Contact and Lead\.$/,
  );
  expect(replyTo("ability", { ...asked, topics: [] })).toMatch(/any record that you may read\.$/);
  expect(replyTo("ability", { lang: "en_US", open, topics: [] })).toMatch(/what Ten desks says\.$/);
});

test("four topics are named at most", () => {
  const said = replyTo("greeting", { lang: "en_US", open, topics: ["A", "B", "C", "D", "E"] });
  expect(said).toContain("A, B, C, and D for you");
  expect(said).not.toContain("E for");
});

test("a name that looks like a place to fill stays as it is", () => {
  const said = replyTo("greeting", { lang: "en_US", open: "{topics} $& $1", topics });
  expect(said).toContain("On {topics} $& $1 I look up Customer");
});

test.each(["en_US", "de_DE", "es_ES", "fr_FR"])("nothing said in %s shouts", (lang) => {
  for (const kind of ["greeting", "goodbye", "thanks", "identity", "ability"] as const) {
    for (const its of [open, undefined]) {
      for (const some of [topics, []]) {
        const said = replyTo(kind, { lang, open: its, topics: some });
        expect(said).not.toMatch(/[!{}]|undefined/);
        expect(said.length).toBeLessThan(320);
      }
    }
  }
});
