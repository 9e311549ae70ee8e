import { standings } from "../src/answering/extractive/label-standing.ts";
import type { Standing, Weighed } from "../src/answering/extractive/label-standing.ts";

const weighed = (logits: Record<string, number>): Weighed[] =>
  Object.entries(logits).map(([key, logit]) => ({ key, logit }));

const standingOf = (logits: Record<string, number>, key: string): Standing | undefined =>
  standings(weighed(logits)).get(key);

test("shares of all are those of softmax, and together they are one", () => {
  const found = standings(weighed({ Stage: 0, Phone: Math.log(2), Email: Math.log(5) }));
  expect(found.get("Email")?.log).toBeCloseTo(Math.log(5 / 8), 9);
  expect(found.get("Phone")?.log).toBeCloseTo(Math.log(2 / 8), 9);
  const sum = [...found.values()].reduce((total, it) => total + Math.exp(it.log), 0);
  expect(sum).toBeCloseTo(1, 9);
});

test("what is added to every logit changes nothing, and no logit is too large", () => {
  const found = standings(weighed({ Stage: 0, Email: 1 }));
  const moved = standings(weighed({ Stage: 5_000, Email: 5_001 }));
  expect([...moved]).toEqual([...found]);
});

test("the first leads the next, every other one is behind the first", () => {
  const logits = { Stage: 0.5, Phone: 1, Email: 3 };
  expect(standingOf(logits, "Email")).toMatchObject({ isFirst: true, lead: 2 });
  expect(standingOf(logits, "Phone")).toMatchObject({ isFirst: false, lead: -2 });
  expect(standingOf(logits, "Stage")).toMatchObject({ isFirst: false, lead: -2.5 });
});

test("beyond a bound nothing is told apart", () => {
  const logits = { near: 100, far: 0, farther: -100 };
  expect(standingOf(logits, "near")).toEqual({ log: 0, isFirst: true, lead: 4 });
  expect(standingOf(logits, "far")).toEqual({ log: -8, isFirst: false, lead: -6 });
  expect(standingOf(logits, "farther")).toEqual(standingOf(logits, "far"));
});

test("a label of several values counts once", () => {
  const twice = [...weighed({ Email: 1, Phone: 0 }), ...weighed({ Email: 1 })];
  expect(standings(twice).get("Phone")).toEqual(standingOf({ Email: 1, Phone: 0 }, "Phone"));
});

test("a label that stands alone is first as far as can be told, and of none nothing is", () => {
  expect(standingOf({ Email: -3 }, "Email")).toEqual({ log: 0, isFirst: true, lead: 4 });
  expect(standings([]).size).toBe(0);
});
