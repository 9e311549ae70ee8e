import names from "./odoo-names.json" with { type: "json" };
import { ruleOfTexts } from "./texts.ts";

const models = new Set(names.models);
const fields = new Set(names.fields);

/** Words joined by dots or underscores; in a pattern a dot may be escaped. */
const joined = /[a-z0-9]+(?:(?:\\?\.|_)[a-z0-9]+)+/g;

/** The first model or field of Odoo's that is named. */
function named(text: string): string | undefined {
  for (const [written] of text.matchAll(joined)) {
    const name = written.replaceAll("\\", "");
    const parts = name.split(".");
    const found = models.has(name) ? name : parts.find((it) => fields.has(it));
    if (found !== undefined) return `"${found}" is Odoo's: decide by type, label and use.`;
  }
  return undefined;
}

/** No model or field of a source is known by its name: any other module's is read as well. */
export const noOdooNames = ruleOfTexts("Forbids names of Odoo's models and fields.", {
  text: named,
  pattern: named,
});
