import type { PhraseMatch } from "./phrases.ts";
import type { QuestionType } from "./question-type.ts";
import { questionTypes } from "./question-types.ts";

export interface TypeMatch extends PhraseMatch {
  type: QuestionType;
}

/** The longest phrase wins each word, between equals the one as it is written; a type counts once. */
export function choose(matches: TypeMatch[]): TypeMatch[] {
  const taken = new Set<number>();
  const chosen: TypeMatch[] = [];
  const order = { attribute: 0, role: 1, interrogative: 2 };
  // Stable: the table's order decides between equals.
  for (const match of matches.toSorted(
    (a, b) =>
      b.size - a.size ||
      order[a.type.level] - order[b.type.level] ||
      Number(b.exact) - Number(a.exact),
  )) {
    if (match.at.some((position) => taken.has(position))) continue;
    for (const position of match.at) taken.add(position);
    if (!chosen.some((other) => other.type === match.type)) chosen.push(match);
  }
  return chosen;
}

/** "Who takes part in the status meeting?" asks for no status: one word says less than the "who". */
export function ofPeople(chosen: TypeMatch[], matches: TypeMatch[]): TypeMatch[] {
  if (!matches.some((it) => it.type.name === "who")) return chosen;
  return chosen.filter(
    ({ type, size }) => type.level !== "attribute" || size > 1 || !measures.has(type.kind),
  );
}

/**
 * Other types that fit words of the clause, the longest phrase first. A shorter
 * phrase within the chosen one is none: who asks for a private phone number asks for no other.
 */
export function alternativesOf(
  matches: TypeMatch[],
  chosen: TypeMatch[],
  targets: QuestionType[],
): QuestionType[] {
  const kinds = new Set(targets.map((type) => type.kind));
  const found = matches
    .filter(
      (match) =>
        // Of another kind only where the same words say it: "Position" is a job or an order's row.
        (kinds.has(match.type.kind) ||
          chosen.some(
            (other) => other.type !== match.type && other.at.join() === match.at.join(),
          )) &&
        match.type.level !== "interrogative",
    )
    .filter((match) =>
      chosen.every(
        (other) => match.size >= other.size || !match.at.some((at) => other.at.includes(at)),
      ),
    )
    .toSorted((a, b) => b.size - a.size)
    .map((match) => match.type)
    .filter((type) => !targets.includes(type));
  return [...new Set(found)];
}

/** Kinds that "who" doesn't ask for. */
const measures = new Set(["status", "amount", "date", "quantity"]);

/** Interrogatives that say more than a role beside them: "how many did we order from …". */
const firmInterrogatives = new Set(["how_many", "how_much", "why", "where"]);

/**
 * What the clause asks for. An attribute makes a role a mere relation ("the email of the contact"),
 * and a plain "who" says nothing beside either; but "when", "why" or "how many" beside a role, or
 * beside something vague ("when do they need …"), is what is asked.
 */
export function targetsOf(matches: TypeMatch[], listed: boolean): QuestionType[] {
  const level = (wanted: QuestionType["level"]): QuestionType[] =>
    matches.filter((match) => match.type.level === wanted).map((match) => match.type);
  const [attributes, roles, plain] = [level("attribute"), level("role"), level("interrogative")];
  const asked = plain[0];
  const firm = attributes.filter((type) => type.kind !== "description" || asked === undefined);
  if (asked?.name === "why" && !firm.some((type) => type.name === "lost_reason")) return [asked];
  if (asked?.name === "when" && !firm.some((type) => type.kind === "date")) return [asked];
  // Without an "and", two phrases of one kind say one thing: "how much is left to pay". Of amounts
  // the table has the particular ones first: "the total amount before taxes".
  const first = firm.toSorted((left, right) =>
    left.kind === "amount" && right.kind === "amount"
      ? questionTypes.indexOf(left) - questionTypes.indexOf(right)
      : 0,
  );
  const kept = listed
    ? firm
    : first.filter((type, at) => first.findIndex((it) => it.kind === type.kind) === at);
  if (kept.length > 0) return kept.slice(0, 3);
  if (asked && firmInterrogatives.has(asked.name)) return [asked];
  if (roles.length > 0) return roles.slice(0, 2);
  return plain.slice(0, 1);
}
