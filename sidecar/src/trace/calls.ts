import type { Embedder } from "../model/embedder.ts";
import type { OdooSession } from "../odoo/session.ts";
import type { Queryable } from "../store/transaction.ts";
import { begun, timed } from "./timed.ts";
import type { Timed } from "./timed.ts";

/** One call that a turn made to another part of Candor. */
export interface Call extends Timed {
  part: "odoo" | "database" | "embedder";
  /** The route of Odoo, or what was asked for. */
  call: string;
}

type Asked = Pick<Embedder, "model" | "embedQuestions">;

/** A turn makes some twenty; what is beyond says no more. */
const mostKept = 200;

/** The calls of one turn, in the order in which they began, without a word of what they said. */
export class Calls {
  readonly made: Call[] = [];

  /** Makes a call and notes how it ended. */
  note<T>(part: Call["part"], call: string, work: () => Promise<T>): Promise<T> {
    const noted: Call = { part, call, ...begun };
    if (this.made.length < mostKept) this.made.push(noted);
    return timed(noted, work);
  }

  /** Of the last call to a part that did not end well. */
  failureOf(part: Call["part"]): string | undefined {
    const failed = this.made.findLast((it) => it.part === part && it.outcome !== "ok");
    return failed?.outcome.split(":")[0];
  }

  database(db: Queryable): Queryable {
    const query = (text: string, values?: unknown[]): Promise<unknown> =>
      this.note("database", "statement", () => db.query(text, values));
    return { query: query as Queryable["query"] };
  }

  odoo(
    session: OdooSession,
  ): Pick<OdooSession, "visible" | "allVisible" | "search" | "permit" | "topics"> {
    return {
      visible: (...asked) => this.note("odoo", "visible", () => session.visible(...asked)),
      allVisible: (...asked) => this.note("odoo", "visible", () => session.allVisible(...asked)),
      search: (...asked) => this.note("odoo", "search", () => session.search(...asked)),
      permit: (...asked) => this.note("odoo", "permit", () => session.permit(...asked)),
      topics: (...asked) => this.note("odoo", "topics", () => session.topics(...asked)),
    };
  }

  embedder(embedder: Asked | undefined): Asked | undefined {
    return (
      embedder && {
        model: embedder.model,
        embedQuestions: (...asked) =>
          this.note("embedder", "question", () => embedder.embedQuestions(...asked)),
      }
    );
  }
}
