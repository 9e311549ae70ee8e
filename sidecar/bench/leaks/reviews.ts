import type { Person } from "./people.ts";
import { callMethod } from "./routes.ts";
import type { Secret } from "./secrets.ts";
import type { Trial } from "./trial.ts";

/** Who reviews what, by the secret's number. */
export type Reviews = Map<number, { reviewId: number; reviewer: Person | undefined }>;

/** The twin sends his answer to a human; reviewers who may not see the secret look into the review. */
export async function review(trial: Trial, secret: Secret, reviews: Reviews): Promise<void> {
  const { world, people, tally } = trial;
  const seen = trial.seen.get(secret.number);
  // An archived record may be opened, and is the one that was open when it was asked about.
  if (secret.kind === "archived") return;
  if (!seen || !secret.canary.isIn(seen.raw)) return;
  await secret.twin.asker.call("candor.turn", "send_to_review", [seen.turnId]);
  const [row] = await world.call<{ id: number; reviewer_id: [number, string] | false }[]>(
    "candor.review",
    "search_read",
    [[["turn_id", "=", seen.turnId]], ["reviewer_id"]],
  );
  if (!row) throw new Error("no review was made");
  const uid = row.reviewer_id ? row.reviewer_id[0] : 0;
  const everybody = [...people.keepers, ...people.insiders];
  const reviewer = everybody.find(({ asker }) => asker.uid === uid);
  reviews.set(secret.number, { reviewId: row.id, reviewer });
  const content = reviewer ? await contentFor(trial, reviewer, row.id) : "";
  for (const channel of ["review", "review after revoke"]) {
    tally.allowed(channel, secret, secret.canary.isIn(content), content);
  }
  for (const person of secret.denied.filter(({ isReviewer }) => isReviewer)) {
    const shown =
      (await contentFor(trial, person, row.id)) +
      (await callMethod(world, person, "candor.review", "search_read", [["id", "=", row.id]]));
    tally.denied(
      "review",
      secret,
      person,
      uid === person.asker.uid || secret.canary.isIn(shown),
      shown,
    );
  }
}

/** Those who reviewed lose every right, and look into their reviews again. */
export async function reviewWithoutRights(trial: Trial, reviews: Reviews): Promise<void> {
  const { world, people, tally } = trial;
  const [own, other] = world.companies;
  for (const { asker, groups } of people.keepers) {
    const reviewing = await world.ref("candor.group_reviewer");
    const left = [...groups].filter((group) => group !== reviewing).map((group) => [3, group]);
    const values = { group_ids: left, company_id: own, company_ids: [[3, other]] };
    await world.write({ resModel: "res.users", resId: asker.uid }, values);
  }
  for (const secret of trial.secrets) {
    const { reviewId, reviewer } = reviews.get(secret.number) ?? {};
    // Others than the keepers kept their rights.
    if (!reviewId || !reviewer || !people.keepers.includes(reviewer)) continue;
    const content = await contentFor(trial, reviewer, reviewId);
    tally.denied("review after revoke", secret, reviewer, secret.canary.isIn(content), content);
  }
}

async function contentFor({ world }: Trial, person: Person, reviewId: number): Promise<string> {
  return await callMethod(world, person, "candor.review", "content", [reviewId]);
}
