import { Asker, OdooRefusal } from "../asker.ts";
import type { Address, Answered } from "../asker.ts";
import type { Question, RecordName } from "./check-question.ts";
import { readQuestions } from "./check-question.ts";
import { DemoRecords } from "./check-records.ts";
import type { Found } from "./check-records.ts";
import { quantile, table } from "./check-table.ts";
import { judge } from "./check-verdict.ts";
import type { Expectation, Verdict } from "./check-verdict.ts";

/** Of the answerable questions, those of which the expected record is cited or shown; without an embedder, */
const LEAST_FOUND = 0.75;
/** with words alone. */
const LEAST_FOUND_BY_WORDS = 0.65;
/** Of the answers given. They were fitted on these questions; the bench `answers` asks others. */
const LEAST_RIGHT = 0.9;
/** Of the questions that the data answers: without a language model, few are sure enough. */
const LEAST_ANSWERED = 0.15;
const LEAST_QUESTIONS = 60;
/** Questions that must be refused to one person, and find the record for another. */
const LEAST_PROVEN = 15;

/**
 * Asks every question of questions.json over HTTP, each as its user, and prints what came of them.
 *
 * @param verbose also print one line about each miss
 * @returns false when anybody got what he may not read, too few answers are given or are right, the expected
 *   record is too seldom cited or shown, or too few of the refused questions find it for who may know
 */
export async function check(
  stack: Address,
  { verbose = false }: { verbose?: boolean } = {},
): Promise<boolean> {
  const questions = await readQuestions();
  const people = new People(stack);
  const records = new DemoRecords(await people.get("admin"));
  const forbidden = await forbiddenRecords(questions, records);
  const verdicts: Verdict[] = [];
  for (const question of questions) verdicts.push(await verdictOf(question));
  console.log(table(verdicts));
  console.log(summary(verdicts));
  if (verbose) console.log(misses(verdicts).join("\n"));
  return passes(verdicts);

  async function verdictOf(question: Question): Promise<Verdict> {
    const right = await Promise.all(
      [question.record, ...(question.alsoRight ?? [])]
        .filter((record) => record !== undefined)
        .map((record) => records.find(record)),
    );
    const expectation = { question, right, forbidden: forbidden.get(question.user) ?? [] };
    const verdict = await ask(await people.get(question.user), expectation, records, question.open);
    if (question.expect === "refuse") {
      verdict.proven = await isFound(people, expectation, records);
    }
    return verdict;
  }
}

/** One session per login. */
class People {
  private readonly stack: Address;
  private readonly askers = new Map<string, Promise<Asker>>();

  constructor(stack: Address) {
    this.stack = stack;
  }

  get(login: string): Promise<Asker> {
    const asker = this.askers.get(login) ?? Asker.login(this.stack, login);
    this.askers.set(login, asker);
    return asker;
  }
}

/** Records that each user may not read: those of his questions that nobody may show him. */
async function forbiddenRecords(
  questions: Question[],
  records: DemoRecords,
): Promise<Map<string, Found[]>> {
  const forbidden = new Map<string, Found[]>();
  for (const { expect, user, record, may } of questions) {
    // Archived records are kept from a search; opened by themselves they may be read.
    if (expect !== "refuse" || !record || may?.user === user) continue;
    forbidden.set(user, [...(forbidden.get(user) ?? []), await records.find(record)]);
  }
  return forbidden;
}

async function ask(
  asker: Asker,
  expectation: Expectation,
  records: DemoRecords,
  open: RecordName | undefined,
): Promise<Verdict> {
  const { question } = expectation;
  const opened = open && (await records.find(open));
  let conversationId: number | undefined;
  let begun = performance.now();
  let answered: Answered | undefined;
  try {
    for (const words of [...(question.earlier ?? []), question.question]) {
      begun = performance.now();
      const turn = await asker.ask(words, { open: opened, conversationId });
      conversationId = turn.conversationId;
      answered = turn;
    }
  } catch (error) {
    if (!(error instanceof OdooRefusal)) throw error;
    answered = refusedByRoute(error.code);
  }
  return judge(expectation, answered ?? refusedByRoute("no_question"), performance.now() - begun);
}

/** The ticket was refused: nothing was searched or answered. */
function refusedByRoute(code: string): Answered {
  return {
    status: 200,
    events: [],
    text: "",
    evidence: [],
    result: undefined,
    error: { code: "ticket_refused", message: code },
    durationMs: 0,
    raw: "",
  };
}

/** Whether the same question finds the record for somebody who may know: the proof that refusing was needed. */
async function isFound(
  people: People,
  expectation: Expectation,
  records: DemoRecords,
): Promise<boolean> {
  const { question } = expectation;
  const user = question.may?.user ?? "admin";
  const asker = await people.get(user);
  const allowed: Expectation = {
    question: { ...question, user, expect: "answer", secret: [] },
    right: expectation.right,
    forbidden: [],
  };
  return (await ask(asker, allowed, records, question.may?.open ?? question.open)).found;
}

function share(part: number, whole: number): string {
  return whole ? `${((100 * part) / whole).toFixed(0)} %` : "–";
}

function summary(verdicts: Verdict[]): string {
  const lines = [""];
  for (const split of ["dev", "held-out"] as const) {
    const group = verdicts.filter((verdict) => verdict.question.split === split);
    const known = group.filter((verdict) => verdict.question.expect === "answer");
    const given = group.filter((verdict) => !verdict.refused).length;
    const right = known.filter((verdict) => verdict.right).length;
    const cited = known.filter((verdict) => verdict.cited).length;
    lines.push(
      `${split}: ${share(cited, known.length)} of ${known.length} answerable cite the record, ` +
        `${share(right, known.length)} are right; ${share(given - right, given)} of ${given} answers given are wrong`,
    );
  }
  const known = verdicts.filter((verdict) => verdict.question.expect === "answer");
  const given = verdicts.filter((verdict) => !verdict.refused);
  const right = given.filter((verdict) => verdict.right).length;
  const answered = known.filter((verdict) => !verdict.refused).length;
  const others = known.filter((verdict) => verdict.refused);
  const close = others.filter((verdict) => verdict.found).length;
  lines.push(
    `${share(right, given.length)} of ${given.length} answers given are right; ` +
      `${share(answered, known.length)} of ${known.length} answerable questions are answered, and for ` +
      `${share(close, others.length)} of the others the record is among the closest`,
  );
  const refusals = verdicts.filter((verdict) => verdict.question.expect === "refuse");
  const proven = refusals.filter((verdict) => verdict.proven).length;
  const leaks = verdicts.filter((verdict) => verdict.leaks.length > 0).length;
  const p95 = quantile(
    verdicts.map((verdict) => verdict.durationMs),
    0.95,
  );
  lines.push(
    `${refusals.length} to be refused, ${proven} of them found by who may know; ` +
      `${leaks} leaks; p95 ${p95.toFixed(0)} ms`,
  );
  return lines.join("\n");
}

function misses(verdicts: Verdict[]): string[] {
  const lines: string[] = [];
  for (const verdict of verdicts) {
    const { question, account } = verdict;
    const line = `[${question.split}] ${question.id} "${question.question}"`;
    if (verdict.leaks.length > 0)
      lines.push(`LEAK ${line} ${verdict.leaks.join(", ")}; ${account}`);
    else if (verdict.wrong) lines.push(`wrong ${line} ${account}`);
    else if (question.expect === "answer" && !verdict.right)
      lines.push(`missed ${line} ${account}`);
    if (verdict.proven === false) lines.push(`unproven ${line}`);
  }
  return lines;
}

function passes(verdicts: Verdict[]): boolean {
  const known = verdicts.filter((verdict) => verdict.question.expect === "answer");
  const found = known.filter((verdict) => verdict.found).length;
  const byMeaning = verdicts.some((verdict) => verdict.byMeaning);
  const given = verdicts.filter((verdict) => !verdict.refused);
  const answered = known.filter((verdict) => !verdict.refused).length;
  return (
    verdicts.length >= LEAST_QUESTIONS &&
    verdicts.filter((verdict) => verdict.proven).length >= LEAST_PROVEN &&
    verdicts.every((verdict) => verdict.leaks.length === 0) &&
    given.filter((verdict) => verdict.right).length >= LEAST_RIGHT * given.length &&
    answered >= LEAST_ANSWERED * known.length &&
    found >= (byMeaning ? LEAST_FOUND : LEAST_FOUND_BY_WORDS) * known.length
  );
}
