import { check } from "../demo/check.ts";
import { untilVectors } from "../stack/vectors.ts";
import { expect, test } from "./fixture.ts";

test("the demo's questions: nobody gets what he may not read, and what is answered is right", async ({
  stack,
}) => {
  test.setTimeout(900_000);
  await untilVectors(stack, () => undefined);
  expect(await check(stack)).toBe(true);
});
