import { mayBe, readFor } from "./reading.ts";
import type { Written } from "./records.ts";

const lamp: Written = {
  ...{ resModel: "sale.order", resId: 71, name: "S00071", modelLabel: "Sales Order" },
  rows: [
    [
      ["name", "Description", "[FURN_8888] Office Lamp", "text"],
      ["product_uom_qty", "Quantity", "10.00", "float"],
    ],
    [
      ["name", "Description", "[FURN_0269] Office Chair", "text"],
      ["product_uom_qty", "Quantity", "3.00", "float"],
    ],
  ],
  messages: [["2026-03-03T09:00:00", "The pump HP-500 comes later."]],
};

test.each(["FURN_8888", "furn 8888", "furn-8888", "FURN8888"])(
  "%s takes its own row and no other",
  (code) => {
    const rows = mayBe(readFor(`How many ${code} are ordered?`, [lamp], { open: lamp })).filter(
      (it) => it.kind === "rows",
    );
    expect(rows.find((it) => it.label === "Quantity")?.values).toEqual(["10.00"]);
    expect(rows[0]?.rows).toMatchObject({ chosen: 1 });
  },
);

test("a code is found in prose, another one isn't", () => {
  const placeOf = (code: string): unknown =>
    readFor(`When does ${code} come?`, [lamp]).linked[0]?.found.get(code.toLowerCase());
  expect(placeOf("HP-500")).toBe("body");
  expect(placeOf("HP-501")).toBeUndefined();
  expect(placeOf("P-500")).toBeUndefined();
  expect(placeOf("FURN_8888")).toBe("row");
});

test("rows without any of the words are all there are", () => {
  const quantity = mayBe(readFor("What did they order?", [lamp], { open: lamp })).find(
    (it) => it.label === "Quantity",
  );
  expect(quantity?.values).toEqual(["10.00", "3.00"]);
});
