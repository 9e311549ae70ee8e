import { check } from "../demo/check.ts";
import { expect, test } from "./fixture.ts";

test("the demo's questions: nobody gets what he may not read, and enough answers cite their record", async ({
  stack,
}) => {
  test.setTimeout(300_000);
  expect(await check(stack)).toBe(true);
});
