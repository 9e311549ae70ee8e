import { standings } from "../src/answering/extractive/label-standing.ts";

/** A unit vector at so many degrees. */
const at = (degrees: number): Float32Array =>
  Float32Array.from([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]);

const known = new Map([
  ["Email", at(10)],
  ["Phone", at(20)],
  ["Stage", at(80)],
]);

test("labels are ranked by their nearness: 1 for the first, a half for the second", () => {
  const found = standings(["Stage", "Phone", "Email"], at(0), known);
  expect([...found].map(([label, it]) => [label, it.rank])).toEqual([
    ["Stage", 1 / 3],
    ["Phone", 1 / 2],
    ["Email", 1],
  ]);
});

test("only the first is above another, and all are told in deviations of this record's labels", () => {
  const found = standings(["Stage", "Phone", "Email"], at(0), known);
  expect(found.get("Email")?.margin).toBeGreaterThan(0);
  expect(found.get("Phone")?.margin).toBeLessThan(0);
  expect(found.get("Stage")?.margin).toBeLessThan(found.get("Phone")?.margin ?? 0);
  // The same picture, closer together: models differ in what a similarity is worth.
  const narrow = new Map([...known].map(([label, it]) => [label, Float32Array.from([5, ...it])]));
  const asked = Float32Array.from([5, ...at(0)]);
  const other = standings(["Stage", "Phone", "Email"], asked, narrow);
  expect(other.get("Email")?.margin).toBeCloseTo(found.get("Email")?.margin ?? 0, 3);
});

test("margins stay between −3 and 2", () => {
  const many = new Map(Array.from({ length: 60 }, (_, it) => [`L${it}`, at(40)] as const));
  const found = standings(
    ["near", "far", ...many.keys()],
    at(0),
    new Map([...many, ["near", at(0)], ["far", at(180)]]),
  );
  expect(found.get("near")?.margin).toBeLessThanOrEqual(2);
  expect(found.get("far")?.margin).toBe(-3);
});

test("a label without a vector has no rank, and takes none from the others", () => {
  const found = standings(["Stage", "Colour", "Email"], at(0), known);
  expect(found.get("Colour")).toEqual({ rank: 0, margin: 0 });
  expect(found.get("Email")?.rank).toBe(1);
  expect(found.get("Stage")?.rank).toBe(1 / 2);
});

test("without a vector of the question none has a rank", () => {
  const found = standings(["Stage", "Email"], undefined, known);
  expect([...found.values()]).toEqual([
    { rank: 0, margin: 0 },
    { rank: 0, margin: 0 },
  ]);
});

test("a label that stands alone is first, without a margin; a label given twice counts once", () => {
  expect(standings(["Email"], at(0), known).get("Email")).toEqual({ rank: 1, margin: 0 });
  expect(standings(["Email", "Email", "Phone"], at(0), known).get("Phone")?.rank).toBe(1 / 2);
  expect(standings([], at(0), known).size).toBe(0);
});
