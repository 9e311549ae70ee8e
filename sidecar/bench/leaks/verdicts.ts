import { setTimeout as sleep } from "node:timers/promises";

import type { Person } from "./people.ts";
import { pageFor } from "./reviews.ts";
import { callMethod } from "./routes.ts";
import type { Secret } from "./secrets.ts";
import { each, existence, type Trial } from "./trial.ts";

const finalMs = 150_000;

/**
 * Reviewers ask back, the twins reply, and verdicts are given, half of them corrections: their words reach
 * who asked when they are final, and nobody else; what tells that something came has none of them.
 */
export async function judge(trial: Trial): Promise<void> {
  const { secrets, world, reviews } = trial;
  const judged = secrets.filter(({ number }) => reviews.get(number)?.reviewer);
  await each(judged, async (secret) => {
    const { reviewId, turnId, reviewer, word } = reviews.get(secret.number) ?? {};
    if (!reviewer || !word || turnId === undefined) return;
    const { asker } = reviewer;
    const say = (begin: string): string => `${begin} ${word.word} and ${secret.canary.word}.`;
    await asker.call("candor.review", "ask_back", [reviewId, say("Is it")]);
    await secret.twin.asker.call("candor.turn", "reply", [turnId, say("It is")]);
    const cited = [secret.record];
    const words =
      secret.number % 2 === 0
        ? { correction: say("It is kept by"), reason: say("It was"), cited }
        : { reason: say("It is neither"), correction: "", cited: [] };
    const outcome = secret.number % 2 === 0 ? "correct" : "reject";
    await asker.call("candor.review", "decide", [reviewId, outcome, words]);
    const early = await callMethod(world, secret.twin, "candor.turn", "serve", [turnId]);
    const isEarly =
      early.includes('"arriving"') &&
      [words.reason, words.correction].some((text) => text !== "" && early.includes(text));
    trial.tally.denied("verdict before it is final", secret, secret.twin, isEarly, early);
  });
  await untilFinal(trial);
  await each(judged, async (secret) => await look(trial, secret));
}

async function untilFinal({ world }: Trial): Promise<void> {
  const deadline = Date.now() + finalMs;
  for (;;) {
    const pending = [["state", "=", "pending"]];
    if ((await world.call<number>("candor.review", "search_count", [pending])) === 0) return;
    if (Date.now() > deadline) throw new Error("verdicts don't become final");
    await sleep(500);
  }
}

async function look(trial: Trial, secret: Secret): Promise<void> {
  const { world, tally, reviews } = trial;
  const { twin, canary } = secret;
  const { reviewId = 0, turnId = 0, word } = reviews.get(secret.number) ?? {};
  const holds = (shown: string): boolean => canary.isIn(shown) || (word?.isIn(shown) ?? false);
  const words = async (person: Person): Promise<string> =>
    (await callMethod(world, person, "candor.turn", "serve", [turnId])) +
    (await pageFor(trial, person, reviewId)) +
    (await callMethod(world, person, "candor.review", "read", [reviewId], ["verdict"])) +
    (await callMethod(world, person, "candor.review", "read", [reviewId], ["asked_back"]));
  const told = await words(twin);
  const said = word?.isIn(told) ?? false;
  for (const channel of ["verdict", "verdict before it is final", "verdict after revoke"]) {
    tally.allowed(channel, secret, said, told);
  }
  for (const person of secret.denied) {
    const shown = await words(person);
    tally.denied("verdict", secret, person, holds(shown), shown);
    const filters = ["verdict", "asked_back"].map(
      async (field) =>
        await callMethod(world, person, "candor.review", "search_count", [
          [field, "ilike", word?.word],
        ]),
    );
    const counted = await Promise.all(filters);
    const tells = counted.some((reply) => /"result": ?[1-9]/.test(reply));
    tally.denied("verdict", secret, person, tells, counted.join());
  }
  await lookIntoNotifications(trial, secret, reviewId, holds);
  await lookIntoStored(trial, secret, turnId);
}

/** Mails, inboxes, activities and the bus: that something came, and no word of it, to anybody. */
async function lookIntoNotifications(
  trial: Trial,
  secret: Secret,
  reviewId: number,
  holds: (shown: string) => boolean,
): Promise<void> {
  const { world, tally, stack } = trial;
  const { twin } = secret;
  const about = [
    ["model", "=", "candor.review"],
    ["res_id", "=", reviewId],
  ];
  const inbox = await callMethod(world, twin, "mail.message", "search_read", about);
  const all = await stack.sql<{ row: string }>(
    "odoo",
    `select mail_message::text as row from mail_message where model = 'candor.review' and res_id = $1
     union all select mail_mail::text from mail_mail join mail_message on mail_message.id = mail_message_id
       where model = 'candor.review' and res_id = $1
     union all select mail_activity::text from mail_activity where candor_review_id = $1
     union all select bus_bus::text from bus_bus where message like '%candor.review%'`,
    [reviewId],
  );
  const stored = all.map(({ row }) => row).join("\n");
  tally.allowed("notifications", secret, stored.includes("Your question was reviewed"), stored);
  for (const person of secret.denied) {
    const shown =
      (await callMethod(world, person, "mail.message", "search_read", about)) +
      (await callMethod(world, person, "mail.activity", "search_read", []));
    tally.denied("notifications", secret, person, holds(inbox + stored + shown), stored + shown);
  }
}

/** History, its search and the export; why an answer was rated down; and labels. */
async function lookIntoStored(trial: Trial, secret: Secret, turnId: number): Promise<void> {
  const { world, tally } = trial;
  const { twin, canary } = secret;
  const call = async (
    person: Person,
    model: string,
    method: string,
    ...args: unknown[]
  ): Promise<string> => await callMethod(world, person, model, method, ...args);
  const why = `It is ${canary.word}`;
  const rated = await call(twin, "candor.turn", "rate", turnId, "down", why);
  tally.allowed("rating", secret, canary.isIn(rated), rated);
  const whole = await exported(trial, twin);
  const found = await call(twin, "candor.conversation", "history", 30, canary.word);
  for (const when of ["", " after revoke"]) {
    tally.allowed(`export${when}`, secret, canary.isIn(whole), whole);
    tally.allowed(`history search${when}`, secret, found.includes(secret.handle), found);
  }
  for (const person of secret.denied) {
    const rows =
      (await call(person, "candor.turn", "read", [turnId], ["rating_why"])) +
      (await call(person, "candor.turn", "serve", [turnId])) +
      (await call(person, "candor.label", "search_read", [["turn_id", "=", turnId]]));
    const count = await call(person, "candor.turn", "search_count", [
      ["rating_why", "ilike", canary.word],
    ]);
    const tells = /"result": ?[1-9]/.test(count);
    tally.denied("rating", secret, person, tells || canary.isIn(rows), rows + count);
    // His own words: he was let ask for the canary by name.
    const own = existence(secret);
    const file = (await exported(trial, person)).replaceAll(own, "");
    tally.denied("export", secret, person, canary.isIn(file), file);
    const searched = await call(person, "candor.conversation", "history", 30, canary.word);
    const others = searched.replaceAll(own, "");
    const isFound = others.includes(secret.handle);
    tally.denied("history search", secret, person, isFound || canary.isIn(others), searched);
  }
}

/** The file in which a person takes along all that is stored of him. */
async function exported({ world }: Trial, { asker }: Person): Promise<string> {
  const response = await fetch(`${world.address.odooUrl}/candor/export`, {
    headers: { Cookie: `session_id=${asker.cookie}` },
  });
  return await response.text();
}

/** The twin has lost his right: neither search nor export nor the verdict shows what he was told. */
export async function lookAtVerdictAgain(trial: Trial, secret: Secret): Promise<void> {
  const { world, tally, reviews } = trial;
  const { twin, canary } = secret;
  const { turnId, reviewId = 0, word } = reviews.get(secret.number) ?? {};
  if (turnId === undefined) return;
  const own = existence(secret);
  const found = await callMethod(world, twin, "candor.conversation", "history", 30, canary.word);
  const channels = {
    verdict:
      (await callMethod(world, twin, "candor.turn", "serve", [turnId])) +
      (await pageFor(trial, twin, reviewId)),
    export: (await exported(trial, twin)).replaceAll(own, ""),
    "history search": found.replaceAll(own, ""),
  };
  for (const [channel, shown] of Object.entries(channels)) {
    // What he wrote himself, his reply and why he rated it so, he was told by nobody.
    const told = shown.replaceAll(`It is ${canary.word}`, "").replaceAll(`It is ${word?.word}`, "");
    tally.denied(
      `${channel} after revoke`,
      secret,
      twin,
      canary.isIn(told) || (word?.isIn(told) ?? false),
      shown,
    );
  }
}
