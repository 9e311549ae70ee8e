import { existsSync } from "node:fs";
import { cp, lstat, mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "../../../e2e/stack/failure.ts";
import { inHome, root, stamped } from "../../../e2e/stack/home.ts";
import { environment, run } from "../../../e2e/stack/processes.ts";
import type { Worktree } from "./started.ts";

/** What every figure is compared with. */
export const baseline = "5659bf7";

/** Installed by their lists alone: ours serve the other side too where its lists are the same. */
const shared = ["odoo", "python", "embedder"];

/**
 * The tree of the baseline with packages and a CANDOR_HOME of its own, made once.
 *
 * @throws {Failure} when this clone hasn't the commit, or the packages can't be installed
 */
export async function baselineTree(): Promise<Worktree> {
  const folder = inHome("turn", baseline);
  const home = inHome("turn", `${baseline}-home`);
  await stamped(folder, baseline, async () => {
    console.log(`Making the tree of ${baseline}, once …`);
    await mkdir(folder, { recursive: true });
    const archive = `${folder}.tar`;
    try {
      await run({
        file: "git",
        args: ["archive", "--format=tar", `--output=${archive}`, baseline],
        cwd: root,
        env: environment(),
      });
    } catch {
      throw new Failure(`This clone lacks the commit ${baseline}: fetch the whole history.`);
    }
    await run({ file: "tar", args: ["-xf", archive, "-C", folder] });
    await rm(archive);
    // Lists its benches, and installs its packages before.
    await run({
      file: "node",
      args: ["e2e/bootstrap.mjs", "bench"],
      cwd: folder,
      env: environment(),
    });
  });
  await mkdir(home, { recursive: true });
  for (const name of shared) await share(name, home);
  if (!existsSync(join(home, "base")) && existsSync(inHome("base.made"))) {
    await run({ file: "cp", args: ["-a", inHome("base"), join(home, "base")] });
    await cp(inHome("base.made"), join(home, "base.made"));
  }
  return { name: "theirs", folder, home };
}

/** Links what we have; should its list be another, the other side makes its own in the link's place. */
async function share(name: string, home: string): Promise<void> {
  const [ours, its] = [inHome(name), join(home, name)];
  if (!existsSync(`${ours}.made`)) return;
  const there = await lstat(its).catch(() => undefined);
  if (there && !there.isSymbolicLink()) return;
  await rm(its, { force: true });
  await symlink(ours, its);
  await cp(`${ours}.made`, `${its}.made`);
}
