import { replyTo } from "../answering/small-talk/reply.ts";
import { StoppedError } from "../errors.ts";
import type { Embedder } from "../model/embedder.ts";
import type { OdooSession, TakenTurn } from "../odoo/session.ts";
import { mayBeSmallTalk, recogniseSmallTalk } from "../question/small-talk.ts";
import { permit } from "./permit.ts";

/** A greeting that the embedder keeps waiting longer is searched like any question. */
const deadlineMs = 400;
/** Types of fields that people ask for by their label; prose and tags are read. */
const askedFor = ["monetary", "date", "many2one", "selection", "char"];

/**
 * The answer to a greeting, thanks, a goodbye or a question about the assistant itself: what may be asked
 * here. Nothing is searched for it, no record is quoted, nothing is judged.
 *
 * @param embedder undefined where none is configured: then nothing is recognised
 * @returns undefined where the question is none of these, or nobody can tell now
 * @throws StoppedError; what Odoo says
 */
export async function answerSmallTalk(
  embedder: Pick<Embedder, "model" | "embedQuestion"> | undefined,
  taken: Pick<TakenTurn, "question" | "lang" | "openRecord">,
  odoo: Pick<OdooSession, "permit" | "topics">,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { question: text, lang } = taken;
  if (!embedder || !mayBeSmallTalk(text)) return undefined;
  const vector = await embedder.embedQuestion(text, deadlineMs, signal).catch((error: unknown) => {
    if (error instanceof StoppedError) throw error;
    // What is wrong with the embedder is its own to log.
    return null;
  });
  const kind = recogniseSmallTalk({ text, vector, model: embedder.model });
  return kind && replyTo(kind, { lang, ...(await topicsOf(taken, odoo, signal)) });
}

/** What may be asked about: labels of the open record, called by its model's name, or the sources. */
async function topicsOf(
  { openRecord }: Pick<TakenTurn, "openRecord">,
  odoo: Pick<OdooSession, "permit" | "topics">,
  signal: AbortSignal,
): Promise<{ open: string | undefined; topics: string[] }> {
  if (!openRecord) return { open: undefined, topics: await odoo.topics(signal) };
  const [record] = await permit(odoo, [{ ...openRecord, section: "fields" }], signal);
  const labels = (record?.sections ?? [])
    .filter(({ kind }) => kind === "fields")
    .flatMap(({ lines }) => lines)
    .flatMap(({ label, type }) => (label !== null && askedFor.includes(type ?? "") ? [label] : []));
  // Its name may be hidden from him tomorrow; what is said here stays in his history.
  return { open: record?.modelLabel, topics: [...new Set(labels)] };
}
