/* eslint-disable @typescript-eslint/no-non-null-assertion -- made for each lesson and field above */
import { has, stemsOf } from "../../src/answering/extractive/reading.ts";
import { readQuestion } from "../../src/question/question.ts";
import type { Group, Lesson } from "./fit.ts";
import { languages } from "./languages.ts";
import type { Language } from "./languages.ts";
import type { FormField, Training } from "./training.ts";

export type Taught = Lesson & { form: string };

const codes: Record<Language, string> = { en: "en_US", de: "de_DE", es: "es_ES" };

/** Questions with their vectors, each in the group of its form's labels, its own language first. */
export function lessonsOf(
  { forms, questions }: Training,
  vectors: ReadonlyMap<string, Float32Array>,
): Taught[] {
  const read = new Map<Lesson, ReturnType<typeof readQuestion>>();
  const stems = new Map<string, ReadonlySet<string>>();
  const stemmed = (label: string, under: string[]): ReadonlySet<string> => {
    const key = `${under.join()} ${label}`;
    const known = stems.get(key) ?? stemsOf(label, under);
    stems.set(key, known);
    return known;
  };
  /** Shares of words, as `MatchedLabel` has them. */
  const shares = (lesson: Lesson, label: string): [number, number] => {
    const question = read.get(lesson)!;
    const own = stemmed(label, question.languages);
    const words = question.parts[0]?.words ?? [];
    const shared = [...own].filter((it) => question.forms.has(it)).length;
    const held = words.filter((word) => has(own, word)).length;
    return [shared / Math.max(1, own.size), held / Math.max(1, words.length)];
  };
  const groups = new Map<string, Group>();
  const groupOf = (form: string, language: Language, fields: FormField[]): Group => {
    const key = `${form} ${language}`;
    const known = groups.get(key);
    if (known) return known;
    const order = [language, ...languages.filter((it) => it !== language)];
    const made: Group = {
      types: fields.map((it) => it.type),
      languages: order.map((it) => ({
        vectors: fields.map(({ labels }) => vectors.get(labels[it]) ?? new Float32Array()),
        words: (lesson, at) => shares(lesson, fields[at]!.labels[it]),
      })),
    };
    groups.set(key, made);
    return made;
  };
  return questions.flatMap(({ form, language, fields, text }): Taught[] => {
    const vector = vectors.get(text);
    const all = oneOfEach(forms.get(form) ?? [], language);
    const labels = new Set(
      forms
        .get(form)
        ?.filter((it) => fields.includes(it.field))
        .map((it) => it.labels[language]),
    );
    const right = all.flatMap((it, at) => (labels.has(it.labels[language]) ? [at] : []));
    const question = readQuestion(text, [codes[language], ...Object.values(codes)]);
    const [part] = question.parts;
    if (!vector || !part || right.length === 0) return [];
    const taught = { form, vector, part, right, group: groupOf(form, language, all) };
    read.set(taught, question);
    return [taught];
  });
}

/** Fields with the same label can't be told apart. */
function oneOfEach(fields: FormField[], language: Language): FormField[] {
  return [...new Map(fields.map((it) => [it.labels[language], it])).values()];
}
