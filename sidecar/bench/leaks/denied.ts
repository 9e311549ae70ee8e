import { randomBytes } from "node:crypto";

import type { Answered, Ticket } from "../../../e2e/asker.ts";
import type { Person } from "./people.ts";
import { cited, closest, figures, settled, timings } from "./reply.ts";
import * as routes from "./routes.ts";
import type { Secret } from "./secrets.ts";
import { comparedQuestions, existence, replyKey, unanswered, type Trial } from "./trial.ts";
import { draft, isSearched, searchWords, type Learnt } from "./twin.ts";

/** Beyond every record of the demo. */
const missingId = 999_999_999;

type Note = (channel: string, reply: string, leaked?: boolean) => void;

function noteFor({ tally }: Trial, secret: Secret, person: Person): Note {
  return (channel, reply, leaked = secret.canary.isIn(reply)) =>
    tally.denied(channel, secret, person, leaked, reply);
}

/** Somebody tries to redeem the twin's ticket before he does. */
export async function stealTicket(
  trial: Trial,
  secret: Secret,
  person: Person,
  issued: Ticket,
): Promise<void> {
  const { world } = trial;
  const note = noteFor(trial, secret, person);
  const take = async (ticket: string, protocol: number): Promise<string> =>
    (await routes.post(world, person, "/candor/turn/take", { ticket, protocol })) +
    (await routes.toSidecar(world, person, "/ask", ticket, protocol));
  const own = routes.resultOf(await routes.ask(world, person, "Who is the contact?"));
  const { ticket, protocol } = own as { ticket: string; protocol: number };

  const stolen = await take(issued.ticket, protocol);
  note("foreign ticket", stolen, !stolen.includes("ticket_refused") || secret.canary.isIn(stolen));
  const values = { turn: issued.turnId, uid: secret.twin.asker.uid };
  const forged =
    (await take(routes.forge(ticket, { turn: issued.turnId }), protocol)) +
    (await take(routes.forge(issued.ticket, { uid: person.asker.uid }), protocol)) +
    (await take(routes.forge(ticket, values), protocol));
  const answered = forged.includes("completion_token") || forged.includes("event: ");
  note("forged ticket", forged, answered || secret.canary.isIn(forged));
}

/** Somebody who may not see the secret looks into every channel. */
export async function lookAsDenied(
  trial: Trial,
  secret: Secret,
  person: Person,
  learnt: Learnt,
): Promise<void> {
  await askAround(trial, secret, person);
  await callRoutes(trial, secret, person, learnt);
  if (secret.whole && secret.kind !== "archived") {
    await openIt(trial, secret, person);
  }
}

/** Questions to the sidecar, as the panel asks them. */
async function askAround(trial: Trial, secret: Secret, person: Person): Promise<void> {
  const { world, people, tally } = trial;
  const { recipe, handle, record, canary } = secret;
  const note = noteFor(trial, secret, person);
  const question = recipe.question(handle);
  const place = people.outsiders.includes(person) ? secret.denied.indexOf(person) : -1;

  const answered = await asIfWithout(trial, secret, person, question);
  note("answer", answered.raw);
  note("citations", cited(answered));
  const { conversationId, turnId } = answered;
  const load = await routes.callMethod(
    world,
    person,
    "candor.conversation",
    "load",
    conversationId,
  );
  const history = await routes.callMethod(world, person, "candor.conversation", "history");
  // His own words: he was let ask for the canary by name.
  note("history", (load + history).replaceAll(existence(secret), ""));
  note("draft", await draft(trial, secret, turnId, person));
  const stored = await routes.callMethod(
    world,
    person,
    "candor.turn",
    "read",
    [turnId],
    ["timings"],
  );
  const told = [...timings(answered), ...(stored.includes('"result"') ? ["stored"] : [])];
  note("timings", `${told.join()} ${stored}`, told.length > 0);

  if (place >= 0) {
    const before = trial.without.get(replyKey(secret, person.login, question));
    tally.compared(secret, person, question, before?.settled ?? "", settled(answered));
    const now = figures(answered);
    note("figures", `without ${before?.figures}\n  with    ${now}`, now !== before?.figures);
  }
  const second = comparedQuestions(secret)[place]?.[1];
  if (second === undefined && !recipe.named) return;
  const again = await asIfWithout(trial, secret, person, second ?? unanswered(secret));
  if (second !== undefined) {
    const before = trial.without.get(replyKey(secret, person.login, second));
    tally.compared(secret, person, second, before?.settled ?? "", settled(again));
  }
  if (second === existence(secret)) {
    const named = JSON.stringify([again.evidence, again.result?.closest]);
    const points = named.includes(`"resModel":"${record.resModel}","resId":${record.resId},`);
    note("existence", named, points || canary.isIn(named));
  } else if (recipe.named) note("closest", closest(again));
}

/**
 * Asks, and where the reply is another one than without the secret, once more: on a busy machine the
 * embedder may have kept one of the two waiting. What a secret changes, it changes again.
 */
async function asIfWithout(
  trial: Trial,
  secret: Secret,
  person: Person,
  question: string,
): Promise<Answered & Ticket> {
  const before = trial.without.get(replyKey(secret, person.login, question));
  const answered = await person.asker.ask(question);
  if (!before || settled(answered) === before.settled) return answered;
  if (secret.canary.isIn(answered.raw.replaceAll(question, ""))) return answered;
  return await person.asker.ask(question);
}

/** Odoo's routes and methods of Candor, called past the sidecar. */
async function callRoutes(
  trial: Trial,
  secret: Secret,
  person: Person,
  learnt: Learnt,
): Promise<void> {
  const { world } = trial;
  const { record, sections, recipe, handle, whole, canary } = secret;
  const note = noteFor(trial, secret, person);
  const call = (model: string, method: string, ...args: unknown[]): Promise<string> =>
    routes.callMethod(world, person, model, method, ...args);

  const open = await routes.openTurn(world, person, recipe.question(handle));
  const permitted =
    (await routes.permit(world, person, open.ticket, record, sections)) +
    (await routes.permit(world, person, learnt.ticket, record, sections));
  note("permit", permitted);
  if (whole) {
    const found = await routes.visible(world, person, open.ticket, record);
    note("visible", String(found), found.length > 0);
  }
  if (isSearched(secret)) {
    for (const ticket of [open.ticket, learnt.ticket]) {
      const { reply, points } = await searchWords(trial, secret, ticket, person);
      note("word search", reply, points);
    }
  }
  const guess = randomBytes(32).toString("hex");
  const refused = await routes.complete(world, person, open, learnt.document, guess);
  await routes.complete(world, person, open, learnt.document, world.sharedSecret);
  const served = await call("candor.turn", "serve", [open.turnId]);
  const taken = !refused.includes('"signature"');
  note("completion", `${refused} ${served}`, taken || canary.isIn(served));

  const { turnId, conversationId } = learnt;
  const foreign = [
    await call("candor.turn", "serve", [turnId]),
    await call("candor.conversation", "load", conversationId),
    await draft(trial, secret, turnId, person),
    await call("candor.turn", "search_read", [["id", "=", turnId]]),
    await call("candor.turn", "read", [turnId], ["question", "answer", "section_ids"]),
    await call("candor.turn", "read", [turnId], ["held_back"]),
    await call("candor.turn", "read", [turnId], ["rating_why"]),
    await call("candor.turn.mention", "search_read", [["turn_id", "=", turnId]]),
    await call("candor.turn", "export_data", [turnId], ["answer"]),
    await call("candor.turn.section", "search_read", [["turn_id", "=", turnId]]),
    await call("candor.turn", "send_to_review", turnId),
  ].join("\n");
  // A domain that speaks of an answer would tell its words by what it finds.
  let found = "";
  let counted = false;
  for (const field of ["answer", "held_back", "rating_why"]) {
    const reply = await call("candor.turn", "search_count", [[field, "ilike", canary.word]]);
    found += reply;
    counted ||= reply.includes('"result"') && routes.resultOf(reply) !== 0;
  }
  note("foreign turn", foreign + found, counted || canary.isIn(foreign));
}

/** The record itself, by its id: as if it were open beside the panel. */
async function openIt(trial: Trial, secret: Secret, person: Person): Promise<void> {
  const { world } = trial;
  const { record, recipe, handle, canary } = secret;
  const note = noteFor(trial, secret, person);
  const opened = await routes.ask(world, person, recipe.question(handle), { open: record });
  const nothing = { ...record, resId: missingId };
  const missing = await routes.ask(world, person, recipe.question(handle), { open: nothing });
  note("open record", opened, opened !== missing || canary.isIn(opened));
  const { resModel, resId } = record;
  const method = ["candor.conversation", "suggestions"] as const;
  const suggested = await routes.callMethod(world, person, ...method, resModel, resId);
  const count = (routes.resultOf(suggested) as unknown[] | undefined)?.length ?? 0;
  note("suggestions", suggested, count > 0 || canary.isIn(suggested));
}
