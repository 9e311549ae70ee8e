import type { QuestionType } from "./question-type.ts";
import { privateTypes } from "./question-types/private.ts";
import { peopleTypes } from "./question-types/people.ts";
import { placeTypes } from "./question-types/places.ts";
import { moneyTypes } from "./question-types/money.ts";
import { timeTypes } from "./question-types/time.ts";
import { progressTypes } from "./question-types/progress.ts";
import { contentTypes } from "./question-types/content.ts";
import { interrogativeTypes } from "./question-types/interrogatives.ts";

/**
 * What a question asks for, and which fields of Odoo answer it.
 *
 * Labels come with every rendering in the asker's own language, so a question in the label's words
 * needs no entry here. This table is for the words people use instead ("what could this bring in?").
 * It knows Odoo's field names and four languages, and no customer's data.
 *
 * A phrase is words in order, matched by their stems; "…" stands for a few words between.
 * Phrases are divided by "|".
 */
export const questionTypes: QuestionType[] = [
  ...privateTypes,
  ...peopleTypes,
  ...placeTypes,
  ...moneyTypes,
  ...timeTypes,
  ...progressTypes,
  ...contentTypes,
  ...interrogativeTypes,
];
