import { setTimeout as sleep } from "node:timers/promises";

import { ask, resultOf, toSidecar } from "./routes.ts";
import type { Secret } from "./secrets.ts";
import { each, type Trial } from "./trial.ts";

/** A ticket must be taken within this time. */
const ticketMs = 60_000;

interface Old {
  secret: Secret;
  ticket: string;
  protocol: number;
}

export interface OldTickets {
  issued: Old[];
  at: number;
}

/** Tickets of those who may see the secrets, to be used when it is too late. */
export async function expire({ world, secrets }: Trial): Promise<OldTickets> {
  const issued: Old[] = [];
  await each(secrets, async (secret) => {
    const { twin, allowed, recipe, handle } = secret;
    const stored = resultOf(await ask(world, twin, recipe.question(handle), allowed));
    issued.push({ secret, ...(stored as { ticket: string; protocol: number }) });
  });
  return { issued, at: Date.now() };
}

/** What an expired ticket opens, even in its owner's hands: nothing. */
export async function expired(trial: Trial, { issued, at }: OldTickets): Promise<void> {
  await sleep(Math.max(0, at + ticketMs + 1000 - Date.now()));
  await each(issued, async ({ secret, ticket, protocol }) => {
    const { twin, canary } = secret;
    const reply = await toSidecar(trial.world, twin, "/ask", ticket, protocol);
    const refused = reply.includes("ticket_refused") && !canary.isIn(reply);
    // The same question by a fresh ticket was answered.
    const seen = trial.seen.get(secret.number)?.raw ?? "";
    trial.tally.allowed("expired ticket", secret, canary.isIn(seen), seen);
    trial.tally.denied("expired ticket", secret, twin, !refused, reply);
  });
}
