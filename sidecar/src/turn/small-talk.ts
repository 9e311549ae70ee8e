import { replyTo } from "../answering/small-talk/reply.ts";
import type { Embedder } from "../model/embedder.ts";
import type { OdooSession, TakenTurn } from "../odoo/session.ts";
import { permit } from "../permission/permit.ts";
import { recogniseSmallTalk } from "../question/small-talk.ts";
import type { Ended } from "./ended.ts";
import type { ReadQuestion } from "./gather.ts";
import type { AnswerStream } from "./answer-stream.ts";
import type { Stages } from "./stages.ts";

/** Types of fields that are asked about by their label; prose and tags are read. */
const askedFor = ["monetary", "date", "many2one", "selection", "char"];

/**
 * Answers a greeting and the like with what may be asked here. Nothing is searched, no record is quoted, and
 * nothing is judged. Undefined where the question is no small talk, or nobody knows what it means.
 */
export async function answerSmallTalk(
  { question, vectors }: ReadQuestion,
  embedder: Pick<Embedder, "model"> | undefined,
  taken: TakenTurn,
  odoo: Pick<OdooSession, "permit" | "topics">,
  stages: Stages,
  answer: AnswerStream,
  signal: AbortSignal,
): Promise<Ended | undefined> {
  const kind = recogniseSmallTalk({
    ...{ text: question.text, vector: vectors.question ?? null, model: embedder?.model },
  });
  if (kind === undefined) return undefined;
  const here = await stages.run("smallTalk", signal, (due) => topicsOf(taken, odoo, due));
  answer.write(0, replyTo(kind, { lang: taken.lang, ...here }), []);
  return {
    ...{ outcome: "chat", why: kind, made: null, heldBack: null },
    ...{ confidence: null, closest: [], unread: [] },
  };
}

/** What the asker may ask about: labels of the open record, called by its model's name, or the sources. */
async function topicsOf(
  { openRecord }: TakenTurn,
  odoo: Pick<OdooSession, "permit" | "topics">,
  signal: AbortSignal,
): Promise<{ open: string | undefined; topics: string[] }> {
  if (!openRecord) return { open: undefined, topics: await odoo.topics(signal) };
  const [record] = await permit(odoo, [{ ...openRecord, section: "fields" }], signal);
  const labels = (record?.sections ?? [])
    .filter(({ kind }) => kind === "fields")
    .flatMap(({ lines }) => lines)
    .flatMap(({ label, type }) => (label !== null && askedFor.includes(type ?? "") ? [label] : []));
  // The record's own name may be hidden from him tomorrow; what is said stays.
  return { open: record?.modelLabel, topics: [...new Set(labels)] };
}
