import type { AskOptions } from "../../../e2e/asker.ts";
import type { Canary } from "./canary.ts";
import type { Person } from "./people.ts";
import { callMethod, complete, openTurn, permit } from "./routes.ts";
import type { Secret } from "./secrets.ts";
import type { Trial } from "./trial.ts";
import { quoting } from "./twin.ts";

/** Stores an answer that quotes the secret, whatever the sidecar would say. @returns the turn's id */
export async function quote(
  { world }: Trial,
  secret: Secret,
  person: Person,
  options: AskOptions,
): Promise<number> {
  const { recipe, handle, record, sections } = secret;
  const own = await openTurn(world, person, recipe.question(handle), options);
  const permitted = await permit(world, person, own.ticket, record, sections);
  await complete(world, person, own, quoting(secret, permitted), world.sharedSecret);
  return own.turnId;
}

/** Stores a declined question which holds back what quotes the secret. @returns the turn's id */
export async function quoteHeldBack(
  { world }: Trial,
  secret: Secret,
  person: Person,
): Promise<number> {
  const { recipe, handle, record, sections, allowed } = secret;
  const own = await openTurn(world, person, recipe.question(handle), allowed);
  const permitted = await permit(world, person, own.ticket, record, sections);
  const { parts, evidence } = quoting(secret, permitted);
  const document = { outcome: "abstained", mode: "abstained", heldBack: { parts, evidence } };
  await complete(world, person, own, document, world.sharedSecret);
  return own.turnId;
}

/**
 * A secret was overwritten. Who asked and reads the record still sees what was said, marked. The twin, who
 * lost his right before, sees neither that nor what stands there now, and when the record is deleted nobody does.
 */
export async function lookBack(
  trial: Trial,
  secret: Secret,
  reader: Person,
  turnId: number,
  written: Canary,
): Promise<void> {
  const { world, tally } = trial;
  const { canary, record, twin, number } = secret;
  const note = (person: Person, reply: string): void =>
    tally.denied("past answer", secret, person, canary.isIn(reply) || written.isIn(reply), reply);

  const kept = await served(trial, reader, turnId);
  const isMarked = /"changed_since": ?"/.test(kept);
  tally.allowed("past answer", secret, isMarked && canary.isIn(kept) && written.isIn(kept), kept);
  const quoted = trial.quoted.get(number);
  if (quoted !== undefined) note(twin, await served(trial, twin, quoted));
  await world.call(record.resModel, "unlink", [[record.resId]]);
  note(reader, await served(trial, reader, turnId));
}

/** An earlier answer, and what stands now where its first words are from. */
async function served({ world }: Trial, person: Person, turnId: number): Promise<string> {
  const turn = await callMethod(world, person, "candor.turn", "serve", [turnId]);
  return turn + (await callMethod(world, person, "candor.turn", "quoted_now", turnId, 1));
}
