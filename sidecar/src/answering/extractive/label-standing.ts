/** A label of one record among those that may answer, with its logit (`LabelMatch.logit`). */
export interface Weighed {
  key: string;
  logit: number;
}

export interface Standing {
  /** Natural logarithm of its share of all, as softmax gives it; not below `least`. */
  log: number;
  isFirst: boolean;
  /** By how much it leads the next, or is behind the first, in logits. */
  lead: number;
}

/** Where a candidate's label stands in its record, and among those of all. */
export interface Placed {
  logit: number;
  own: Standing | undefined;
  all: Standing | undefined;
}

/** Below this share nothing is told apart. */
const least = -8;
const mostLead = 4;
const mostBehind = -6;

/** Where each of them stands among all, one with several values counted once. */
export function standings(weighed: Weighed[]): Map<string, Standing> {
  const unique = [...new Map(weighed.map((it) => [it.key, it])).values()];
  unique.sort((left, right) => right.logit - left.logit);
  const [first, second] = unique;
  if (!first) return new Map();
  const total = unique.reduce((sum, it) => sum + Math.exp(it.logit - first.logit), 0);
  return new Map(
    unique.map((it): [string, Standing] => {
      const isFirst = it === first;
      const lead = isFirst ? it.logit - (second?.logit ?? -Infinity) : it.logit - first.logit;
      return [
        it.key,
        {
          log: Math.max(least, it.logit - first.logit - Math.log(total)),
          isFirst,
          lead: Math.max(mostBehind, Math.min(mostLead, lead)),
        },
      ];
    }),
  );
}
