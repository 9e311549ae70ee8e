import { callMethod, openTurn, resultOf, toSidecar } from "./routes.ts";
import type { Trial } from "./trial.ts";

/**
 * The connection test counts what the index holds, hidden records too: administrators and managers
 * only. Tried once by each person, not for each secret.
 */
export async function tryStatus({ world, people, secrets, tally }: Trial): Promise<void> {
  const [secret] = secrets;
  if (!secret) return;
  const admin = { asker: world.admin, login: "admin" };
  const issued = resultOf(await callMethod(world, admin, "candor.index", "status_ticket"));
  const { ticket, protocol } = issued as { ticket: string; protocol: number };
  const told = await toSidecar(world, admin, "/status", ticket, protocol);
  tally.allowed("status", secret, told.includes(" records"), told);

  for (const person of [...people.outsiders, ...people.insiders]) {
    const own = await openTurn(world, person, "Who is the contact?");
    const replies = [
      await callMethod(world, person, "candor.index", "status_ticket"),
      await callMethod(world, person, "candor.index", "search_read", []),
      await callMethod(world, person, "candor.outbox", "search_read", []),
      await toSidecar(world, person, "/status", own.ticket, protocol),
      await toSidecar(world, person, "/status", ticket, protocol),
    ].join("\n");
    const counted = /"lines"|"ticket":|"document_count"|"res_id"/.test(replies);
    const found = secrets.some(({ canary }) => canary.isIn(replies));
    tally.denied("status", secret, person, counted || found, replies);
  }
}
