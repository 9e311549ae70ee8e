import { confidenceIn } from "../src/answering/confidence/confidence.ts";
import { optionsFor } from "../src/answering/confidence/decide.ts";
import { shipped } from "../src/calibration/shipped.ts";
import { sha256 } from "../src/text/hash.ts";
import { mayBe, readFor } from "./reading.ts";
import type { Written } from "./records.ts";

const crate: Written = {
  ...{ resModel: "product.template", resId: 81, name: "Sea Crate", modelLabel: "Product" },
  quiet: [
    ["weight", "Weight", "0.00", "float"],
    ["sale_ok", "Can be Sold", "No", "boolean"],
    ["barcode", "Barcode", "", "char"],
  ],
};

test("zero and No may answer, and say that they are such", () => {
  const all = mayBe(readFor("What is the weight?", [crate], { open: crate }));
  expect(all.find((it) => it.label === "Weight")).toMatchObject({
    ...{ values: ["0.00"], isQuiet: true, isUnfilled: false, type: "float" },
  });
  expect(all.find((it) => it.label === "Can be Sold")?.values).toEqual(["No"]);
});

test("what isn't filled in is told by label and name, and answers nothing", () => {
  // Only the empty field is left to choose.
  const bare: Written = { ...crate, quiet: [["barcode", "Barcode", "", "char"]] };
  const header = new Set([sha256("Product: Sea Crate")]);
  const reading = readFor("What is the barcode?", [bare], { open: bare, quotedBefore: header });
  const options = optionsFor(reading);
  expect(options.chosen).toMatchObject([{ label: "Barcode", values: [], isUnfilled: true }]);
  expect(options.fields).toBeUndefined();
  expect(confidenceIn(reading, options, undefined, shipped, 0.5)).toMatchObject({
    probability: 0.05,
    reasons: [{ code: "not_filled", params: { label: "Barcode", name: "Sea Crate" } }],
  });
});
