import type { PermittedRecord } from "../../permission/permit.ts";
import type { Question } from "../../question/question.ts";
import type { QuestionVectors } from "../../question/vectors.ts";
import { keyOf } from "../../store/search.ts";
import type { Choosing } from "./choose.ts";
import type { Read } from "./excerpt.ts";
import { linkRecords } from "./linking.ts";
import type { Retrieved } from "./linking.ts";
import { readRecords } from "./reading.ts";

/** All that an answer is chosen from. */
export type Reading = Choosing & Read;

/** A record that another one led to, by the field with this label. */
export interface Reached {
  record: PermittedRecord;
  /** Key of the other one. */
  from: string;
  label: string;
}

export interface ToRead {
  question: Question;
  vectors: QuestionVectors;
  labels: Choosing["labels"];
  records: PermittedRecord[];
  /** What retrieval knows of the records, best first. */
  candidates: Retrieved[];
  reached: Reached[];
  rarities: ReadonlyMap<string, number>;
  quotedBefore: ReadonlySet<string>;
}

/** Reads permitted records for a question, those that others led to among them. */
export function readAll({ records, reached, candidates, ...asked }: ToRead): Reading {
  const { question } = asked;
  const vocabulary = readRecords(
    [...records, ...reached.map((it) => it.record)],
    question.languages,
  );
  const of = (from: number, to?: number) => ({
    ...vocabulary,
    records: vocabulary.records.slice(from, to),
  });
  const own = linkRecords(question, of(0, records.length), candidates);
  const further = reached.flatMap(({ from, label }, at) => {
    const source = own.find((it) => keyOf(it.read.record) === from);
    const place = records.length + at;
    const via = source && { from: source, label };
    return via ? linkRecords(question, of(place, place + 1), [], () => via) : [];
  });
  return { ...asked, vocabulary, linked: [...own, ...further] };
}
