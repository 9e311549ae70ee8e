// review: a quarter of questions in human hands: who is given them, who reads what, what is lost, how soon.
//
// People with different rights ask about the demo's records and others, and the bench completes most
// questions itself, through the signed route, 15 % of the answers wrong. Rights, records and people
// change from week to week. Odoo, asked as each person, says who may read what (review/judge.ts);
// every record, question, verdict and held-back answer has a made-up word by which it is known again.
// `--short` does a little of everything in some minutes; `--parts quarter,reminders,…` leaves parts out, and
// `--weeks 1` all weeks but the first.
import { parseArgs } from "node:util";

import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import { launchChromium } from "../../e2e/stack/chromium.ts";
import { quantile } from "./quantile.ts";
import { Arrival } from "./review/arrival.ts";
import { Browsers } from "./review/browsers.ts";
import { missedBars, type Figures } from "./review/figures.ts";
import { Forgetting } from "./review/forgetting.ts";
import { kept } from "./review/kept.ts";
import { Quarter, type Size } from "./review/quarter.ts";
import { Reminders } from "./review/reminders.ts";
import { Speed } from "./review/speed.ts";

const whole: Size = {
  weeks: 13,
  records: 120,
  questions: 2_000,
  reviews: 500,
  verdicts: 420,
  inBrowsers: 117,
};
const short: Size = {
  weeks: 3,
  records: 30,
  questions: 200,
  reviews: 50,
  verdicts: 42,
  inBrowsers: 15,
};

export async function bench({ args, stack, atEnd }: Bench): Promise<Outcome> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: "string", default: "1" },
      short: { type: "boolean", default: false },
      weeks: { type: "string" },
      parts: { type: "string", default: "browsers,reminders,speed,forgetting" },
    },
  });
  const size = values.short ? short : whole;
  const weeks = Number(values.weeks ?? size.weeks);
  const scale = size.questions / whole.questions;
  const parts = values.parts.split(",");
  const step = stopwatch();
  const quarter = await Quarter.of(await stack(), Number(values.seed), size);
  step(`${quarter.people.all.length} people, ${quarter.records.all.length} records`);

  const browser = parts.includes("browsers") ? await launchChromium() : undefined;
  if (browser) atEnd(async () => await browser.close());
  const browsers = browser && new Browsers(quarter, browser);
  for (let week = 0; week < weeks; week += 1) {
    await quarter.week(week, size);
    await quarter.reviewing.work(Math.ceil(size.verdicts / size.weeks), quarter.byId);
    await browsers?.work(Math.ceil(size.inBrowsers / size.weeks));
    await quarter.content.look(quarter.turns.all);
    step(
      `week ${week + 1}: ${quarter.turns.all.length} questions, ${quarter.ledger.verdicts} verdicts`,
    );
  }
  await browsers?.close();
  const p95SecondsToAsker = browser
    ? await new Arrival(quarter, browser).measure(values.short ? 2 : 8)
    : Infinity;
  await browser?.close();
  step("verdicts seen arriving");
  await quarter.caretaker.untilFinal();
  const { lostVerdicts, duplicateVerdicts } = await kept(
    quarter.stack,
    quarter.people,
    quarter.records,
    quarter.ledger,
  );
  await quarter.content.lookIntoTables(quarter.turns.all);
  step("every verdict looked for");
  console.log(`changes: ${JSON.stringify(quarter.changes.counts)}`);
  console.log(`besides verdicts: ${JSON.stringify(quarter.ledger.others)}`);

  const reminders = new Reminders(quarter.stack, quarter.world, quarter.people, quarter.caretaker);
  const remindersWrong = parts.includes("reminders") ? await reminders.disturb(120) : Infinity;
  step(`reminders: ${JSON.stringify(reminders.counts)}`);
  const reviews = await quarter.count("candor.review");
  const speed = new Speed(quarter);
  if (parts.includes("speed")) await speed.measure(values.short);
  step("speed measured");
  const forgetting = new Forgetting(quarter);
  if (parts.includes("forgetting")) await forgetting.measure(values.short ? 20 : 200);
  step("forgotten");

  const results: Figures = {
    questions: quarter.turns.all.length,
    reviews,
    verdicts: quarter.ledger.verdicts,
    inBrowsers: quarter.ledger.inBrowsers,
    misrouted: quarter.routing.misrouted,
    unreviewed: quarter.routing.unreviewed,
    contentLeaks: quarter.content.leaks + quarter.ledger.early,
    lostVerdicts,
    duplicateVerdicts,
    lostTexts: quarter.ledger.lostTexts,
    remindersWrong,
    p95SecondsToAsker,
    sendP95Ms: Math.round(quantile(quarter.sendMs, 0.95)),
    ...speed.figures,
    forgotten: forgetting.forgotten,
    remains: parts.includes("forgetting") ? forgetting.remains : Infinity,
  };
  return { results, missed: missedBars(results, scale) };
}

/** Says how long each step took. */
function stopwatch(): (words: string) => void {
  let since = Date.now();
  return (words) => {
    console.log(`${words} (${Math.round((Date.now() - since) / 1000)} s)`);
    since = Date.now();
  };
}
