import { readQuestions as readDemo } from "../../../../e2e/demo/check-question.ts";
import { DemoRecords } from "../../../../e2e/demo/check-records.ts";
import { isRightAnswer } from "../../../../e2e/demo/check-verdict.ts";
import type { BenchStack } from "../../../../e2e/stack/bench.ts";
import type { Scored } from "../../../src/answering/extractive/choose.ts";
import type { Options } from "../../../src/answering/confidence/decide.ts";
import type { Answer } from "../../../src/answering/extractive/quotation.ts";
import { keyOf } from "../../../src/store/search.ts";
import { Survey } from "../asking.ts";
import { contains, matches } from "../matching.ts";
import { ownQuestions, readQuestions, turnsOf } from "../question.ts";
import type { Question } from "../question.ts";
import { isSealed } from "../sealed.ts";
import type { Observed } from "./fit.ts";
import type { Observer, Put } from "./observe.ts";
import { readWritten } from "./written.ts";
import type { WrittenSet } from "./written.ts";

/** How right what one record says is, 0..1. */
type Judge = (record: { resModel: string; resId: number }, said: string, label?: string) => number;

interface Lesson extends Pick<Observed, "id" | "language" | "file" | "isMeasured"> {
  put: Put;
  judge: Judge;
  /** Its answer may stand in other words, so that nothing right says nothing. */
  isUnsure: boolean;
  /** The field that it asks for is empty, and nothing else is right. */
  asksEmpty?: boolean;
}

/** Characters of what is said that are judged. */
const judged = 600;
/** Each so many questions are read without an embedder as well. */
const wordsOnlyEvery = 3;
/** The same words of another record or field of a question whose right one was read. */
const elsewhere = 0.2;

/**
 * Every question that may be learned from, with all that it could be answered with: the open ones of the
 * public data, the unsealed half of our own, those of the demo, and those that were written about records of
 * the world to learn from. Nothing of a sealed question is read.
 *
 * @param open the public data's questions; undefined where they are not there
 */
export async function observeTraining(
  stack: BenchStack,
  observer: Observer,
  open: string | undefined,
  stopped: AbortSignal,
): Promise<Observed[]> {
  const survey = await Survey.open(stack, stopped);
  const lessons = [
    ...(await provenLessons(survey, open)),
    ...(await demoLessons(observer)),
    ...writtenLessons(survey, "beside"),
    ...writtenLessons(survey, "blind"),
  ];
  lessons.push(...(await suggestedLessons(observer, lessons, stopped)));
  const observed: Observed[] = [];
  for (const [at, lesson] of lessons.entries()) {
    stopped.throwIfAborted();
    if (at % 200 === 0) console.log(`${at} of ${lessons.length} training questions are read.`);
    const options = await observer.options(lesson.put);
    if (!options) continue;
    add(lesson, options);
    if (at % wordsOnlyEvery === 0) {
      const put = { ...lesson.put, isWordsOnly: true };
      const without = await observer.options(put);
      if (without) add({ ...lesson, put, isMeasured: false }, without);
    }
    const empty = lesson.file === suggested ? emptyLesson(lesson, options) : undefined;
    const beside = empty && (await observer.options(empty.put));
    if (beside) add(empty, beside);
  }
  return observed;

  function add(lesson: Lesson, options: Options): void {
    const it = observedOf(lesson, options);
    const isKnown = it.choices.some(({ scored }) => scored.some(({ right }) => right === 1));
    if (isKnown || !lesson.isUnsure) observed.push(it);
  }
}

function observedOf(lesson: Lesson, options: Options): Observed {
  const { id, language, file, isMeasured, put, judge, asksEmpty = false } = lesson;
  const rightOf = ({ of, quoted, label }: Scored): number =>
    judge(
      of.read.record,
      quoted
        .map((it) => it.quote)
        .join("\n")
        .slice(0, judged),
      label,
    );
  const choices = options.choices.map((choice) => {
    const scored = choice.scored.map((it) => ({
      ...it,
      right: it.isUnfilled === asksEmpty ? rightOf(it) : 0,
    }));
    const isKnown = scored.some((it) => it.right === 1);
    return {
      ...choice,
      scored: scored.map((it) => ({
        ...it,
        right: it.right === 1 || !isKnown ? it.right : it.right * elsewhere,
      })),
    };
  });
  return {
    ...{ id, language, file, isMeasured },
    model: put.open?.resModel ?? choices[0]?.scored[0]?.of.read.record.resModel ?? "none",
    choices,
    isOpen: options.opened.why === "answerable",
    excerpt: options.excerpt && {
      features: options.excerpt.features,
      right: isRight(options.excerpt.answer, judge),
    },
  };
}

const isRight = ({ parts, evidence }: Answer, judge: Judge): boolean =>
  evidence.some((it) => judge(it, parts.map(({ text }) => text).join(" ")) > 0);

/** Questions with a proof: only those that Odoo proves today. */
async function provenLessons(survey: Survey, open: string | undefined): Promise<Lesson[]> {
  const own = ownQuestions();
  const sets: [string, Question[]][] = [
    ...(open === undefined ? [] : [["open", readQuestions(open)] as [string, Question[]]]),
    ...Map.groupBy(
      own.filter(({ id }) => !isSealed(id)),
      ({ id }) => id.split("-", 1)[0] ?? "",
    ),
  ];
  const lessons: Lesson[] = [];
  for (const [file, questions] of sets) {
    const asked = questions.filter(({ category }) => category !== "smalltalk");
    const { proven } = await survey.prove(file, asked, own);
    for (const question of proven) {
      const reader = survey.readers.get(question.user);
      if (!reader) continue;
      const record = question.open ? survey.computer.resolve(question.open) : undefined;
      const opened = record && { resModel: await reader.model(record[0]), resId: record[1] };
      const expected = await Promise.all(
        question.expectRecords.map(async (it) => {
          const [model, id] = survey.computer.resolve(it);
          return `${await reader.model(model)} ${id}`;
        }),
      );
      // What takes a sum or a comparison is never right by quoting.
      const isQuoted = question.answerable && !question.needsModel;
      const accepted = isQuoted ? await survey.computer.accepted(reader, question) : undefined;
      lessons.push({
        ...{ id: question.id, language: question.lang, file, isMeasured: true, isUnsure: false },
        put: { user: question.user, turns: turnsOf(question), open: opened },
        judge: ({ resModel, resId }, said) => {
          if (!accepted || !matches(question, said, accepted)) return 0;
          return expected.includes(`${resModel} ${resId}`) ? 1 : 0.5;
        },
      });
    }
  }
  return lessons;
}

async function demoLessons(observer: Observer): Promise<Lesson[]> {
  const records = new DemoRecords(await observer.asker("admin"));
  const lessons: Lesson[] = [];
  for (const question of await readDemo()) {
    // What is refused is kept away by permission, and teaches nothing of reading.
    if (question.expect === "refuse") continue;
    const named = [question.record, ...(question.alsoRight ?? [])].flatMap((it) => it ?? []);
    const right = await Promise.all(named.map((it) => records.find(it)));
    lessons.push({
      ...{ id: question.id, language: question.lang, file: "demo", isMeasured: true },
      isUnsure: false,
      put: {
        user: question.user,
        turns: [...(question.earlier ?? []), question.question],
        open: question.open && (await records.find(question.open)),
      },
      judge: (record, said) => (isRightAnswer({ question, right }, said, [record]) ? 1 : 0),
    });
  }
  return lessons;
}

/** Odoo's demo data is dated from the day on which it is made, so that these are told by their label alone. */
const moving = /^\d{1,2}\/\d{1,2}\/\d{2}/;

function writtenLessons(survey: Survey, set: WrittenSet): Lesson[] {
  const find = (id: string | null): { resModel: string; resId: number } | undefined => {
    const found = id === null ? undefined : survey.computer.find(id);
    return found && { resModel: found[0], resId: found[1] };
  };
  return readWritten(set).map(({ id, user, lang, open, turns, expect, label, answer }) => {
    const expected = find(expect);
    return {
      // They are easier than those that strangers ask: the right candidate is first far more often.
      ...{ id, language: lang, file: set, isMeasured: false },
      // Who sees other labels sees other dates and amounts.
      isUnsure: answer !== null && user !== "admin",
      put: { user, turns, open: find(open) },
      judge: ({ resModel, resId }, said, asked) => {
        if (!expected || answer === null) return 0;
        const isMoved = label !== null && label === asked && moving.test(answer);
        if (!isMoved && !contains(said, answer)) return 0;
        // Who is no HR officer reads the public profile, under the same id.
        const model = resModel.replace(/\.public$/, "");
        if (model !== expected.resModel || resId !== expected.resId) return 0;
        return label === null || asked === undefined || asked === label ? 1 : 0.5;
      },
    };
  });
}

const suggested = "suggestions";
/** Each so many of the records that are open elsewhere. */
const suggestedEvery = 5;
const suggestedTo = ["admin", "demo_de", "demo_es"];

/** What the panel suggests beside a record; each names the field that answers it. */
async function suggestedLessons(
  observer: Observer,
  lessons: Lesson[],
  stopped: AbortSignal,
): Promise<Lesson[]> {
  const open = new Map(
    lessons.flatMap(({ put }) => (put.open ? [[keyOf(put.open), put.open] as const] : [])),
  );
  const records = [...open.values()].filter((_, at) => at % suggestedEvery === 0);
  const found: Lesson[] = [];
  for (const user of suggestedTo) {
    const asker = await observer.asker(user);
    for (const record of records) {
      stopped.throwIfAborted();
      const { resModel, resId } = record;
      const texts = await asker.call<string[]>("candor.conversation", "suggestions", [
        resModel,
        resId,
      ]);
      found.push(
        ...texts.map((text): Lesson => ({
          ...{ id: `${user} ${keyOf(record)} ${text}`, file: suggested, isMeasured: false },
          ...{ language: user.replace(/^demo_|^admin$/, "") || "en", isUnsure: true },
          put: { user, turns: [text], open: record },
          judge: (it, _said, label) =>
            label !== undefined && text.includes(label) && keyOf(it) === keyOf(record) ? 1 : 0,
        })),
      );
    }
  }
  return found;
}

/** The same suggestion of a field that is empty: that it is, is all that can be said. */
function emptyLesson({ id, put, ...lesson }: Lesson, { choices }: Options): Lesson | undefined {
  const { open, turns } = put;
  const scored = choices[0]?.scored ?? [];
  const own = scored.filter(({ of }) => open && keyOf(of.read.record) === keyOf(open));
  const [text = ""] = turns;
  const named = own.find((it) => !it.isUnfilled && text.includes(it.label));
  const empty = own.find((it) => it.isUnfilled);
  if (!named || !empty || !open) return undefined;
  return {
    ...{ ...lesson, id: `${id} empty`, asksEmpty: true },
    put: { ...put, turns: [text.replace(named.label, empty.label)] },
    judge: (record, _said, label) =>
      label === empty.label && keyOf(record) === keyOf(open) ? 1 : 0,
  };
}
