import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Listr, PRESET_TIMER, type ListrTask } from "listr2";

import { prepareTemplate, template } from "./database.ts";
import { installOdoo } from "./debian.ts";
import { installEmbedder } from "./embedder.ts";
import { explained } from "./failure.ts";
import { createHome, inHome, needSpace } from "./home.ts";
import { tryLock, unlock } from "./lock.mjs";
import { compilePanel } from "./panel.ts";
import { installPython } from "./python.ts";

export type Progress = (words: string) => void;

export interface Step {
  title: string;
  work: (progress: Progress) => Promise<void>;
}

/** Does the steps one after the other, each shown with its progress and the time it took. */
export async function perform(steps: (Step | Step[])[]): Promise<void> {
  let failed: unknown;
  const task = ({ title, work }: Step): ListrTask => ({
    title,
    task: async (_, shown) => {
      try {
        await work(throttled((words) => (shown.output = words)));
      } catch (error) {
        failed ??= error;
        // The list marks the step; the sentence is said once, at the end.
        throw new Error("see below", { cause: error });
      }
    },
  });
  const list = new Listr(
    steps.flatMap((step) =>
      Array.isArray(step)
        ? [
            {
              title: step.map(({ title }) => title).join(", "),
              task: (_: unknown, shown) => shown.newListr(step.map(task), { concurrent: true }),
            } satisfies ListrTask,
          ]
        : [task(step)],
    ),
    {
      // Ctrl-C is ours: what was started has to be ended first.
      registerSignalListeners: false,
      rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false, showErrorMessage: false },
      fallbackRendererOptions: { timer: PRESET_TIMER },
    },
  );
  try {
    await list.run();
  } catch (error) {
    throw explained(failed ?? error);
  }
}

/** On a terminal progress overwrites itself; elsewhere each change is a line, so there are few. */
function throttled(progress: Progress): Progress {
  let last = "";
  let said = 0;
  return (words) => {
    const pause = process.stdout.isTTY ? 100 : 5000;
    if (words === last || Date.now() - said < pause) return;
    last = words;
    said = Date.now();
    progress(words);
  };
}

/** What has to be there before anything can start; nothing is done twice. */
export function installSteps(): (Step | Step[])[] {
  return [
    { title: "Disk space", work: checkSpace },
    [
      { title: "Odoo 19", work: locked("odoo", installOdoo) },
      { title: "PostgreSQL and Python packages", work: locked("python", installPython) },
      { title: "Embedder", work: locked("embedder", installEmbedder) },
      { title: "Panel", work: async () => await compilePanel() },
    ],
  ];
}

/** What a new instance is copied from. One that exists is updated instead. */
export function templateStep(): Step {
  return { title: "Database with demo data", work: locked("template", prepareTemplate) };
}

/** Gigabytes: all of it, or what a start of what is there may still need. */
async function checkSpace(): Promise<void> {
  await createHome();
  await needSpace(existsSync(template.folder) ? 0.5 : 3);
}

/** Two commands at once: the second waits until the first has made it. */
export function locked(name: string, work: Step["work"]): Step["work"] {
  return async (progress) => {
    const lock = inHome(`${name}.lock`);
    for (let owner = tryLock(lock); owner !== 0; owner = tryLock(lock)) {
      progress(`waiting for process ${owner}, which is making it`);
      await sleep(500);
    }
    try {
      await work(progress);
    } finally {
      unlock(lock);
    }
  };
}
