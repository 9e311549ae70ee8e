import { OdooRefusal } from "../../../e2e/asker.ts";
import type { Asker } from "../../../e2e/asker.ts";
import type { Text, Words } from "./words.ts";

/** A record that the bench changes again and again, never while its last change is still awaited. */
export interface Subject {
  /** Of the record that a search must return. */
  resModel: string;
  resId: number;
  /** A word of its name, which stays. */
  name: string;
  kind: Kind;
  /** Of the row that is written. */
  writtenId: number;
  seen: Text[];
  /** Texts in the order in which they were written; `until`: when the next one was confirmed. */
  history: { text: Text; from: number; until: number }[];
  busy: boolean;
}

interface Kind {
  model: string;
  field: string;
  price?: string;
  /** Where the row is a line of the record. */
  parent?: { model: string; field: string };
}

const attempts = 3;

const KINDS: Kind[] = [
  { model: "product.template", field: "description_sale", price: "list_price" },
  { model: "crm.lead", field: "description", price: "expected_revenue" },
  { model: "res.partner", field: "comment" },
  { model: "project.task", field: "description" },
  {
    model: "sale.order.line",
    field: "name",
    parent: { model: "sale.order", field: "order_id" },
  },
];

/** Makes `each` records of every kind; all have two texts that the index has met. */
export async function makeSubjects(
  [asker, ...others]: [Asker, ...Asker[]],
  words: Words,
  each: number,
): Promise<Subject[]> {
  const subjects: Subject[] = [];
  const [buyer = 0] = await asker.call<number[]>("res.partner", "search", [[]], { limit: 1 });
  const [sold = 0] = await asker.call<number[]>("product.product", "search", [[]], { limit: 1 });
  for (const kind of KINDS) {
    const made = Array.from({ length: each }, () => ({ name: words.next(), text: words.text() }));
    const values = made.map(({ name, text }) =>
      kind.parent
        ? {
            partner_id: buyer,
            client_order_ref: `Freshness ${name}`,
            order_line: [[0, 0, { product_id: sold, ...valuesOf(kind, text) }]],
          }
        : { name: `Freshness ${name}`, ...valuesOf(kind, text) },
    );
    const model = kind.parent?.model ?? kind.model;
    const ids = await asker.call<number[]>(model, "create", [values]);
    const rows = kind.parent
      ? await asker.call<{ id: number; order_id: [number, string] }[]>(
          kind.model,
          "search_read",
          [[[kind.parent.field, "in", ids]], [kind.parent.field]],
          { order: "order_id" },
        )
      : [];
    const written = new Map(rows.map((row) => [row.order_id[0], row.id]));
    for (const [at, { name, text }] of made.entries()) {
      const resId = ids[at] ?? 0;
      subjects.push({
        ...{ resModel: model, resId, name, kind, writtenId: written.get(resId) ?? resId },
        ...{ seen: [text], busy: false },
        history: [{ text, from: performance.now(), until: Infinity }],
      });
    }
  }
  const waiting = [...subjects];
  const writeAll = async (writer: Asker): Promise<void> => {
    for (let subject = waiting.pop(); subject; subject = waiting.pop()) {
      await write(writer, subject, words.text());
    }
  };
  await Promise.all([asker, ...others].map(writeAll));
  return subjects;
}

/** Writes a text to Odoo. @returns the moment at which Odoo's answer was there: it is committed */
export async function write(asker: Asker, subject: Subject, text: Text): Promise<number> {
  const { kind, writtenId, seen, history } = subject;
  const last = history.at(-1);
  // Before the call: an answer may quote it before we hear that it is committed.
  history.push({ text, from: performance.now(), until: Infinity });
  await confirmed(() => asker.call(kind.model, "write", [[writtenId], valuesOf(kind, text)]));
  const confirmedAt = performance.now();
  if (last) last.until = confirmedAt;
  if (!seen.includes(text)) seen.push(text);
  return confirmedAt;
}

/** Again where the connection broke, as a client does that heard no answer; not where Odoo refused. */
async function confirmed(call: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await call();
      return;
    } catch (error) {
      if (error instanceof OdooRefusal || attempt === attempts) throw error;
    }
  }
}

/** Texts that stood in Odoo at some moment of a span: what may be quoted in an answer of it. */
export function textsDuring(subject: Subject, from: number, until: number): Text[] {
  return subject.history
    .filter((it) => it.from <= until && it.until >= from)
    .map(({ text }) => text);
}

function valuesOf({ field, price }: Kind, text: Text): Record<string, unknown> {
  return { [field]: text.words, ...(price === undefined ? {} : { [price]: text.price }) };
}
