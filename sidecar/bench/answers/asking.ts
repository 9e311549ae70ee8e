import { Asker, OdooRefusal, type Address, type Answered } from "../../../e2e/asker.ts";
import { Computer } from "./computer.ts";
import { counter, each } from "./parallel.ts";
import { Proof } from "./proof.ts";
import { turnsOf, type Question } from "./question.ts";
import { Reader, type Row as OdooRow } from "./reader.ts";
import { score, type Reply, type Row } from "./scoring.ts";
import { logins } from "./world.ts";

/** At once, as people ask: the sidecar lets two of them into Odoo. */
export const atOnce = 3;

/** What of an unsealed question is shown to who mends code. */
export interface Account extends Row {
  user: string;
  question: string | string[];
  text: string;
  quotes: string[];
  closest: string[];
  expect: string[];
  error: string | undefined;
  ms: number;
}

/** People who ask a running Candor, and read the same Odoo without it. */
export class Survey {
  readonly readers: Map<string, Reader>;
  readonly computer: Computer;
  readonly #askers: Map<string, Asker>;
  readonly #stopped: AbortSignal;

  private constructor(
    readers: Map<string, Reader>,
    askers: Map<string, Asker>,
    computer: Computer,
    stopped: AbortSignal,
  ) {
    this.readers = readers;
    this.computer = computer;
    this.#askers = askers;
    this.#stopped = stopped;
  }

  static async open(address: Address, stopped: AbortSignal): Promise<Survey> {
    const readers = new Map<string, Reader>();
    const askers = new Map<string, Asker>();
    for (const login of logins) {
      readers.set(login, await Reader.login(address, login));
      askers.set(login, await Asker.login(address, login));
    }
    const named = await readers
      .get("admin")
      ?.call<OdooRow[]>("ir.model.data", "search_read", [
        [],
        ["module", "name", "model", "res_id"],
      ]);
    const xmlIds = new Map(
      (named ?? []).map(({ module, name, model, res_id: id }) => [
        `${String(module)}.${String(name)}`,
        [String(model), Number(id)] as [string, number],
      ]),
    );
    return new Survey(readers, askers, new Computer(xmlIds), stopped);
  }

  /**
   * @param others among which twins are found
   * @returns those that are proven, and what is wrong with the others, by their ids
   */
  async prove(
    title: string,
    questions: Question[],
    others: Question[] = [],
  ): Promise<{ proven: Question[]; faults: Map<string, string[]> }> {
    const proof = new Proof([...others, ...questions], this.readers, this.computer);
    const count = counter(`${title}, proven in Odoo`, questions.length);
    const faults = new Map<string, string[]>();
    await each(
      questions,
      atOnce,
      async (question) => {
        const found = await proof.faults(question);
        if (found.length > 0) faults.set(question.id, found);
        count();
      },
      this.#stopped,
    );
    return { proven: questions.filter(({ id }) => !faults.has(id)), faults };
  }

  async ask(title: string, questions: Question[]): Promise<Account[]> {
    const count = counter(`${title}, asked`, questions.length);
    return await each(
      questions,
      atOnce,
      async (question) => {
        const account = await this.#askOne(question);
        count();
        return account;
      },
      this.#stopped,
    );
  }

  async #askOne(question: Question): Promise<Account> {
    const reader = this.readers.get(question.user);
    const asker = this.#askers.get(question.user);
    if (!reader || !asker) throw new Error(`nobody is ${question.user}`);
    const record = question.open ? this.computer.resolve(question.open) : undefined;
    // Who is no HR officer opens the public profile, under the same id.
    const open = record && { resModel: await reader.model(record[0]), resId: record[1] };
    let conversationId: number | undefined;
    let answered: Answered | undefined;
    let error: string | undefined;
    for (const words of turnsOf(question)) {
      try {
        const turn = await asker.ask(words, { open, conversationId });
        ({ conversationId } = turn);
        answered = turn;
        error = turn.error?.code;
      } catch (caught) {
        // A refused ticket, such as for a record that he may not open, is no answer.
        if (!(caught instanceof OdooRefusal)) throw caught;
        [answered, conversationId, error] = [undefined, undefined, caught.code];
      }
    }
    const reply = replyOf(answered);
    const accepted = question.answerable
      ? await this.computer.accepted(reader, question)
      : { some: [], every: [] };
    const about = question.expectRecords[0] ?? question.open;
    return {
      id: question.id,
      category: question.category,
      lang: question.lang,
      model: (about && this.computer.find(about)?.[0]) ?? "none",
      answerable: question.answerable,
      needsModel: question.needsModel,
      ...score(question, reply, accepted),
      user: question.user,
      question: question.question,
      text: reply.text,
      quotes: reply.quotes,
      closest: answered?.result?.closest.map(({ name }) => name) ?? [],
      expect: accepted.every.length > 0 ? accepted.every : accepted.some,
      error,
      ms: answered?.durationMs ?? 0,
    };
  }
}

/** The row without a word of question or answer: all that is kept of a sealed one. */
export function wordless(account: Account): Row {
  const { id, category, lang, model, answerable, needsModel, verdict, given, cited } = account;
  const { probability } = account;
  return { id, category, lang, model, answerable, needsModel, verdict, given, cited, probability };
}

export function replyOf(answered: Answered | undefined): Reply {
  // A sidecar before `given` doesn't tell; small talk has no confidence.
  const result = answered?.result as
    { given?: boolean; confidence: { probability: number } | null } | undefined;
  return {
    text: answered?.text ?? "",
    quotes: (answered?.evidence ?? []).map(({ quote }) => quote),
    raw: answered?.raw ?? "",
    given: result?.given,
    probability: result?.confidence?.probability,
  };
}
