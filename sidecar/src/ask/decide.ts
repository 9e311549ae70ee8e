import { answer } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { readByMeaning } from "./by-meaning.ts";
import { confidence } from "./confidence.ts";
import { gate, reasonOf } from "./gate.ts";
import type { Gate } from "./gate.ts";
import type { Passages } from "./passages.ts";

type Sure = ReturnType<typeof confidence>;

/** Words and fields first; meaning only where they are not sure enough, and it is. */
export function decide(
  read: Passages,
  { threshold, today }: { threshold: number; today: string },
): { opened: Gate; given: Answer | undefined; sure: Sure } {
  const noon = new Date(`${today}T12:00:00Z`);
  const opened = gate(read);
  const given = opened.open ? answer(read) : undefined;
  const inWords = { opened, given, sure: confidence(read, given, threshold, noon) };
  const reason = reasonOf(opened, read);
  // What lowered the number is beside the point: nothing was to be answered.
  if (reason) inWords.sure.confidence.reasons = [reason];
  if (inWords.sure.confidence.probability >= threshold) return inWords;
  const near = readByMeaning(read);
  if (!near) return inWords;
  const quoted = answer(near);
  const sure = confidence(near, quoted, threshold, noon);
  return sure.confidence.probability >= threshold
    ? { opened: { open: true, why: "answerable" }, given: quoted, sure }
    : inWords;
}
