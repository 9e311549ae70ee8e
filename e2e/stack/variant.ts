import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { contents, template } from "./database.ts";
import { digest, stamp, stamped } from "./home.ts";
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
  /** Path of a Python script for `odoo shell`, run once after they are installed. */
  script: string;
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
          await odooShell(made, ports, await readFile(variant.script, "utf8"));
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
  const script = await digest(join(variant.script, ".."), () => false, [variant.script]);
  return `${await contents()} ${variant.modules.join(",")} ${script}`;
}
