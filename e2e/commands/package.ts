// `npm run package`: the installable addon, compiled, as dist/candor-<version>.zip.
import { relative } from "node:path";

import { createHome, root } from "../stack/home.ts";
import { writePackage } from "../stack/package.ts";
import { runCommand } from "../stack/run.ts";

await runCommand(async () => {
  await createHome();
  console.log(
    `${relative(root, await writePackage())} holds the addon; unpack it into Odoo's addons path.`,
  );
  return 0;
});
