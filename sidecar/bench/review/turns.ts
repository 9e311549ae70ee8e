import { Canary } from "../leaks/canary.ts";
import { complete, openTurn, permit, resultOf } from "../leaks/routes.ts";
import type { World } from "../leaks/world.ts";
import type { Person } from "./people.ts";
import type { Planted } from "./records.ts";

/** A question that was asked and answered through the signed route. */
export interface Turn {
  id: number;
  conversationId: number;
  by: Person;
  kind: "right" | "wrong" | "declined";
  /** Beside which it was asked. */
  open: Planted | undefined;
  /** Each section of these that holds words is what the answer was made from. */
  madeFrom: Planted[];
  /** Of what would have been said. */
  heldBackFrom: Planted[];
  /** In the asker's own words. */
  word: Canary;
  /** In what was held back. */
  heldBackWord: Canary | undefined;
}

/** What of a question isn't left to chance. */
export interface Asking {
  kind?: Turn["kind"];
  /** Whether it goes on with the asker's last conversation. */
  goesOn?: boolean;
  /** Whether one that is declined says what would have been said. */
  holdsBack?: boolean;
}

interface Line {
  text: string;
  label: string | false;
}
interface Quoted {
  name: string;
  section: string;
  line: Line;
}

/** Who completes questions with documents that the bench signs, as the sidecar would. */
export class Turns {
  readonly all: Turn[] = [];
  readonly #world: World;
  /** Quotes by record, as it is now. */
  readonly #quotes = new Map<Planted, { of: number; quoted: Quoted }>();

  constructor(world: World) {
    this.#world = world;
  }

  /**
   * Asks once. Of 100 answers 15 are wrong, and of the questions some are declined.
   *
   * @param readable what the asker may read now, at least one of them
   */
  async ask(
    by: Person,
    readable: readonly Planted[],
    {
      kind = this.#kind(),
      goesOn = this.#world.random.chance(0.2),
      holdsBack = this.#world.random.chance(0.8),
    }: Asking = {},
  ): Promise<Turn> {
    const world = this.#world;
    const { random, words } = world;
    const about = random.pick(readable);
    const open = random.chance(0.7) ? about : undefined;
    const others = readable.filter((it) => it !== about);
    const second = random.chance(0.2) && others.length > 0 ? random.pick(others) : undefined;
    const quoted = kind === "wrong" && others.length > 0 ? random.pick(others) : about;
    const madeFrom = kind === "declined" ? [] : [quoted, ...(second ? [second] : [])];
    const heldBackFrom = kind === "declined" && holdsBack ? [quoted] : [];
    const word = new Canary(words, false);
    const heldBackWord = heldBackFrom.length > 0 ? new Canary(words, false) : undefined;
    const question = `${about.recipe.question(about.handle)} It is for ${word.word}.`;
    const earlier = goesOn ? this.all.findLast((turn) => turn.by === by) : undefined;
    const options = {
      open: open?.record,
      conversationId: earlier?.conversationId,
    };
    const taken = await openTurn(world, by, question, options);
    const document = {
      ...(kind === "declined"
        ? await this.#declined(about, heldBackFrom, heldBackWord)
        : await this.#answered(kind, madeFrom)),
      features: { matched: random.next(), age: random.whole(0, 400) },
      durationMs: random.whole(300, 3_000),
    };
    const stored = await complete(world, by, taken, document, world.sharedSecret);
    if (!stored.includes('"ok"')) throw new Error(`a question could not be completed: ${stored}`);
    const turn = { id: taken.turnId, conversationId: taken.conversationId, by, kind, open };
    const asked = { ...turn, madeFrom, heldBackFrom, word, heldBackWord };
    this.all.push(asked);
    return asked;
  }

  #kind(): Turn["kind"] {
    const drawn = this.#world.random.next();
    return drawn < 0.15 ? "wrong" : drawn < 0.32 ? "declined" : "right";
  }

  async #answered(kind: Turn["kind"], from: Planted[]): Promise<object> {
    const evidence = await this.#evidence(from);
    const { random } = this.#world;
    const wrong = kind === "wrong" && random.chance(0.5);
    const text = wrong ? "It is kept where nobody would look." : "So it stands there: ";
    const parts = evidence.map(({ n, quote }) => ({ text: `${text}${quote}`, evidence: [n] }));
    return {
      outcome: "answered",
      mode: "extractive",
      rung: "extractive",
      kind: "fields",
      // Words of a model rest on all that it was given.
      ...(wrong ? { model: "bench" } : {}),
      parts,
      evidence,
      closest: [],
      sections: sectionsOf(evidence),
      confidence: { probability: random.next() * 0.2 + 0.8, threshold: 0.8, reasons: [] },
    };
  }

  async #declined(about: Planted, from: Planted[], word: Canary | undefined): Promise<object> {
    const evidence = await this.#evidence(from);
    const parts = evidence.map(({ n, quote }) => ({
      text: `${quote}, as ${word?.word} says`,
      evidence: [n],
    }));
    return {
      outcome: "abstained",
      mode: "abstained",
      rung: "extractive",
      parts: [],
      evidence: [],
      closest: [],
      sections: sectionsOf(evidence.length > 0 ? evidence : await this.#evidence([about])),
      heldBack: { parts, evidence },
      confidence: { probability: this.#world.random.next() * 0.5, threshold: 0.8, reasons: [] },
    };
  }

  async #evidence(from: readonly Planted[]): Promise<Evidence[]> {
    const evidence: Evidence[] = [];
    for (const planted of from) {
      const { name, section, line } = await this.#quote(planted);
      evidence.push({
        ...planted.record,
        ...{ n: evidence.length + 1, name, modelLabel: "", section },
        place: line.label === false ? "" : line.label,
        quote: line.text,
      });
    }
    return evidence;
  }

  /** Words of its section as Odoo gives them to the administrator, who reads all. */
  async #quote(planted: Planted): Promise<Quoted> {
    const known = this.#quotes.get(planted);
    if (known?.of === planted.canaries.length) return known.quoted;
    const world = this.#world;
    const admin = { asker: world.admin };
    const { ticket } = await openTurn(world, admin, "What stands there?");
    const permitted = await permit(world, admin, ticket, planted.record, planted.sections);
    interface Permitted {
      records: { name: string; sections: { section: string; lines: Line[] }[] }[];
    }
    const { records } = resultOf(permitted) as Permitted;
    const canary = planted.canaries.at(-1);
    const found = records.flatMap(({ name, sections }) =>
      sections.flatMap(({ section, lines }) => lines.map((line) => ({ name, section, line }))),
    );
    const holding = found.filter(({ line }) => canary?.isIn(line.text));
    const quoted = holding.find(({ section }) => planted.sections.includes(section)) ?? holding[0];
    if (!quoted)
      throw new Error(`the words of ${planted.record.resModel} are in none of its lines`);
    this.#quotes.set(planted, { of: planted.canaries.length, quoted });
    return quoted;
  }
}

interface Evidence {
  n: number;
  resModel: string;
  resId: number;
  name: string;
  modelLabel: string;
  section: string;
  place: string;
  quote: string;
}

const sectionsOf = (evidence: Evidence[]): object[] =>
  evidence.map(({ resModel, resId, section }) => ({ resModel, resId, section }));
