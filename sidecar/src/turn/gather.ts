import type { Embedder } from "../model/embedder.ts";
import type { OdooSession, TakenTurn } from "../odoo/session.ts";
import { labelsIn } from "../answering/extractive/reading.ts";
import { permitRounds } from "../permission/permit.ts";
import type { PermittedRecord } from "../permission/permit.ts";
import { withCoordinated } from "../question/coordination.ts";
import { readQuestion } from "../question/question.ts";
import type { Question } from "../question/question.ts";
import { questionVectors } from "../question/vectors.ts";
import type { QuestionVectors } from "../question/vectors.ts";
import type { Candidate } from "../retrieval/candidates.ts";
import { find, openIndex } from "../retrieval/ladder.ts";
import type { Index } from "../retrieval/ladder.ts";
import type { Retrieved } from "../retrieval/retrieve.ts";
import type { Visibility } from "../retrieval/visibility.ts";
import type { Database } from "../store/database.ts";
import type { Trace } from "../trace/trace.ts";
import type { Stages } from "./stages.ts";

/** What gathering needs beside the question and who asks it. */
export interface GatherContext {
  database: Pick<Database, "statements">;
  embedder: Pick<Embedder, "model" | "embedQuestions" | "status"> | undefined;
  visibility: Visibility;
}

/** A question as it was read, once. */
export interface ReadQuestion {
  index: Index;
  question: Question;
  vectors: QuestionVectors;
}

/** Reads the question: its parts, its words, and what it means. */
export async function readAsked(
  { database, embedder }: GatherContext,
  taken: TakenTurn,
  { trace }: Pick<Stages, "trace">,
  signal: AbortSignal,
): Promise<ReadQuestion> {
  const { index, question } = await trace.stage("question", async () => {
    const opened = await openIndex(database, trace.calls, signal);
    const languages = [taken.lang, ...(opened.generation?.languages ?? [])];
    return {
      index: opened,
      question: readQuestion(taken.question, languages, taken.askedBefore),
    };
  });
  return { index, question, vectors: await embed(question, index, embedder, trace, signal) };
}

function embed(
  question: Question,
  index: Index,
  embedder: GatherContext["embedder"],
  trace: Trace,
  signal: AbortSignal,
): Promise<QuestionVectors> {
  // What the index can't be compared with still tells small talk, and is compared with labels.
  const own = { model: embedder?.model ?? null, dimensions: embedder?.status.dimensions ?? null };
  const comparedWith = isComparable(index, embedder) ? index.generation : own;
  return trace.stage("embed", () =>
    questionVectors(trace.calls.embedder(embedder), comparedWith, question, signal),
  );
}

/** Whether the embedder made the vectors that the index holds. */
function isComparable(
  index: Index,
  embedder: GatherContext["embedder"],
): index is Extract<Index, { generation: object }> {
  return index.generation !== undefined && index.generation.model === embedder?.model;
}

/** What a question may be answered from. */
export interface Gathered extends ReadQuestion {
  retrieved: Retrieved;
  /** As Odoo gave them to this asker, and the candidates that they were. */
  records: PermittedRecord[];
  candidates: Candidate[];
}

/** Finds records that may answer, and has Odoo permit them, as the asker. */
export async function gather(
  { embedder, visibility }: GatherContext,
  read: ReadQuestion,
  taken: TakenTurn,
  odoo: Pick<OdooSession, "visible" | "allVisible" | "search" | "permit">,
  stages: Stages,
  signal: AbortSignal,
): Promise<Gathered> {
  const { index, vectors } = read;
  const { trace } = stages;
  const finding = { asker: { uid: taken.uid, companyIds: taken.companyIds, odoo }, visibility };
  const sought = isComparable(index, embedder) ? vectors.question : undefined;
  const { retrieved, rung, lacks } = await stages.run("retrieve", signal, (due) =>
    find(index, read.question, sought, taken, finding, trace.calls, due),
  );
  trace.rung = rung;
  trace.versions.generation = retrieved.generation ?? null;
  // Words alone are searched where nobody told what the question means.
  if (lacks !== undefined) trace.lack(rung === "lexical" ? "embed" : "retrieve", lacks);
  const { records, read: candidates } = await stages.run("permit", signal, (due) =>
    permitRounds(odoo, retrieved.candidates, due),
  );
  trace.read(records);
  const asked = await withLabels(read, records, embedder, trace, signal);
  return { index, ...asked, retrieved, records, candidates };
}

/** Once the records' labels say what is asked for in one breath, each of it is a part with its own vector. */
async function withLabels(
  { index, question, vectors }: ReadQuestion,
  records: PermittedRecord[],
  embedder: GatherContext["embedder"],
  trace: Trace,
  signal: AbortSignal,
): Promise<Pick<ReadQuestion, "question" | "vectors">> {
  const apart = withCoordinated(question, labelsOfEach(records));
  if (apart === question || !vectors.question) return { question: apart, vectors };
  const { parts } = await embed(apart, index, embedder, trace, signal);
  // Words alone choose without them.
  const failed = trace.calls.failureOf("embedder");
  if (failed !== undefined) trace.lack("embed", failed);
  return { question: apart, vectors: { ...vectors, parts } };
}

function* labelsOfEach(records: PermittedRecord[]): Generator<Set<string>> {
  for (const record of records) yield labelsIn([record]);
}
