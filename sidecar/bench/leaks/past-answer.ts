import type { Canary } from "./canary.ts";
import type { Person } from "./people.ts";
import { callMethod } from "./routes.ts";
import type { Secret } from "./secrets.ts";
import { existence, type Trial } from "./trial.ts";

interface Past {
  conversationId: number;
  turnId: number;
}

/**
 * A secret was overwritten. Who asked and reads the record still sees what was said, marked. The twin, who
 * lost his right before, sees neither that nor what stands there now, and when the record is deleted nobody does.
 */
export async function lookBack(
  trial: Trial,
  secret: Secret,
  reader: Person,
  past: Past,
  written: Canary,
): Promise<void> {
  const { world, tally } = trial;
  const { canary, record, twin } = secret;
  const note = (person: Person, reply: string): void =>
    tally.denied("past answer", secret, person, canary.isIn(reply) || written.isIn(reply), reply);

  const kept = await served(trial, secret, reader, past);
  const isMarked = /"changed_since": ?"/.test(kept);
  tally.allowed("past answer", secret, isMarked && canary.isIn(kept), kept);
  const seen = trial.seen.get(secret.number);
  if (seen) note(twin, await served(trial, secret, twin, seen));
  await world.call(record.resModel, "unlink", [[record.resId]]);
  note(reader, await served(trial, secret, reader, past));
}

/** An earlier answer, and what stands now where its first words are from. */
async function served(
  { world }: Trial,
  secret: Secret,
  person: Person,
  { conversationId, turnId }: Past,
): Promise<string> {
  const load = await callMethod(world, person, "candor.conversation", "load", conversationId);
  const now = await callMethod(world, person, "candor.turn", "quoted_now", turnId, 1);
  return (load + now).replaceAll(existence(secret), "");
}
