// Writes odoo-names.json: models of the addon's default sources and of their lines, and the fields that
// Odoo's modules give them. `node sidecar/lint/list-odoo-names.ts <folder of Odoo's addons>`
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [addons] = process.argv.slice(2);
if (addons === undefined) throw new Error("Name the folder of Odoo's addons.");

const source = readFileSync(
  new URL("../../addon/candor/models/source.py", import.meta.url),
  "utf8",
);
const [, tuple = ""] = /^DEFAULT_MODELS = \(([^)]*)\)/m.exec(source) ?? [];
const defaults = [...tuple.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name);
const models = defaults.flatMap((name) => [name, `${name}.line`]);

/** As translations name a field: `field_sale_order__amount_total`. */
const reference = /field_description:\w+\.field_(\w+?)__(\w+)/g;
const known = new Set(models.map((name) => name.replaceAll(".", "_")));
const fields = new Set<string>();
const met = new Set<string>();
for (const path of globSync(join(addons, "*/i18n/*.pot"))) {
  for (const [, model = "", field = ""] of readFileSync(path, "utf8").matchAll(reference)) {
    if (!known.has(model)) continue;
    met.add(model);
    if (field.includes("_")) fields.add(field);
  }
}
if (fields.size === 0)
  throw new Error(`No module with a field of ${defaults.join(", ")} is there.`);

const names = {
  models: models.filter((it) => defaults.includes(it) || met.has(it.replaceAll(".", "_"))).sort(),
  fields: [...fields].sort(),
};
const path = new URL("odoo-names.json", import.meta.url);
writeFileSync(path, `${JSON.stringify(names, null, 2)}\n`);
