import { test as base } from "@playwright/test";

import { attach, type Stack } from "../stack/stack.ts";

export { expect } from "@playwright/test";

/** Tests that use the stack which `npm test` started; pages open Odoo without its address. */
export const test = base.extend<object, { stack: Stack }>({
  stack: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from the pattern
    async ({}, use) => {
      await use(await attach(process.env.CANDOR_E2E_INSTANCE ?? "test"));
    },
    { scope: "worker" },
  ],
  baseURL: async ({ stack }, use) => {
    await use(stack.odooUrl);
  },
});
