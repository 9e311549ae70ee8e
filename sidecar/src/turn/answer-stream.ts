import type { Answer, AnswerPart } from "../answering/extractive/quotation.ts";
import type { AskEvent, Evidence } from "../contract.ts";

export type Emit = (event: AskEvent) => void;

/** An answer as it leaves, in pieces; what has left is what is recorded, also of a turn that then fails. */
export class AnswerStream {
  readonly parts: AnswerPart[] = [];
  readonly evidence: Evidence[] = [];
  readonly #emit: Emit;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Tells a source, once, before the words that rest on it. */
  cite(evidence: Evidence): void {
    if (this.evidence.some(({ n }) => n === evidence.n)) return;
    this.evidence.push(evidence);
    this.#emit({ type: "evidence", evidence });
  }

  /** Appends a piece of text to a part, 0-based, that rests on these numbers of evidence. */
  write(part: number, delta: string, evidence: number[]): void {
    const written = (this.parts[part] ??= { text: "", evidence: [] });
    written.text += delta;
    written.evidence = [...new Set([...written.evidence, ...evidence])];
    this.#emit({ type: "text", part, delta, evidence });
  }

  /** An answer that is there as a whole. */
  give({ parts, evidence }: Answer): void {
    for (const [at, part] of parts.entries()) {
      for (const it of evidence) if (part.evidence.includes(it.n)) this.cite(it);
      this.write(at, part.text, part.evidence);
    }
  }
}
