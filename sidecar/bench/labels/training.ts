import { readFileSync } from "node:fs";

import type { Language } from "./languages.ts";
import { labelsOfOdoo } from "./odoo-labels.ts";

/** A label of a form, in each language, with its value's type as `valueType` gives it. */
export interface FormField {
  field: string;
  type: string;
  labels: Record<Language, string>;
}

/** What somebody asked beside a form, and the fields that answer it. */
export interface FormQuestion {
  form: string;
  language: Language;
  fields: string[];
  text: string;
}

export interface Training {
  forms: Map<string, FormField[]>;
  questions: FormQuestion[];
}

const rows = (name: string): string[][] =>
  readFileSync(new URL(`training/${name}.tsv`, import.meta.url), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));

/**
 * Questions that people wrote who saw nothing but a form's labels, of Odoo's models and of forms made up in
 * many trades. None is of a model of maintenance, fleet, events or repairs, nor of the world's own fields:
 * what is measured there was never seen.
 *
 * @param addons folder of Odoo's modules, whose translations hold the labels of its fields
 */
export async function readTraining(addons: string): Promise<Training> {
  const forms = new Map<string, FormField[]>();
  const add = (form: string, field: FormField): void => {
    forms.set(form, [...(forms.get(form) ?? []), field]);
  };
  const labelled = await labelsOfOdoo(addons);
  for (const [form = "", field = "", type = "unknown"] of rows("odoo-fields")) {
    const labels = labelled(form, field);
    if (labels) add(form, { field, type, labels });
  }
  for (const [form = "", field = "", en = "", de = "", es = ""] of rows("own-forms")) {
    add(form, { field, type: "unknown", labels: { en, de: de || en, es: es || en } });
  }
  const questions = rows("questions").flatMap(([form = "", language, fields = "", text = ""]) => {
    const known = new Set(forms.get(form)?.map((it) => it.field));
    const meant = fields.split(",").filter((it) => known.has(it));
    return meant.length > 0 ? [{ form, language: language as Language, fields: meant, text }] : [];
  });
  return { forms, questions };
}
