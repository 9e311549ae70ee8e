import { OdooRefusal } from "../../../e2e/asker.ts";
import { saysResult, type Computed, type Computer } from "./computer.ts";
import { asNumber, contains, norm, numberForms } from "./matching.ts";
import { turnsOf, type Domain, type Question } from "./question.ts";
import type { Reader } from "./reader.ts";
import { Unproven } from "./unproven.ts";

const categories = new Set(
  "field describe chatter text followup language aggregate reason denied unanswerable smalltalk".split(
    " ",
  ),
);
const needingModel = new Set(["aggregate", "reason"]);

/**
 * Proves questions against live Odoo, each as its user, before any is asked: that the open record and
 * the expected ones are readable, that the expected strings stand in them, and that what is said to be
 * missing is. Candor has no part in it.
 */
export class Proof {
  readonly #questions: Map<string, Question>;
  readonly #readers: Map<string, Reader>;
  readonly #computer: Computer;
  #loose: Set<number> | undefined;

  constructor(questions: Question[], readers: Map<string, Reader>, computer: Computer) {
    this.#questions = new Map(questions.map((question) => [question.id, question]));
    this.#readers = readers;
    this.#computer = computer;
  }

  /** What is wrong with a question; nothing where it is proven. */
  async faults(question: Question): Promise<string[]> {
    const faults = this.#shapeFaults(question);
    const reader = this.#readers.get(question.user);
    if (faults.length > 0 || !reader) return faults;
    try {
      await this.#openRecord(question, reader, faults);
      if (question.answerable) await this.#answer(question, reader, faults);
      await this.#checks(question, reader, faults);
      if (question.category === "denied") await this.#twin(question, faults);
    } catch (error) {
      if (error instanceof Unproven || error instanceof OdooRefusal) faults.push(error.message);
      else throw error;
    }
    return faults;
  }

  #shapeFaults(question: Question): string[] {
    const faults: string[] = [];
    const { category, answerable, check = {}, expectAnswer, expectAll = [], alt = [] } = question;
    const isComputed = expectAnswer.length === 0 && ("compute" in check || "calc" in check);
    if (!this.#readers.has(question.user)) faults.push("unknown user");
    if (!categories.has(category)) faults.push("unknown category");
    if (
      answerable !== question.expectRecords.length > 0 ||
      answerable !== (expectAnswer.length > 0 || isComputed)
    ) {
      faults.push("answerable and expectRecords or expectAnswer disagree");
    }
    if (expectAll.some((it) => !expectAnswer.includes(it))) faults.push("expectAll is no part");
    if ((category === "followup") !== Array.isArray(question.question)) faults.push("turns");
    if (["aggregate", "reason", "unanswerable"].includes(category) && !question.check) {
      faults.push("no check");
    }
    if (needingModel.has(category) !== question.needsModel) faults.push("needsModel");
    for (const text of [...expectAnswer, ...alt, ...question.forbid]) {
      if (turnsOf(question).some((turn) => contains(turn, text))) {
        faults.push("the question itself holds what is expected or forbidden");
      }
    }
    return faults;
  }

  async #openRecord({ open }: Question, reader: Reader, faults: string[]): Promise<void> {
    if (!open) return;
    if (!(await reader.readable(...this.#computer.resolve(open)))) {
      faults.push("the open record can't be opened");
    }
  }

  async #answer(question: Question, reader: Reader, faults: string[]): Promise<void> {
    const texts: string[] = [];
    for (const xmlId of question.expectRecords) {
      const record = this.#computer.resolve(xmlId);
      if (await reader.readable(...record)) texts.push(await reader.text(...record));
      else faults.push("an expected record can't be read");
    }
    if (needingModel.has(question.category)) return;
    for (const text of question.expectAnswer) {
      if (!texts.some((it) => contains(it, text)) && asNumber(text) === null) {
        faults.push("an expected string stands in none of the expected records");
      }
    }
    if (texts.some((it) => !question.expectAnswer.some((text) => contains(it, text)))) {
      faults.push("an expected record holds none of the expected strings");
    }
  }

  async #checks(question: Question, reader: Reader, faults: string[]): Promise<void> {
    const { check = {} } = question;
    if (check.only) await this.#only(question, reader, check.only, faults);
    if (check.empty) await this.#empty(reader, check.empty, faults);
    if (check.none) await this.#none(check.none, faults);
    if (check.absent) await this.#absent(reader, check.absent, faults);
    if (check.nofield) {
      const [model, names] = check.nofield;
      const known = await reader.fields(model);
      if (names.some((name) => known.has(name))) faults.push(`${model} has such a field`);
    }
    const result = await this.#computer.result(reader, question);
    if (result) await this.#result(question, reader, result, faults);
  }

  async #result(
    question: Question,
    reader: Reader,
    result: Computed,
    faults: string[],
  ): Promise<void> {
    if (result.ids && question.check?.compute && question.subset !== true) {
      const expected = new Set<number>();
      for (const xmlId of question.expectRecords) {
        const [model, id] = this.#computer.resolve(xmlId);
        if ((await reader.model(model)) === result.model) expected.add(id);
      }
      if (expected.size > 0 && !isSame(expected, new Set(result.ids))) {
        faults.push("other records count than those expected");
      }
    }
    const cents = (value: number): number => Math.round(value * 100);
    if (result.groups) {
      const wanted = new Set((question.expectAll ?? []).map((it) => cents(asNumber(it) ?? 0)));
      const found = new Set([...result.groups.values()].map(cents));
      if (!isSame(wanted, found)) faults.push("other groups are computed");
      return;
    }
    const text = result.record
      ? await reader.text(...result.record)
      : (result.names ?? []).join(" ");
    for (const expected of question.expectAnswer) {
      // Numerals written as words are the writer's own.
      if (result.number !== undefined && /^[a-z-]+$/.test(norm(expected))) continue;
      const says =
        saysResult(expected, result) || (result.number === undefined && contains(text, expected));
      if (!says) faults.push("something else is computed than expected");
    }
  }

  async #only(
    question: Question,
    reader: Reader,
    { model, domain }: { model: string; domain: Domain },
    faults: string[],
  ): Promise<void> {
    const context = { allowed_company_ids: reader.companies };
    const found = await reader.search(model, this.#computer.domain(reader, domain), context);
    const expected = question.expectRecords.map((xmlId) => this.#computer.resolve(xmlId));
    const ids = new Set(expected.filter(([of]) => of === model).map(([, id]) => id));
    if (found.length === 0) faults.push(`${model}: the domain finds nothing`);
    else if (ids.size > 0 ? found.some((id) => !ids.has(id)) : found.length !== 1) {
      faults.push(`${model}: the domain finds other records too`);
    }
  }

  async #empty(
    reader: Reader,
    [xmlId, names]: [string, string[]],
    faults: string[],
  ): Promise<void> {
    const [model, id] = this.#computer.resolve(xmlId);
    const context = reader.everywhere();
    const rows = await reader.call<Record<string, unknown>[]>(
      await reader.model(model),
      "read",
      [[id], names],
      context,
    );
    const isFilled = (value: unknown): boolean =>
      Array.isArray(value) ? value.length > 0 : Boolean(value);
    if (rows.length === 0 || names.some((name) => isFilled(rows[0]?.[name]))) {
      faults.push(`${xmlId} is filled`);
    }
  }

  async #none(
    { model, domain }: { model: string; domain: Domain },
    faults: string[],
  ): Promise<void> {
    const admin = this.#readers.get("admin");
    if (!admin) throw new Unproven("nobody is admin");
    const found = await admin.call<number[]>(
      model,
      "search",
      [this.#computer.domain(admin, domain)],
      admin.everywhere(),
    );
    if (found.length > 0) faults.push(`${model}: such a record exists`);
  }

  async #absent(reader: Reader, words: string[], faults: string[]): Promise<void> {
    // Bundles of the web client are attachments too, and no record that anybody asks about.
    const admin = this.#readers.get("admin") ?? reader;
    this.#loose ??= new Set(
      await admin.search("ir.attachment", [["res_model", "in", [false, "ir.ui.view"]]]),
    );
    for (const word of words) {
      const whole = new RegExp(String.raw`(?<![\p{L}\p{N}_])${word}(?![\p{L}\p{N}_])`, "u");
      for (const { model, id, text } of await reader.world()) {
        if (model === "ir.attachment" && this.#loose.has(id)) continue;
        if (whole.test(text)) {
          faults.push(`a word that should be nowhere occurs in ${model}`);
          break;
        }
      }
    }
  }

  /** Denied to one, answerable for the other; what is forbidden is readable there and nowhere here. */
  async #twin(question: Question, faults: string[]): Promise<void> {
    const other = this.#questions.get(question.twin ?? "");
    const isTwin =
      other?.twin === question.id &&
      other.user !== question.user &&
      other.answerable !== question.answerable &&
      turnsOf(other).join("\n") === turnsOf(question).join("\n");
    if (!isTwin) {
      faults.push("has no proper twin");
      return;
    }
    if (question.answerable) return;
    if (question.forbid.length === 0) faults.push("nothing is forbidden");
    const denied = this.#readers.get(question.user);
    const allowed = this.#readers.get(other.user);
    if (!denied || !allowed) throw new Unproven("unknown user");
    const records = other.expectRecords.map((xmlId) => this.#computer.resolve(xmlId));
    const here: string[] = [];
    const there: string[] = [];
    for (const record of records) {
      here.push(await denied.text(...record));
      there.push(await allowed.text(...record));
    }
    for (const secret of question.forbid) {
      const value = asNumber(secret);
      const forms = value === null ? [secret] : [secret, ...numberForms(value)];
      if (here.some((text) => contains(text, secret))) faults.push("a secret is readable");
      if (!there.some((text) => forms.some((form) => contains(text, form)))) {
        faults.push("a secret isn't readable for the twin");
      }
      const elsewhere = (await denied.world()).find(({ text }) => contains(text, secret));
      if (elsewhere) faults.push(`a secret is readable in ${elsewhere.model}`);
    }
    if (!there.some((text) => other.expectAnswer.some((it) => contains(text, it)))) {
      faults.push("the twin can't read the answer");
    }
    if (here.some((text) => other.expectAnswer.some((it) => contains(text, it)))) {
      faults.push("the twin's answer is readable");
    }
  }
}

const isSame = (some: Set<number>, others: Set<number>): boolean =>
  some.size === others.size && [...some].every((it) => others.has(it));
