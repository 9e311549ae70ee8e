// `npm run bench -- NAME [options]`: measures one thing, compares it with its bar, and keeps the
// figures in sidecar/bench/results/NAME.json. Without a name: what there is.
//
// A bench is a file sidecar/bench/NAME.ts whose first line is `// NAME: what it measures.` and that
// exports `bench`, e.g.
//
//   // acl: recall and speed when a user sees a part of the records.
//   import type { Bench, Outcome } from "../stack/bench.ts";
//   export async function bench({ server, data }: Bench): Promise<Outcome> {
//     const { url } = await server({ durable: true, settings: { shared_buffers: "1GB" } });
//     …
//     return { results, missed: recall < 0.99 ? [`recall@10 ${recall}, at least 0.99`] : [] };
//   }
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

import { surroundings, type Bench, type Outcome } from "../stack/bench.ts";
import { Failure } from "../stack/failure.ts";
import { createHome, root } from "../stack/home.ts";
import { installSteps, perform } from "../stack/install.ts";
import { forgetEarlier } from "../stack/leftovers.ts";
import { runCommand } from "../stack/run.ts";

const FOLDER = join(root, "sidecar/bench");
const [name, ...args] = process.argv.slice(2);

let remove: (() => Promise<void>) | undefined;
await runCommand(
  async (stopped) => {
    const benches = await list();
    if (name === undefined || name === "--help") {
      console.log("npm run bench -- NAME [options]\n");
      for (const [known, measures] of benches) console.log(`  ${known.padEnd(12)} ${measures}`);
      return 0;
    }
    if (!benches.has(name)) {
      throw new Failure(`There is no bench "${name}", only ${[...benches.keys()].join(", ")}.`);
    }
    await createHome();
    await forgetEarlier("bench");
    await perform(installSteps());
    const around = surroundings(args, stopped);
    remove = around.remove;
    const module = (await import(pathToFileURL(join(FOLDER, `${name}.ts`)).href)) as {
      bench: (bench: Bench) => Promise<Outcome>;
    };
    const since = Date.now();
    const { results, missed } = await module.bench(around.bench);
    const kept = await keep(name, results);
    console.log(`\n${name} took ${Math.round((Date.now() - since) / 1000)} s; figures in ${kept}.`);
    for (const bar of missed) console.log(`✖ missed: ${bar}`);
    if (missed.length === 0) console.log("✔ every bar is reached");
    return missed.length === 0 ? 0 : 1;
  },
  async () => await remove?.(),
);

/** Names with what each measures: files whose first line says so. Others are parts of benches. */
async function list(): Promise<Map<string, string>> {
  const benches = new Map<string, string>();
  const files = existsSync(FOLDER) ? await readdir(FOLDER) : [];
  for (const file of files.filter((it) => it.endsWith(".ts")).sort()) {
    const known = file.replace(/\.ts$/, "");
    const [first = ""] = (await readFile(join(FOLDER, file), "utf8")).split("\n");
    const [, said, measures = ""] = /^\/\/ ([\w-]+): (.+)$/.exec(first) ?? [];
    if (said === known) benches.set(known, measures);
  }
  return benches;
}

async function keep(bench: string, results: object): Promise<string> {
  const path = join(FOLDER, "results", `${bench}.json`);
  await mkdir(join(FOLDER, "results"), { recursive: true });
  await writeFile(path, `${JSON.stringify(results, null, 2)}\n`);
  return relative(root, path);
}
