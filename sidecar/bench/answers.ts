// answers: questions over the whole stack, as people ask them, sealed ones apart.
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

import type { Bench, BenchStack, BenchStackOptions, Outcome } from "../../e2e/stack/bench.ts";
import { Survey, wordless, type Account } from "./answers/asking.ts";
import { missedBars, type PartName, type Results } from "./answers/bars.ts";
import { figuresOf } from "./answers/figures.ts";
import { printAccounts, printFigures } from "./answers/print.ts";
import { untilIndexed } from "./answers/indexed.ts";
import { ownQuestions, readQuestions, turnsOf, type Question } from "./answers/question.ts";
import { isSealed } from "./answers/sealed.ts";
import { serveWorld } from "./answers/serve.ts";
import { recogniserAt, smallTalkFigures } from "./answers/small-talk.ts";
import { judgeSuggestions } from "./answers/suggestions.ts";
import { demoStack, worldStack } from "./answers/world.ts";

const parts: PartName[] = ["sealed", "open", "noEmbedder", "suggestions", "smalltalk"];

/**
 * Proves every question in live Odoo, then asks it as the panel does. Of sealed questions nothing but
 * counts leaves this process, on no channel and whatever the options.
 */
export async function bench(around: Bench): Promise<Outcome> {
  const { values } = parseArgs({
    args: around.args,
    options: {
      serve: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      out: { type: "string" },
      records: { type: "string", default: "1000" },
    },
  });
  if (values.serve) await serveWorld(around);
  const unknown = values.only.filter((name) => !parts.includes(name as PartName));
  if (unknown.length > 0) throw new Error(`--only takes ${parts.join(", ")}`);
  const wanted = values.only.length > 0 ? (values.only as PartName[]) : parts;
  const trial = new Trial(around, wanted);

  await trial.askDemo();
  await trial.askWorld(Number(values.records));
  await trial.recognise();

  const { results, open, faults } = trial;
  if (values.verbose) printAccounts(open, faults);
  if (values.out !== undefined) {
    await writeFile(values.out, `${JSON.stringify(open, null, 1)}\n`);
  }
  const unproven =
    faults.size > 0
      ? [`${faults.size} questions are not proven: ${[...faults.keys()].sort().join(", ")}`]
      : [];
  return { results, missed: [...unproven, ...missedBars(results, wanted)] };
}

/** One run: what was asked so far, and what came of it. */
class Trial {
  readonly results: Results = {
    sealed: null,
    open: null,
    noEmbedder: null,
    suggestions: null,
    smalltalk: null,
  };
  /** Of unsealed questions. */
  readonly open: Account[] = [];
  /** What is wrong with questions that are not proven, by their ids. */
  readonly faults = new Map<string, string[]>();
  readonly #around: Bench;
  readonly #wanted: Set<PartName>;
  readonly #own = ownQuestions();

  constructor(around: Bench, wanted: PartName[]) {
    this.#around = around;
    this.#wanted = new Set(wanted);
  }

  /** The open questions that come with the public data, on the demo's data as it is. */
  async askDemo(): Promise<void> {
    const questions = this.#demoQuestions();
    if (!this.#wanted.has("open") || questions.length === 0) return;
    const running = await this.#start(demoStack);
    const survey = await Survey.open(running, this.#around.stopped);
    this.open.push(...(await survey.ask("open", await this.#prove(survey, "open", questions))));
    this.#keep("open", figuresOf(this.open));
    await running.stop();
  }

  /** Our own questions, in the world that they were written for. */
  async askWorld(records: number): Promise<void> {
    const asked = this.#own.length > 0 ? ["sealed", "open", "noEmbedder"] : [];
    if (!["suggestions", ...asked].some((name) => this.#wanted.has(name as PartName))) return;
    const running = await this.#start(worldStack);
    const survey = await Survey.open(running, this.#around.stopped);
    const needed = this.#own.filter(({ id }) => this.#isNeeded(id));
    const proven = await this.#prove(survey, "own", needed);
    const sealed = proven.filter(({ id }) => isSealed(id));
    const unsealed = proven.filter(({ id }) => !isSealed(id));
    if (this.#wanted.has("sealed") && sealed.length > 0) {
      this.#keep("sealed", figuresOf((await survey.ask("sealed", sealed)).map(wordless)));
    }
    if (this.#wanted.has("open") && unsealed.length > 0) {
      this.open.push(...(await survey.ask("unsealed", unsealed)));
      this.#keep("open", figuresOf(this.open));
    }
    if (this.#wanted.has("suggestions")) {
      this.#keep("suggestions", await judgeSuggestions(running, records, this.#around.stopped));
    }
    // Last: the index goes on without vectors from here.
    if (this.#wanted.has("noEmbedder") && sealed.length > 0) {
      await running.restart("sidecar", { CANDOR_EMBEDDER_URL: "" });
      await untilReady(running);
      const rows = (await survey.ask("noEmbedder", sealed)).map(wordless);
      this.#keep("noEmbedder", figuresOf(rows));
    }
    await running.stop();
  }

  /** CLINC's questions and all of ours, put to the recogniser alone. */
  async recognise(): Promise<void> {
    if (!this.#wanted.has("smalltalk")) return;
    const recognise = await recogniserAt(await this.#around.embedder());
    if (!recognise) return;
    const others = [...this.#demoQuestions(), ...this.#own]
      .filter(({ category }) => category !== "smalltalk")
      .flatMap((question) => turnsOf(question).slice(-1));
    const clinc = this.#around.data("clinc-oos", "data_full.json");
    this.#keep("smalltalk", await smallTalkFigures(recognise, clinc, others));
  }

  /** Said at once: a later part that breaks takes no figures with it. */
  #keep<Name extends PartName>(part: Name, figures: Results[Name]): void {
    this.results[part] = figures;
    printFigures(part, this.results);
  }

  #isNeeded(id: string): boolean {
    const names: PartName[] = isSealed(id) ? ["sealed", "noEmbedder"] : ["open"];
    return names.some((name) => this.#wanted.has(name));
  }

  #demoQuestions(): Question[] {
    try {
      return readQuestions(this.#around.data("odoo-questions", "open.jsonl"));
    } catch {
      console.log("the open questions of the public data are not there");
      return [];
    }
  }

  async #prove(survey: Survey, title: string, questions: Question[]): Promise<Question[]> {
    // A denied question is proven with its twin, whichever of the two is sealed.
    const { proven, faults } = await survey.prove(title, questions, this.#own);
    for (const [id, found] of faults) {
      this.faults.set(id, isSealed(id) && title !== "open" ? [] : found);
    }
    return proven;
  }

  async #start(options: BenchStackOptions): Promise<BenchStack> {
    const running = await this.#around.stack({ ...options, whole: false });
    await untilIndexed(running, this.#around.stopped);
    await running.keep();
    await untilIndexed(running, this.#around.stopped);
    return running;
  }
}

/** Until the sidecar, started again, has met Odoo and its database. */
async function untilReady({ sidecarUrl }: BenchStack): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await fetch(`${sidecarUrl}/readyz`)).ok) {
    if (Date.now() > deadline) throw new Error("the sidecar isn't ready");
    await sleep(200);
  }
}
