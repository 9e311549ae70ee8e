import { Parser } from "htmlparser2";

import type { Archive } from "./archive.ts";

type Attributes = Record<string, string>;

/** Elements come by their local names: prefixes are the writer's choice. */
export interface XmlHandlers {
  open?: (name: string, attributes: Attributes) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
}

/**
 * Streams an entry through a parser that knows neither DTDs nor external entities, so that XML can
 * name no file and no address, and can't grow by itself.
 */
export async function parseEntry(
  archive: Archive,
  name: string,
  handlers: XmlHandlers,
): Promise<void> {
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => handlers.open?.(localName(tag), localNames(attributes)),
      onclosetag: (tag) => handlers.close?.(localName(tag)),
      ontext: (text) => handlers.text?.(text),
    },
    { xmlMode: true, decodeEntities: true },
  );
  for await (const piece of archive.read(name)) parser.write(piece);
  parser.end();
}

/** Targets of a part's relationships by their ids: `{rId3: "ppt/slides/slide1.xml"}`. */
export async function relationships(
  archive: Archive,
  part: string,
): Promise<Map<string, { type: string; target: string }>> {
  const at = part.lastIndexOf("/");
  const folder = part.slice(0, at);
  const name = `${folder}/_rels/${part.slice(at + 1)}.rels`;
  const found = new Map<string, { type: string; target: string }>();
  if (!archive.has(name)) return found;
  await parseEntry(archive, name, {
    open(element, { Id, Target, Type, TargetMode }) {
      if (element !== "Relationship" || !Id || !Target || TargetMode === "External") return;
      const path = new URL(Target, `zip:///${folder}/`).pathname.slice(1);
      found.set(Id, { type: Type?.split("/").at(-1) ?? "", target: decodeURIComponent(path) });
    },
  });
  return found;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** Where two share a local name, as `id` and `r:id`, the prefixed one counts: it points to a part. */
function localNames(attributes: Attributes): Attributes {
  const entries = Object.entries(attributes);
  const prefixed = entries.filter(([name]) => name.includes(":"));
  if (prefixed.length === 0) return attributes;
  return Object.fromEntries([
    ...entries,
    ...prefixed.map(([name, value]) => [localName(name), value] as const),
  ]);
}
