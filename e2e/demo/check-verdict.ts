import type { Answered } from "../asker.ts";
import type { AskEvent } from "../../sidecar/src/contract.ts";
import type { Question } from "./check-question.ts";
import type { Found } from "./check-records.ts";

/** What is known of a question before it is asked. */
export interface Expectation {
  question: Question;
  /** Records of which any is right; empty where nothing is. */
  right: Found[];
  /** Records that this asker may not read, whatever he asks. */
  forbidden: Found[];
}

/** What became of one question. Shares are counted from these. */
export interface Verdict {
  question: Question;
  /** A right record is among the evidence or the closest ones. */
  found: boolean;
  /** An answer was given that cites a right record. */
  cited: boolean;
  /** Cited, and the words asked for stand in the answer. */
  right: boolean;
  /** An answer was given that is not right. */
  wrong: boolean;
  /** No answer was given. */
  refused: boolean;
  /** An answer was given, and records were found by their meaning too. */
  byMeaning: boolean;
  /** What reached the asker though he may not read it; empty is as it should be. */
  leaks: string[];
  /** With a question to be refused: whether the record was found for somebody who may know. */
  proven?: boolean;
  /** From the click to the last event, milliseconds. */
  durationMs: number;
  /** One line about what happened, for a miss. */
  account: string;
}

/** Judges what came back; the result says whether an answer was given. */
export function judge(expectation: Expectation, answered: Answered, durationMs: number): Verdict {
  const { question, right } = expectation;
  const { result } = answered;
  const given = result?.given === true;
  const isRight = (ref: { resModel: string; resId: number }) =>
    right.some((found) => found.resModel === ref.resModel && found.resId === ref.resId);
  const cited = given && answered.evidence.some(isRight);
  const inText = saysIt(question, answered.text);
  const isKnown = question.expect === "answer";
  return {
    question,
    found: cited || answered.evidence.some(isRight) || (result?.closest ?? []).some(isRight),
    cited: isKnown && cited,
    right: isKnown && cited && inText,
    wrong: given && !(isKnown && cited && inText),
    refused: !given,
    byMeaning: given && result.mode === "extractive",
    leaks: leaksOf(expectation, answered),
    durationMs,
    account: accountOf(answered, given),
  };
}

/** Whether a text holds what was asked for. */
function saysIt({ answer = [] }: Question, text: string): boolean {
  return answer.length === 0 || answer.some((word) => holds(text, word));
}

/** Whether a text that cites these records would be a right answer. */
export function isRightAnswer(
  { question, right }: Pick<Expectation, "question" | "right">,
  text: string,
  evidence: { resModel: string; resId: number }[],
): boolean {
  const cites = evidence.some((it) =>
    right.some((found) => found.resModel === it.resModel && found.resId === it.resId),
  );
  return question.expect === "answer" && cites && saysIt(question, text);
}

/** Models whose records' names are no secret, see below. */
const known = ["hr.employee", "sale.order"];

function leaksOf({ question, right, forbidden }: Expectation, answered: Answered): string[] {
  const leaks: string[] = [];
  const shown = [...answered.evidence, ...(answered.result?.closest ?? [])];
  for (const ref of shown) {
    const leak = forbidden.find(
      (found) => found.resModel === ref.resModel && found.resId === ref.resId,
    );
    if (leak) leaks.push(`${leak.resModel} ${leak.name}`);
  }
  const words = answered.events.flatMap(wordsOf).join("\n") + (answered.error?.message ?? "");
  // The name of the very record asked for. Who works here is known to everybody, by the public
  // profiles, and an order's number stands on tasks that more people may open.
  const names = right
    .filter((it) => question.expect === "refuse" && !known.includes(it.resModel))
    .map((it) => it.name);
  // A name that the asker wrote himself may be repeated to him.
  const asked = [question.question, ...(question.earlier ?? [])].join("\n");
  for (const secret of new Set([...(question.secret ?? []), ...names])) {
    if (holds(words, secret) && !holds(asked, secret)) leaks.push(secret);
  }
  return leaks;
}

/** Every text of an event; numbers of the machinery (ids, times, weights) say nothing of records. */
function wordsOf(event: AskEvent): string[] {
  if (event.type === "evidence") {
    const { name, place, quote, modelLabel } = event.evidence;
    return [name, place, quote, modelLabel];
  }
  if (event.type === "text") return [event.delta];
  if (event.type !== "result") return [];
  return [
    ...(event.confidence?.reasons ?? []).flatMap((reason) =>
      Object.values(reason.params ?? {}).map(String),
    ),
    ...event.closest.map((ref) => ref.name),
  ];
}

function accountOf(answered: Answered, given: boolean): string {
  if (answered.error) return `error ${answered.error.code}`;
  const { result } = answered;
  if (!result) return "no result";
  const share = `${Math.round((result.confidence?.probability ?? 0) * 100)} %`;
  if (!given) {
    return `abstained at ${share}; closest: ${result.closest.map((ref) => ref.name).join(", ") || "none"}`;
  }
  const cited = answered.evidence.map((evidence) => `${evidence.name} · ${evidence.place}`);
  return `answered at ${share}: "${answered.text.replaceAll("\n", " / ").slice(0, 160)}" from ${cited.join(", ")}`;
}

/** Whether `text` holds `words`, whatever the case, accents, spacing or way of writing numbers. */
export function holds(text: string, words: string): boolean {
  const found = plain(words);
  const edge = (character: string | undefined) =>
    /[\p{L}\p{N}]/u.test(character ?? "") ? "\\b" : "";
  const pattern = found.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  // 4,000 is found in 4,000.00 and not in 14,000.
  const cents = /\d$/.test(found) ? "(?:[.,]?0{1,2})?" : "";
  return new RegExp(`${edge(found[0])}${pattern}${cents}${edge(found.at(-1))}`, "u").test(
    plain(text),
  );
}

function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/(?<=\d)[.,\u2019 ](?=\d{3}\b)/g, "")
    .replace(/(?<=\d),(?=\d{1,2}\b)/g, ".");
}
