import { readFile } from "node:fs/promises";
import { dirname } from "node:path";

import { contents, template } from "./database.ts";
import { digest, isStamped, stamp, stamped } from "./home.ts";
import { locked, type Step } from "./install.ts";
import { cloneInstance, instance, type Instance } from "./instance.ts";
import { configure, installModules, odooShell } from "./odoo.ts";
import { freePorts } from "./ports.ts";
import { startServer, stopServer } from "./postgres.ts";

/** The template with more of Odoo's own modules and a script's data in it, kept between runs. */
export interface Variant {
  /** Of its instance, such as `world`. */
  name: string;
  modules: string[];
  /** Paths of Python scripts, run once as one in `odoo shell` after they are installed. */
  scripts: string[];
}

/** Makes the variant where it is missing, or older than the template, its modules or its script. */
export function variantStep(variant: Variant): Step {
  return {
    title: `Odoo's ${variant.modules.join(", ")}`,
    work: locked(variant.name, async (progress) => {
      const made = instance(variant.name);
      await stamped(made.folder, await key(variant), async () => {
        progress("copying the database");
        await cloneInstance(template, made);
        const ports = await freePorts();
        try {
          await startServer(made, ports.postgres, { durable: false });
          await configure(made, ports);
          const install = ["-i", variant.modules.join(","), "--with-demo"];
          await installModules(made, ports, install, progress);
          progress("records, fields and rights");
          const scripts = await Promise.all(
            variant.scripts.map(async (path) => await readFile(path, "utf8")),
          );
          await odooShell(made, ports, scripts.join("\n\n"));
        } finally {
          await stopServer(made);
        }
      });
    }),
  };
}

/** Makes the stopped instance a fresh copy of the variant. */
export async function copyVariant(variant: Variant, to: Instance): Promise<void> {
  await cloneInstance(instance(variant.name), to);
  await stamp(to.folder, await contents());
}

async function key(variant: Variant): Promise<string> {
  const scripts = await digest(dirname(variant.scripts[0] ?? ""), () => false, variant.scripts);
  return `${await contents()} ${variant.modules.join(",")} ${scripts}`;
}

/** An index that stacks of later runs begin with, kept under a name. */
export interface KeptIndex {
  name: string;
  /** Folders of code that decides what stands in an index: when it changes, the index is built again. */
  code: string[];
}

export async function isKept(kept: KeptIndex, variant: Variant | undefined): Promise<boolean> {
  return await isStamped(instance(kept.name).folder, await indexKey(kept, variant));
}

/** Keeps the stopped instance with its index. */
export async function keepIndex(
  kept: KeptIndex,
  variant: Variant | undefined,
  from: Instance,
): Promise<void> {
  const to = instance(kept.name);
  const make = async (): Promise<void> => await cloneInstance(from, to);
  await stamped(to.folder, await indexKey(kept, variant), make);
}

/** Makes the stopped instance a fresh copy of the kept one. */
export async function copyKept(kept: KeptIndex, to: Instance): Promise<void> {
  await cloneInstance(instance(kept.name), to);
  await stamp(to.folder, await contents());
}

async function indexKey(kept: KeptIndex, variant: Variant | undefined): Promise<string> {
  const code = await Promise.all(kept.code.map(async (folder) => await digest(folder, () => true)));
  return [variant ? await key(variant) : await contents(), ...code].join(" ");
}
