import type { BenchServer } from "../../../e2e/stack/bench.ts";
import { optionsFor } from "../../src/answering/confidence/decide.ts";
import type { Options } from "../../src/answering/confidence/decide.ts";
import { readAll } from "../../src/answering/extractive/read-all.ts";
import type { Reading } from "../../src/answering/extractive/read-all.ts";
import { readQuestion } from "../../src/question/question.ts";
import { noVectors } from "../../src/question/vectors.ts";
import { permitRounds } from "../../src/permission/permit.ts";
import type { Asker } from "../../src/retrieval/visibility.ts";
import type { RetrievalSet } from "../corpus.ts";
import type { Rung } from "../../src/contract.ts";
import { resModel } from "../index/fill.ts";
import { Searched, settings } from "../index/searched.ts";
import { rowsOf } from "../quality/ask.ts";
import { sessionOver } from "./session.ts";

interface Asked {
  text: string;
  vector: Float32Array;
}

/** The passages of a set as records, asked as a turn asks: retrieve, permit, read. */
export class SquadIndex {
  readonly #searched: Searched;
  readonly #set: RetrievalSet;
  readonly #all: number[];
  #lastUid = 0;

  private constructor(searched: Searched, set: RetrievalSet) {
    this.#searched = searched;
    this.#set = set;
    this.#all = set.corpus.map((_, at) => at + 1);
  }

  static async of(
    server: BenchServer,
    set: RetrievalSet,
    stopped: AbortSignal,
  ): Promise<SquadIndex> {
    const searched = await Searched.on(server, stopped);
    await searched.fill(rowsOf(set, "en"));
    return new SquadIndex(searched, set);
  }

  /**
   * What a question may be answered with.
   *
   * @param hidden the record that this asker may not read
   * @param rung `lexical`: without vectors; `live`: as Odoo's own search finds it, by words and without an index
   */
  async options(question: Asked, hidden?: number, rung?: Rung): Promise<Options> {
    return optionsFor(await this.read(question, hidden, rung));
  }

  /** The records that a turn would read for it. */
  async read(
    { text, vector }: Asked,
    hidden?: number,
    rung: Rung = "extractive",
  ): Promise<Reading> {
    const question = { text, vector: rung === "extractive" ? vector : undefined };
    const sees = (id: number): boolean => id !== hidden;
    const { signal } = new AbortController();
    const asked = await this.#searched.retrieve(question, { asker: this.#asker(hidden, sees) });
    const session = sessionOver(this.#set.corpus, sees);
    const { records, read } = await permitRounds(session, asked.candidates, signal);
    const isSearched = rung !== "live";
    return readAll({
      question: readQuestion(text, ["en", "en"]),
      // One part, and nothing but prose: no label is compared.
      vectors: { ...noVectors, question: question.vector },
      labels: new Map(),
      records,
      // Odoo's own search tells which words a record has, and of no section how well it fits.
      candidates: isSearched ? read : read.map((it) => ({ ...it, hits: [] })),
      reached: [],
      rarities: isSearched ? asked.rarities : new Map(),
      quotedBefore: new Set(),
    });
  }

  async end(): Promise<void> {
    await this.#searched.end();
  }

  /** Who sees all is one person, whose hint is kept; from everybody else something else is hidden. */
  #asker(hidden: number | undefined, sees: (id: number) => boolean): Asker {
    if (hidden !== undefined) this.#lastUid += 1;
    return {
      uid: hidden === undefined ? 0 : this.#lastUid,
      companyIds: [1],
      odoo: {
        visible: (ids) => Promise.resolve({ [resModel]: (ids[resModel] ?? []).filter(sees) }),
        allVisible: (atMost) =>
          Promise.resolve(
            this.#all.length > atMost ? undefined : { [resModel]: this.#all.filter(sees) },
          ),
      },
    };
  }
}

export { settings };
