import { defineConfig } from "@playwright/test";

const executablePath = process.env.CANDOR_CHROMIUM;

/** Run by `npm test`, which starts the stack that the fixture attaches to. */
export default defineConfig({
  testDir: "tests",
  // One Odoo serves all, and some tests kill parts of it.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: process.env.CANDOR_E2E_OUTPUT ?? "test-results",
  reporter: [
    ["list"],
    ["json", { outputFile: process.env.CANDOR_E2E_REPORT ?? "test-results/report.json" }],
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    timezoneId: "Europe/Brussels",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ],
    },
  },
  projects: [
    { name: "walk", testIgnore: /(confidential|embedder|build)\.spec\.ts$/ },
    // What needs every vector comes when the walk has given them the time to be computed.
    { name: "vectors", testMatch: /(embedder|build)\.spec\.ts$/ },
    // Searches what all the others left in logs and tables: last, and also when one of them failed.
    { name: "confidential", testMatch: "confidential.spec.ts" },
  ],
});
