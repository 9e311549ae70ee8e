import type { Asker } from "../../src/retrieval/visibility.ts";
import type { Ids } from "../../src/store/visible-documents.ts";
import { resModel } from "./fill.ts";
import { random } from "./random.ts";

/** What one asker of a bench may find, and how many ids Odoo would have been asked about for him. */
export interface Sight {
  visible: ReadonlySet<number>;
  asker: Asker;
  idsChecked: number;
}

let lastUid = 0;

/** Answers as Odoo would, from a set of ids: what Odoo needs for it is measured with whole turns. */
export function sightOf(visible: ReadonlySet<number>): Sight {
  lastUid += 1;
  const sight: Sight = {
    visible,
    idsChecked: 0,
    asker: {
      uid: lastUid,
      companyIds: [1],
      odoo: {
        visible(ids: Ids) {
          const asked = ids[resModel] ?? [];
          sight.idsChecked += asked.length;
          return Promise.resolve({ [resModel]: asked.filter((id) => visible.has(id)) });
        },
        allVisible(atMost: number) {
          return Promise.resolve(visible.size > atMost ? undefined : { [resModel]: [...visible] });
        },
      },
    },
  };
  return sight;
}

const seed = 7;

/** A share of the rows, drawn one by one. */
export function atRandom(topics: number[], share: number): Set<number> {
  const draw = random(seed);
  const ids = shuffled([...topics.keys()], draw);
  return new Set(ids.slice(0, share * topics.length).map((at) => at + 1));
}

/** A share of the rows, topic by topic; of the last one as many as are missing. */
export function byTopic(topics: number[], share: number): Set<number> {
  const draw = random(seed);
  const place = new Map(shuffled([...new Set(topics)], draw).map((topic, at) => [topic, at]));
  const ids = [...topics.keys()].sort(
    (left, right) => (place.get(topics[left] ?? 0) ?? 0) - (place.get(topics[right] ?? 0) ?? 0),
  );
  return new Set(ids.slice(0, share * topics.length).map((at) => at + 1));
}

function shuffled<Value>(values: Value[], draw: () => number): Value[] {
  for (let at = values.length - 1; at > 0; at -= 1) {
    const other = Math.floor(draw() * (at + 1));
    [values[at], values[other]] = [values[other] as Value, values[at] as Value];
  }
  return values;
}
