import { nearnessByRecord } from "../src/retrieval/nearness.ts";

const hit = (resId: number, section: string, similarity: number | null) => ({
  ...{ chunk: `${resId} ${section}`, document: resId, resModel: "crm.lead", resId },
  ...{ record: `crm.lead ${resId}`, section, bm25: 0, similarity },
});

test("nearness is told in the question's own spread, by record and section", () => {
  const near = nearnessByRecord([
    hit(1, "fields", 0.8),
    hit(2, "fields", 0.9),
    hit(2, "fields", 0.85),
    hit(1, "message:1", 0.85),
    hit(3, "header", null),
  ]);
  expect(near.get("crm.lead 2")?.lead).toBeCloseTo(0.5);
  expect(near.get("crm.lead 1")?.lead).toBe(0);
  expect(near.get("crm.lead 1")?.sections.map((it) => it.section)).toEqual(["message:1"]);
  expect(near.get("crm.lead 1")?.sections[0]?.prominence).toBeCloseTo(0.5);
  expect(near.has("crm.lead 3")).toBe(false);
});

test("beside nothing, nothing stands out", () => {
  expect(nearnessByRecord([hit(1, "fields", 0.9)]).get("crm.lead 1")?.lead).toBe(0);
  expect(nearnessByRecord([]).size).toBe(0);
});
