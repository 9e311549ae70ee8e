import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "./failure.ts";
import { digest, isStamped, root, stamp, stamped } from "./home.ts";
import { cloneInstance, createInstance, exists, instance, type Instance } from "./instance.ts";
import { ADDONS, TEST_ADDONS, configure, installModules, odooShell } from "./odoo.ts";
import { freePorts, type Ports } from "./ports.ts";
import { createServer, startServer, stopServer } from "./postgres.ts";
import { createSecrets, readSecrets, writeSecrets } from "./secrets.ts";

const MODULES = "crm,sale_management,purchase,project,hr";
/** Odoo makes the first the language of everybody. */
const LANGUAGES = "en_US,de_DE,es_ES";

/** Odoo with its demo data, before Candor: minutes to make, and made once. */
export const base = instance("base");

/** `base` with Candor and the demo's users in it: what every other instance is a copy of. */
export const template = instance("template");

type Progress = (words: string) => void;

/** Builds what is missing or older than the addon, and nothing else. */
export async function prepareTemplate(progress: Progress): Promise<void> {
  await stamped(base.folder, `${MODULES} ${LANGUAGES}`, async () => {
    progress("PostgreSQL");
    await createInstance(base);
    const ports = await freePorts();
    try {
      await createServer(base, await createSecrets(base.secrets), ports.postgres);
      await configure(base, ports);
      await installModules(
        base,
        ports,
        ["-i", MODULES, "--with-demo", "--load-language", LANGUAGES],
        progress,
      );
    } finally {
      await stopServer(base);
    }
  });
  await stamped(template.folder, await contents(), async () => {
    progress("copying the database");
    await cloneInstance(base, template);
    const ports = await freePorts();
    try {
      await startServer(template, ports.postgres, { durable: false });
      await configure(template, ports);
      await installModules(template, ports, ["-i", "candor"], progress);
      await seed(template, ports, progress);
    } finally {
      await stopServer(template);
    }
  });
}

/** Makes the stopped instance a fresh copy of the template. */
export async function copyTemplate(to: Instance): Promise<void> {
  await cloneInstance(template, to);
  await stamp(to.folder, await contents());
}

/** Whether the instance is there, and was made or last updated by this very addon. */
export async function isCurrent(made: Instance): Promise<boolean> {
  return exists(made) && (await isStamped(made.folder, await contents()));
}

/** Brings an instance that keeps its data up to the addon as it is now. Its server must run. */
export async function update(made: Instance, ports: Ports, progress: Progress): Promise<void> {
  await installModules(made, ports, ["-u", "candor"], progress);
  await seed(made, ports, progress);
  await stamp(made.folder, await contents());
}

/** Installs what only tests need, such as a choice of the dark scheme. */
export async function installTestAddons(
  made: Instance,
  ports: Ports,
  progress: Progress,
): Promise<void> {
  const names = await readdir(TEST_ADDONS);
  await configure(made, ports, { addons: [ADDONS, TEST_ADDONS] });
  await installModules(made, ports, ["-i", names.join(",")], progress);
  await rm(`${made.odooData}.made`, { force: true });
  await buildAssets(made, ports, progress);
}

/** Builds the bundles of scripts and styles when the panel changed: the first page opens at once. */
export async function buildAssets(made: Instance, ports: Ports, progress: Progress): Promise<void> {
  const panel = await digest(join(root, "addon/candor/static/src"), (path) =>
    /\.(js|xml|scss)$/.test(path),
  );
  if (await isStamped(made.odooData, panel)) return;
  progress("scripts and styles");
  await odooShell(made, ports, await script("assets.py"));
  await stamp(made.odooData, panel);
}

async function seed(made: Instance, ports: Ports, progress: Progress): Promise<void> {
  progress("users and secrets of the demo");
  await odooShell(made, ports, await script("seed.py"));
  const key = /indexer key: (\S+)/.exec(
    await odooShell(made, ports, await script("indexer_key.py")),
  )?.[1];
  if (key === undefined) throw new Failure("Odoo made no key for the indexer.");
  await writeSecrets(made.secrets, { ...(await readSecrets(made.secrets)), indexerKey: key });
  await buildAssets(made, ports, progress);
}

async function script(name: string): Promise<string> {
  return await readFile(join(root, "e2e/stack", name), "utf8");
}

/** Hash of all that the database takes from the addon, and of the base it stands on. */
export async function contents(): Promise<string> {
  const addon = await digest(
    join(root, "addon/candor"),
    (path) => /\.(py|xml|csv|sql)$/.test(path) && !/\/(static|tests|i18n)\//.test(path),
    ["seed.py", "indexer_key.py"].map((name) => join(root, "e2e/stack", name)),
  );
  return `${MODULES} ${LANGUAGES} ${addon}`;
}
