import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "@playwright/test";

import { Failure } from "./failure.ts";
import { inHome, root } from "./home.ts";
import { environment, run } from "./processes.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * Path of a Chromium: one that is on the PATH, else Debian's (which needs root), else Playwright's own.
 *
 * @throws {Failure} when none can be had
 */
export async function findChromium(progress: (words: string) => void): Promise<string> {
  const found = onPath();
  if (found !== undefined) return found;
  const log = inHome("logs/install/chromium.log");
  if (process.getuid?.() === 0) {
    progress("Debian's chromium");
    const apt = async (...words: string[]): Promise<string> =>
      await run({
        file: "apt-get",
        // Whoever else installs something at the moment is waited for.
        args: ["-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=300", ...words],
        env: environment({ DEBIAN_FRONTEND: "noninteractive" }),
        log,
      });
    try {
      await apt("update");
      await apt("install", "-y", "--no-install-recommends", "chromium");
    } catch {
      // Another system, or no mirror: Playwright's own may still do.
    }
    const installed = onPath();
    if (installed !== undefined) return installed;
  }
  progress("Playwright's chromium");
  const browsers = inHome("browsers");
  process.env.PLAYWRIGHT_BROWSERS_PATH = browsers;
  try {
    await run({
      file: process.execPath,
      args: [join(root, "node_modules/@playwright/test/cli.js"), "install", "chromium"],
      env: environment({ PLAYWRIGHT_BROWSERS_PATH: browsers }),
      log,
    });
    if (existsSync(chromium.executablePath())) return chromium.executablePath();
  } catch {
    // Said below, whatever the reason.
  }
  throw new Failure(
    "No Chromium was found and none could be installed. On Debian, as root: apt-get install chromium. " +
      `Then start again; what was tried is in ${log}.`,
  );
}

/** A browser without a window, for what isn't one of Playwright's tests. */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: await findChromium(() => undefined),
    args: ["--no-sandbox", "--disable-gpu"],
  });
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) =>
    existsSync(path),
  );
}
