import type { RenderedRecord } from "../../src/odoo/session.ts";
import type { Permitting } from "../../src/permission/permit.ts";
import type { Text } from "../corpus.ts";
import { resModel } from "../index/fill.ts";

/** Renders the passages of a set as Odoo would an article: its name, and what is written in it. */
export function sessionOver(corpus: Text[], isVisible: (resId: number) => boolean): Permitting {
  return {
    permit: (pointers) =>
      Promise.resolve(
        [...new Set(pointers.map((it) => it.resId))]
          .filter(isVisible)
          .flatMap((resId) => rendered(corpus[resId - 1], resId)),
      ),
  };
}

function rendered(it: Text | undefined, resId: number): RenderedRecord[] {
  if (!it) return [];
  const nothing = { label: null, type: null, field: null, relation: null, target: null };
  const line = { ...nothing, party: false, cells: [] };
  const body = { ...line, text: it.text, value: it.text, type: "html", field: "body" };
  return [
    {
      resModel,
      resId,
      name: it.title,
      modelLabel: "Article",
      isParty: false,
      unread: [],
      sections: [
        {
          section: "header",
          kind: "header",
          place: "",
          date: null,
          lines: [{ ...line, text: it.title, value: it.title }],
          quiet: [],
          hash: "",
        },
        {
          section: "fields",
          kind: "fields",
          place: "",
          date: null,
          lines: [body],
          quiet: [],
          hash: "",
        },
      ],
    },
  ];
}
