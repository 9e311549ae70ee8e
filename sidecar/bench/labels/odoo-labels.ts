import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { languages } from "./languages.ts";
import type { Language } from "./languages.ts";

type Labels = Record<Language, string>;

/** Columns of a form's lines, and the model that they are of. */
const rowModels: Record<string, string> = {
  seller_ids: "product_supplierinfo",
  invoice_line_ids: "account_move_line",
  resume_line_ids: "hr_resume_line",
  attribute_line_ids: "product_template_attribute_line",
};
/** Models that lend fields to others, tried in this order. */
const lenders = ["hr_version", "res_partner", "product_product", "product_template", "hr_employee"];
/** Of an activity, as Candor's rendering calls them. */
const activity: Record<string, [model: string, field: string]> = {
  summary: ["mail_activity", "summary"],
  activity_type_id: ["mail_activity", "activity_type_id"],
  date_deadline: ["mail_activity", "date_deadline"],
  user_id: ["mail_activity", "user_id"],
  note: ["mail_activity", "note"],
};

/**
 * Labels of Odoo's fields, from the translations that it comes with.
 *
 * @returns by form (a model with underscores; `full_` before it: with its lines and activities) and field
 */
export async function labelsOfOdoo(
  addons: string,
): Promise<(form: string, field: string) => Labels | undefined> {
  const known = new Map<string, Labels>();
  for (const module of await readdir(addons)) {
    for (const language of languages) {
      if (language === "en") continue;
      const path = join(addons, module, `i18n/${language}.po`);
      const text = await readFile(path, "utf8").catch(() => "");
      for (const { key, original, translated } of entriesOf(text)) {
        const labels = known.get(key) ?? { en: original, de: original, es: original };
        labels[language] = translated || original;
        known.set(key, labels);
      }
    }
  }
  return (form, field) => {
    const model = form.replace(/^full_/, "");
    const [list = "", column] = field.split(".");
    if (column === undefined) {
      const found = [model, ...lenders].map((it) => known.get(`${it} ${field}`));
      return found.find((it) => it !== undefined);
    }
    if (list === "activity") return known.get((activity[column] ?? []).join(" "));
    return known.get(`${rowModels[list] ?? `${model}_line`} ${column}`);
  };
}

interface Entry {
  key: string;
  original: string;
  translated: string;
}

const reference = /^#: model:ir\.model\.fields,field_description:\w+?\.field_(\w+?)__(\w+)$/gm;

function entriesOf(text: string): Entry[] {
  return text.split("\n\n").flatMap((block) => {
    const found = [...block.matchAll(reference)];
    if (found.length === 0) return [];
    const original = quoted(block, "msgid");
    const translated = quoted(block, "msgstr");
    return found.map(([, model, field]) => ({ key: `${model} ${field}`, original, translated }));
  });
}

function quoted(block: string, keyword: string): string {
  const [, after = ""] = block.split(`\n${keyword} `);
  const lines: string[] = [];
  for (const line of after.split("\n")) {
    if (!line.startsWith('"')) break;
    lines.push(line.slice(1, -1).replaceAll('\\"', '"'));
  }
  return lines.join("");
}
