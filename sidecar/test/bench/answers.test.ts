import { evaluate } from "../../bench/answers/expression.ts";
import { missedBars, type Results } from "../../bench/answers/bars.ts";
import { calibrationFloor, figuresOf } from "../../bench/answers/figures.ts";
import { saysValue } from "../../bench/answers/formatted.ts";
import {
  asNumber,
  contains,
  matches,
  moneyForms,
  numberForms,
  withCurrency,
} from "../../bench/answers/matching.ts";
import type { Question } from "../../bench/answers/question.ts";
import { score, type Reply, type Row } from "../../bench/answers/scoring.ts";
import { isSealed } from "../../bench/answers/sealed.ts";
import { isRight } from "../../bench/answers/suggestions.ts";

const question = (more: Partial<Question> = {}): Question => ({
  id: "q-1",
  user: "demo",
  category: "field",
  lang: "en",
  open: null,
  question: "how much?",
  answerable: true,
  expectRecords: ["sale.order_1"],
  expectAnswer: ["6465.50"],
  forbid: [],
  needsModel: false,
  ...more,
});

const reply = (more: Partial<Reply> = {}): Reply => ({
  text: "Total: 6,465.50",
  quotes: [],
  raw: "",
  given: undefined,
  probability: 0.9,
  ...more,
});

const row = (more: Partial<Row> = {}): Row => ({
  id: "q-1",
  category: "field",
  lang: "en",
  model: "sale.order",
  answerable: true,
  needsModel: false,
  verdict: "right",
  given: true,
  cited: true,
  probability: 0.9,
  ...more,
});

const verdictOf = (asked: Question, said: Reply): string =>
  score(asked, said, { some: [...asked.expectAnswer, "6,465.50"], every: asked.expectAll ?? [] })
    .verdict;

test("a string is found whatever its case, accents, spaces, dashes and quotes", () => {
  expect(contains("Straße  des\u00a017. Juni", "STRASSE des 17")).toBe(true);
  expect(contains("Señor O’Neill – Café", "senor o'neill - cafe")).toBe(true);
  expect(contains("a (b) [c] {d}+e?", "(B) [C] {d}+e?")).toBe(true);
});

test("a number or a word is not found as a piece of a longer one", () => {
  expect(contains("14,000", "4,000")).toBe(false);
  expect(contains("4,000.50", "4,000")).toBe(false);
  expect(contains("4,000.00", "4,000")).toBe(true);
  expect(contains("costs 173.", "173")).toBe(true);
  expect(contains("65.5", "65.50")).toBe(false);
  expect(contains("65.500", "65.50")).toBe(true);
  expect(contains("Warranty", "rant")).toBe(false);
  expect(contains("Warranty", "warr")).toBe(true);
});

test("numbers are read and written in the ways of several locales", () => {
  expect(asNumber("1.234,50")).toBe(1234.5);
  expect(asNumber("1 234")).toBe(1234);
  expect(asNumber("fifty")).toBe(50);
  expect(asNumber("FURN_8888")).toBeNull();
  expect(numberForms(45000.5)).toEqual(
    expect.arrayContaining(["45000.50", "45,000.5", "45.000,50"]),
  );
  expect(numberForms(12)).toEqual(expect.arrayContaining(["12", "12.0", "12.00", "12,00"]));
  expect(moneyForms(1234.5)).toEqual(expect.arrayContaining(["1,234.50", "1.234,5", "1 234.50"]));
});

test("a currency has to stand beside its number", () => {
  expect(withCurrency("It is $ 1,234.50.", "1,234.50")).toBe(true);
  expect(withCurrency("1,234.50 USD", "1,234.50")).toBe(true);
  expect(withCurrency("1,234.50 (prices in USD)", "1,234.50")).toBe(false);
  expect(withCurrency("$ 11,234.50", "1,234.50")).toBe(false);
  const priced = question({ currency: true });
  expect(matches(priced, "6465.50", { some: ["6465.50"], every: [] })).toBe(false);
  expect(matches(priced, "6465.50 $", { some: ["6465.50"], every: [] })).toBe(true);
});

test("all that is needed must be there, numbers in any form", () => {
  const every = ["Azure", "1234.5"];
  expect(matches(question(), "Azure 1,234.50", { some: [], every })).toBe(true);
  expect(matches(question(), "Azure", { some: ["Azure"], every })).toBe(false);
});

test("an answer is right by its text or its quotes, and wrong without them", () => {
  expect(verdictOf(question(), reply())).toBe("right");
  expect(verdictOf(question(), reply({ text: "See there", quotes: ["Total 6465.50"] }))).toBe(
    "right",
  );
  expect(verdictOf(question(), reply({ text: "Total: 64.00" }))).toBe("wrong");
  expect(verdictOf(question(), reply({ text: "" }))).toBe("abstained");
});

test("what needs a model must stand in the answer's own words", () => {
  const sum = question({ needsModel: true });
  expect(verdictOf(sum, reply({ text: "See there", quotes: ["6465.50"] }))).toBe("wrong");
  expect(verdictOf(sum, reply())).toBe("right");
});

test("`given` decides where the result tells it, else any text is an answer", () => {
  expect(verdictOf(question(), reply({ given: false }))).toBe("abstained");
  expect(verdictOf(question({ answerable: false }), reply({ given: false }))).toBe(
    "rightly abstained",
  );
  expect(verdictOf(question({ answerable: false }), reply())).toBe("wrong");
});

test("what is forbidden is a leak wherever it came over the wire", () => {
  const denied = question({ answerable: false, forbid: ["Marlowe Bank"] });
  expect(verdictOf(denied, reply({ text: "", raw: '{"closest":[{"name":"Marlowe Bank"}]}' }))).toBe(
    "leak",
  );
  expect(verdictOf(denied, reply({ text: "", raw: '{"closest":[]}' }))).toBe("rightly abstained");
});

test("small talk is right with a text that cites nothing", () => {
  const talk = question({ category: "smalltalk", answerable: false });
  expect(verdictOf(talk, reply({ text: "Hello!", given: false }))).toBe("right");
  expect(verdictOf(talk, reply({ text: "Hello!", quotes: ["Hello"] }))).toBe("wrong");
  expect(verdictOf(talk, reply({ text: "" }))).toBe("rightly abstained");
});

test("figures count answers given, a leak as a wrong one, and leave small talk out", () => {
  const figures = figuresOf([
    row(),
    row({ verdict: "wrong", lang: "de" }),
    row({ verdict: "abstained", given: false }),
    row({ verdict: "leak", given: false, answerable: false, category: "denied" }),
    row({ verdict: "wrong", answerable: false, category: "unanswerable" }),
    row({
      verdict: "rightly abstained",
      given: false,
      answerable: false,
      category: "unanswerable",
    }),
    row({ verdict: "right", needsModel: true, category: "reason" }),
    row({ verdict: "wrong", category: "smalltalk", answerable: false }),
  ]);
  expect(figures).toMatchObject({
    given: 5,
    right: 2,
    precision: 0.4,
    answerableNoModel: 3,
    rightNoModel: 1,
    unanswerable: 3,
    unanswerableAnswered: 2,
    smalltalkCited: 1,
    leaks: 1,
  });
  expect(figures.byLanguage).toMatchObject({ de: { asked: 1, given: 1, right: 0 } });
  expect(figures.byCategory).toMatchObject({ smalltalk: { asked: 1 }, field: { asked: 3 } });
});

test("the calibration error is that of five bins of equal mass, over the answers given", () => {
  const rows = [0.2, 0.4, 0.6, 0.8, 1].map((probability) => row({ probability }));
  const { ece, meanProbability } = figuresOf([
    ...rows,
    row({ given: false, verdict: "abstained", probability: 0 }),
  ]);
  expect(ece).toBeCloseTo((0.8 + 0.6 + 0.4 + 0.2 + 0) / 5);
  expect(meanProbability).toBeCloseTo(0.6);
});

test("the floor is no error for certainties, and chance for the rest", () => {
  expect(calibrationFloor(Array.from({ length: 50 }, () => 1))).toBe(0);
  const floor = calibrationFloor(Array.from({ length: 50 }, () => 0.9));
  expect(floor).toBeGreaterThan(0.02);
  expect(floor).toBeLessThan(0.12);
});

const nothing: Results = {
  sealed: null,
  open: null,
  noEmbedder: null,
  suggestions: null,
  smalltalk: null,
};

test("every bar that is missed is a sentence, and none that is reached", () => {
  const good = [
    ...Array.from({ length: 95 }, () => row({ probability: 0.95 })),
    ...Array.from({ length: 5 }, () => row({ verdict: "wrong", probability: 0.95 })),
  ];
  const bad = good.map((it): Row => ({ ...it, verdict: "wrong" }));
  expect(missedBars({ ...nothing, sealed: figuresOf(good) }, ["sealed"])).toEqual([]);
  expect(missedBars({ ...nothing, sealed: figuresOf(bad) }, ["sealed"])).toEqual([
    expect.stringContaining("given are right"),
    expect.stringContaining("need no model"),
    expect.stringContaining("sealed, field"),
    expect.stringContaining("mean probability"),
    expect.stringContaining("ECE"),
  ]);
  expect(missedBars(nothing, ["smalltalk"])).toEqual(["smalltalk was not measured"]);
  expect(missedBars({ ...nothing, suggestions: { shown: 1000, right: 950 } }, [])).toEqual([]);
  expect(missedBars({ ...nothing, suggestions: { shown: 999, right: 900 } }, [])).toHaveLength(2);
  expect(missedBars({ ...nothing, smalltalk: { taken: 0.9, falselyTaken: 0.005 } }, [])).toEqual(
    [],
  );
  expect(
    missedBars({ ...nothing, smalltalk: { taken: 0.8, falselyTaken: 0.01 } }, []),
  ).toHaveLength(2);
});

test("about half of the ids are sealed, each always", () => {
  const ids = Array.from({ length: 1000 }, (_, number) => `w-field-${number}`);
  const sealed = ids.filter(isSealed).length;
  expect(sealed).toBeGreaterThan(440);
  expect(sealed).toBeLessThan(560);
  expect(ids.filter(isSealed)).toHaveLength(sealed);
});

test("an expression is computed from its variables, and nothing else is run", () => {
  expect(evaluate("(a - b) * -2 + c / 4", { a: 5, b: 2, c: 2 })).toBe(-5.5);
  expect(() => evaluate("process.exit()", {})).toThrow("process");
  expect(() => evaluate("a b", { a: 1, b: 2 })).toThrow("holds b");
});

test("an answer says a value in the ways of its language", () => {
  const date = { type: "date" };
  expect(saysValue("Frist: 18.03.2027", date, "2027-03-18", "de_DE")).toBe(true);
  expect(saysValue("am 18. März 2027", date, "2027-03-18", "de_DE")).toBe(true);
  expect(saysValue("03/18/2027", date, "2027-03-18", "en_US")).toBe(true);
  expect(saysValue("03/19/2027", date, "2027-03-18", "en_US")).toBe(false);
  // Just before midnight in UTC is the next day in Brussels.
  expect(saysValue("2027-03-19", { type: "datetime" }, "2027-03-18 23:30:00", "en_US")).toBe(true);
  expect(saysValue("It is $ 1,000.00", { type: "monetary" }, 1000, "en_US")).toBe(true);
  expect(saysValue("It is $ 11,000.00", { type: "monetary" }, 1000, "en_US")).toBe(false);
  const note = "<p>Ring at gate 4. The lift is small.</p>";
  expect(saysValue("“The lift is small.”", { type: "html" }, note, "en_US")).toBe(true);
  expect(saysValue("The lift is large and new.", { type: "html" }, note, "en_US")).toBe(false);
});

test("a suggestion is judged by the field with the longest label that it names", () => {
  const known = [
    { name: "amount_total", label: "Total", type: "monetary", value: 120 },
    { name: "amount_untaxed", label: "Total without taxes", type: "monetary", value: 100 },
    { name: "phone", label: "Phone", type: "char", value: "555-0101" },
  ];
  expect(isRight("How much is the total without taxes?", "100.00", known, "en_US")).toBe(true);
  expect(isRight("How much is the total without taxes?", "120.00", known, "en_US")).toBe(false);
  expect(isRight("How much is the total?", "120.00", known, "en_US")).toBe(true);
  expect(isRight("How can I reach them?", "Call 555-0101", known, "en_US")).toBe(true);
  expect(isRight("How can I reach them?", "120.00", known, "en_US")).toBe(false);
});
