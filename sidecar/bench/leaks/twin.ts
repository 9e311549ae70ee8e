import type { Ticket } from "../../../e2e/asker.ts";
import { cited, closest, figures, said } from "./reply.ts";
import { callMethod, complete, openTurn, permit, resultOf, search, visible } from "./routes.ts";
import type { Secret } from "./secrets.ts";
import { existence, replyKey, unanswered, type Trial } from "./trial.ts";

/** What the twin learnt, for others to try. */
export interface Learnt {
  /** His ticket of a turn in work. */
  ticket: string;
  turnId: number;
  conversationId: number;
  /** A document that quotes the secret; signed by the sidecar it is a turn of whoever sends it. */
  document: object;
}

/** The twin looks into every channel and has to see the canary there; see `denied.ts` for the others. */
export async function lookAsTwin(trial: Trial, secret: Secret, issued: Ticket): Promise<Learnt> {
  const { world, tally } = trial;
  const { twin, canary, recipe, handle, allowed, record, whole, kind } = secret;
  const question = recipe.question(handle);
  const saw = (channel: string, reply: string, seen = canary.isIn(reply)): void =>
    tally.allowed(channel, secret, seen, reply);
  const { asker } = twin;

  // The ticket that others tried in vain is still good for him.
  const { turnId, conversationId } = issued;
  const answered = { ...issued, ...(await asker.redeem(issued.ticket)) };
  trial.seen.set(secret.number, answered);
  saw("answer", answered.raw, canary.isIn(said(answered)));
  saw("citations", cited(answered));
  saw("foreign ticket", answered.raw);
  saw("forged ticket", answered.raw);
  const before = trial.without.get(replyKey(secret, twin.login, question));
  saw("figures", figures(answered), figures(answered) !== before?.figures);
  saw("foreign turn", await callMethod(world, twin, "candor.turn", "serve", [turnId]));
  const history = await callMethod(world, twin, "candor.conversation", "load", conversationId);
  saw("history", history);
  saw("draft", await draft(trial, secret, turnId));
  const timed = await world.admin.call<{ timings: object }[]>("candor.turn", "read", [
    [turnId],
    ["timings"],
  ]);
  saw("timings", JSON.stringify(timed), Object.keys(timed[0]?.timings ?? {}).length > 1);

  if (recipe.named) {
    const counted = await asker.ask(unanswered(secret), allowed);
    saw("closest", counted.raw, canary.isIn(closest(counted)));
  }
  if (whole && kind !== "archived") {
    const opened = await asker.ask(question, { ...allowed, open: record });
    saw("open record", opened.raw);
    const known = await asker.ask(existence(secret), allowed);
    const named = JSON.stringify([known.evidence, known.result?.closest]);
    const pointer = `"resModel":"${record.resModel}","resId":${record.resId},`;
    saw("existence", known.raw, named.includes(pointer));
    const suggested = await callMethod(
      world,
      twin,
      "candor.conversation",
      "suggestions",
      record.resModel,
      record.resId,
    );
    saw("suggestions", suggested, (resultOf(suggested) as unknown[]).length > 0);
  }
  const open = await openTurn(world, twin, question, allowed);
  const permitted = await permit(world, twin, open.ticket, record, secret.sections);
  saw("permit", permitted);
  if (whole) {
    const found = await visible(world, twin, open.ticket, record);
    saw("visible", String(found), found.includes(record.resId));
  }
  if (isSearched(secret)) {
    const { reply, points } = await searchWords(trial, secret, open.ticket);
    saw("word search", reply, points);
  }
  const document = quoting(secret, permitted);
  const own = await openTurn(world, twin, question, allowed);
  await complete(world, twin, own, document, world.sharedSecret);
  const served = await callMethod(world, twin, "candor.turn", "serve", [own.turnId]);
  saw("completion", served);
  return { ticket: open.ticket, turnId, conversationId, document };
}

export async function draft(
  { world }: Trial,
  { twin, record }: Secret,
  turnId: number,
  person = twin,
): Promise<string> {
  const { resModel, resId } = record;
  return await callMethod(
    world,
    person,
    "candor.turn",
    "draft",
    turnId,
    resModel,
    resId,
    "message",
  );
}

/** Nobody's search finds what is archived, and words find no figure. */
export const isSearched = ({ kind, recipe }: Secret): boolean =>
  kind !== "archived" && !("counts" in recipe && recipe.counts);

/** Odoo's own search, which the sidecar asks while it has no index: does it point at the secret? */
export async function searchWords(
  { world }: Trial,
  { twin, handle, canary, whole, record }: Secret,
  ticket: string,
  person = twin,
): Promise<{ reply: string; points: boolean }> {
  const found = await search(world, person, ticket, [...handle.split(" "), canary.word]);
  const points = found.some(
    ({ resModel, resId, words }) =>
      words.includes(canary.word) ||
      (whole && resModel === record.resModel && resId === record.resId),
  );
  return { reply: JSON.stringify(found), points };
}

interface Quoting {
  outcome: string;
  mode: string;
  parts: object[];
  evidence: object[];
  closest: object[];
}

/** A document as the sidecar would send it, with the secret as evidence and among the closest. */
export function quoting({ record, canary, sections }: Secret, permitted: string): Quoting {
  interface Line {
    text: string;
    label: string | false;
  }
  const { records } = resultOf(permitted) as {
    records: { sections: { section: string; lines: Line[] }[] }[];
  };
  const holding = records
    .flatMap((it) => it.sections)
    .flatMap(({ section, lines }) => lines.map((line) => ({ ...line, section })))
    .filter(({ text }) => canary.isIn(text));
  const found = holding.find(({ section }) => sections.includes(section)) ?? holding[0];
  const pointer = { ...record, name: "a record", modelLabel: "a model" };
  const evidence = {
    ...pointer,
    n: 1,
    section: found?.section ?? "fields",
    place: found && found.label !== false ? found.label : "a place",
    quote: found?.text ?? canary.word,
  };
  return {
    outcome: "answered",
    mode: "extractive",
    parts: [{ text: evidence.quote, evidence: [1] }],
    evidence: [evidence],
    closest: [pointer],
  };
}
