import { OdooRefusal } from "../../../e2e/asker.ts";
import { Canary } from "../leaks/canary.ts";
import { callMethod } from "../leaks/routes.ts";
import type { World } from "../leaks/world.ts";
import type { Given, Ledger, Outcome } from "./ledger.ts";
import { mineOf, pageOf, review, type Page, type ReviewState, type Words } from "./page.ts";
import type { People, Person } from "./people.ts";
import type { Planted } from "./records.ts";
import type { Turn } from "./turns.ts";

interface Draft {
  outcome: Outcome;
  words: Words;
  cited: Planted[];
}

/** Reviewers at work over the methods that the client calls. */
export class Reviewing {
  readonly #world: World;
  readonly #people: People;
  readonly #ledger: Ledger;

  constructor(world: World, people: People, ledger: Ledger) {
    this.#world = world;
    this.#people = people;
    this.#ledger = ledger;
  }

  /** Works on so many reviews of the people's queues, each in one of the ways in which reviews end. */
  async work(count: number, turns: ReadonlyMap<number, Turn>): Promise<void> {
    const { random } = this.#world;
    const found: { person: Person; id: number; turn: Turn }[] = [];
    for (const person of this.#people.reviewers) {
      for (const { id, turn_id } of (await mineOf(person.asker)).rows) {
        const turn = turns.get(turn_id || 0);
        if (turn) found.push({ person, id, turn });
      }
    }
    for (const { person, id, turn } of random.sample(found, count)) {
      const drawn = random.next();
      if (drawn < 0.1) await this.#askBack(person, id, turn);
      else if (drawn < 0.18) await this.#handOver(person, id, turn);
      else if (drawn < 0.25) await this.#taken(person, id, turn);
      else if (drawn < 0.33) await this.#twice(person, id, turn);
      else if (drawn < 0.45) await this.#undone(person, id, turn);
      else await this.decide(person, id, turn);
    }
  }

  /** Opens a review and gives the verdict that fits. @returns whether Odoo took it */
  async decide(person: Person, id: number, turn: Turn): Promise<boolean> {
    const page = await pageOf(person.asker, id);
    const draft = page && this.draft(page, turn);
    if (!draft) return false;
    if (!(await this.#send(person, id, turn, draft))) return false;
    if (this.#world.random.chance(0.3)) await this.#lookEarly(id, turn, draft);
    return true;
  }

  /** Decides with words of his own. @returns the words that the asker will read, if any were taken */
  async answer(person: Person, id: number, turn: Turn): Promise<string | undefined> {
    const page = await pageOf(person.asker, id);
    if (!page || page.turn === false || page.turn.blank) return undefined;
    const outcome = turn.kind === "declined" ? "correct" : "reject";
    const said = this.words(outcome === "reject" ? "It is wrong:" : "It is kept", turn);
    const words =
      outcome === "reject"
        ? { reason: said, correction: "", cited: [] }
        : { reason: "", correction: said, cited: [] };
    const taken = await this.#send(person, id, turn, { outcome, words, cited: [] });
    return taken ? said : undefined;
  }

  /** What somebody would say who sees whether the answer is right. */
  draft({ actions, turn: served }: Page, turn: Turn): Draft | undefined {
    const { random } = this.#world;
    const may = (outcome: Outcome): boolean => actions.includes(outcome);
    if (served === false || served.blank) return undefined;
    const told = (of: Outcome, cited: Planted[] = []): Draft => ({
      outcome: of,
      words: {
        reason: of === "reject" || random.chance(0.3) ? this.words("Because", turn, cited) : "",
        correction: of === "correct" ? this.words("It is kept", turn, cited) : "",
        cited: cited.map(({ record }) => record),
      },
      cited,
    });
    if (turn.kind === "right" && may("approve")) return told("approve");
    const corrected = turn.open?.isThere ? [turn.open] : turn.madeFrom.filter((it) => it.isThere);
    if (turn.kind === "declined") {
      if (may("held_back_right") && random.chance(0.5)) return told("held_back_right");
      return may("approve") && random.chance(0.5) ? told("approve") : told("correct", corrected);
    }
    return random.chance(0.5) ? told("reject") : told("correct", corrected);
  }

  /** Words with a canary of their own, for those only who may read what they are about. */
  words(begin: string, turn: Turn, cited: Planted[] = []): string {
    const canary = new Canary(this.#world.words, false);
    this.#ledger.written.push({ canary, turn, cited });
    return `${begin} ${canary.word} says so.`;
  }

  async #send(person: Person, id: number, turn: Turn, draft: Draft): Promise<boolean> {
    const { outcome, words, cited } = draft;
    try {
      const page = await review<Page>(person.asker, "decide", id, outcome, words);
      if (!page.verdict || page.verdict.outcome !== outcome) return false;
    } catch (error) {
      if (error instanceof OdooRefusal) return false;
      throw error;
    }
    // What the reviewer may not cite himself Odoo has left out; what is there decides.
    this.#ledger.give({ reviewId: id, turn, by: person, outcome, words, cited, inBrowser: false });
    return true;
  }

  /** Two tabs send at once, each another verdict: one counts. */
  async #twice(person: Person, id: number, turn: Turn): Promise<void> {
    const page = await pageOf(person.asker, id);
    if (!page) return;
    const drafts = [this.draft(page, turn), this.draft(page, turn)].filter(
      (it) => it !== undefined,
    );
    await Promise.all(drafts.map(async (draft) => await this.#send(person, id, turn, draft)));
    this.#ledger.count("two at once");
  }

  /** Sends, takes it back, finds all words again and sends others. */
  async #undone(person: Person, id: number, turn: Turn): Promise<void> {
    const page = await pageOf(person.asker, id);
    const draft = page && this.draft(page, turn);
    if (!draft || !(await this.#send(person, id, turn, draft))) return;
    const before = await review<Page>(person.asker, "undo", id);
    this.#ledger.takeBack(id);
    const kept = before.draft;
    const { reason, correction } = draft.words;
    if (!kept || kept.reason !== reason || kept.correction !== correction) {
      this.#ledger.lost(id, "taken back");
    }
    await this.decide(person, id, turn);
  }

  async #askBack(person: Person, id: number, turn: Turn): Promise<void> {
    const page = await pageOf(person.asker, id);
    if (!page || !page.actions.includes("ask_back")) return;
    const question = this.words("Which one, as", turn);
    await review<Page>(person.asker, "ask_back", id, question);
    this.#ledger.count("ask back");
    if (!turn.by.isActive) return;
    const reply = this.words("The one that", turn);
    const state = await turn.by.asker.call<ReviewState>("candor.turn", "reply", [turn.id, reply]);
    this.#ledger.count("reply");
    const after = await pageOf(person.asker, id);
    const kept = after && after.asked_back;
    if (!kept || kept.question !== question || kept.reply !== reply || state.state !== "waiting") {
      this.#ledger.lost(id, "question back or its reply");
    }
    await this.decide(person, id, turn);
  }

  async #handOver(person: Person, id: number, turn: Turn): Promise<void> {
    const offered = await review<{ id: number }[]>(person.asker, "reviewers", id, "");
    const [next] = this.#world.random.sample(offered, 1);
    const other = this.#people.byUid(next?.id ?? 0);
    if (!next || !other) return;
    await review(person.asker, "hand_over", id, next.id);
    this.#ledger.count("hand over");
    await this.decide(other, id, turn);
  }

  /** A colleague who finds it in the pool takes it, while its reviewer decides. */
  async #taken(person: Person, id: number, turn: Turn): Promise<void> {
    const others = this.#people.reviewers.filter((it) => it !== person);
    const other = this.#world.random.pick(others);
    const page = await pageOf(other.asker, id);
    if (!page || !page.actions.includes("take")) return;
    const [, decided] = await Promise.all([
      callMethod(this.#world, other, "candor.review", "take", id),
      this.decide(person, id, turn),
    ]);
    this.#ledger.count("take");
    if (!decided) await this.decide(other, id, turn);
  }

  /** Before it is final the asker learns that something comes, and no word of it. */
  async #lookEarly(id: number, turn: Turn, { words }: Pick<Given, "words">): Promise<void> {
    if (!turn.by.isActive) return;
    const seen = await callMethod(this.#world, turn.by, "candor.turn", "serve", [turn.id]);
    const isFinal = !seen.includes('"arriving"');
    const said = [words.reason, words.correction].filter((text) => text !== "");
    if (!isFinal && said.some((text) => seen.includes(text))) {
      this.#ledger.early += 1;
      console.error(`the asker reads the verdict of review ${id} before it is final`);
    }
  }
}
