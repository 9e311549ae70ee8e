// `npm test`: everything, on a stack of its own; `npm test -- jest|python|e2e [filter]` for a part.
import { findChromium } from "../stack/chromium.ts";
import { ADDONS, TEST_ADDONS } from "../stack/odoo.ts";
import { copyTemplate, installTestAddons } from "../stack/database.ts";
import { Failure } from "../stack/failure.ts";
import { createHome, inHome } from "../stack/home.ts";
import { installSteps, perform, templateStep } from "../stack/install.ts";
import { instance, removeInstance } from "../stack/instance.ts";
import { forgetEarlier } from "../stack/leftovers.ts";
import { freePorts } from "../stack/ports.ts";
import { startServer } from "../stack/postgres.ts";
import { runCommand } from "../stack/run.ts";
import { startSteps, stopInstance } from "../stack/stack.ts";
import { runEndToEnd, runJest, runPython, type Count } from "../stack/suites.ts";

const SUITES = ["jest", "python", "e2e"];
const [only, ...filter] = process.argv.slice(2);
// A pid in the name: two runs at once don't meet.
const tested = instance(`test-${process.pid}`);

await runCommand(
  async () => {
    if (only !== undefined && !SUITES.includes(only)) {
      throw new Failure(`There is no suite "${only}": npm test -- ${SUITES.join(" | ")} [filter]`);
    }
    await createHome();
    await forgetEarlier("test");
    const runs = (suite: string): boolean => only === undefined || only === suite;
    let chromium = "";
    await perform([
      ...installSteps(),
      templateStep(),
      ...(runs("e2e")
        ? [
            {
              title: "Chromium",
              work: async (say: (words: string) => void) =>
                void (chromium = await findChromium(say)),
            },
          ]
        : []),
    ]);
    const ports = await freePorts();
    await perform([
      {
        title: "Copy of the database",
        work: async () => {
          await copyTemplate(tested);
          await startServer(tested, ports.postgres, { durable: false });
        },
      },
    ]);
    const counts: Count[] = [];
    if (runs("jest")) counts.push(await runJest(tested, ports, filter));
    if (runs("python")) counts.push(await runPython(tested, ports, filter));
    if (runs("e2e")) {
      const addons = [ADDONS, TEST_ADDONS];
      await perform([
        {
          title: "Addons of the tests",
          work: async (say) => await installTestAddons(tested, ports, say),
        },
        ...startSteps(tested, { ports, addons, durable: false, whole: true }),
      ]);
      counts.push(await runEndToEnd(tested, chromium, filter));
    }
    return report(counts);
  },
  async () => {
    await stopInstance(tested);
    await removeInstance(tested);
  },
);

/** Ends with one plain line that counts everything. A suite without tests is a failure of its own. */
function report(counts: Count[]): number {
  console.log("");
  for (const { suite, passed, failed, skipped } of counts) {
    const not = skipped > 0 ? `, ${skipped} skipped` : "";
    console.log(
      `${suite}: ${passed} passed, ${failed} failed${not}${passed + failed === 0 ? " – no tests ran" : ""}`,
    );
  }
  console.log(`Reports are in ${inHome("reports")}, logs in ${inHome("logs", tested.name)}.\n`);
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || counts.some((count) => count.passed + count.failed === 0) ? 1 : 0;
}
