import type { Answered } from "../../../e2e/asker.ts";

/** What of a reply reached the asker, by channel. */
export const said = ({ text, events }: Answered): string =>
  text + JSON.stringify(events.filter(({ type }) => type === "text"));

export const cited = ({ evidence }: Answered): string => JSON.stringify(evidence);

export const closest = ({ result }: Answered): string => JSON.stringify(result?.closest ?? []);

/** The whole reply but for what differs from one asking to the next: ids of the request, and times. */
export function settled({ status, events, error }: Answered): string {
  const changing = new Set(["requestId", "durationMs", "recorded"]);
  return JSON.stringify([status, events, error], (key, value: unknown) =>
    changing.has(key) ? undefined : value,
  );
}

/** Every figure of a reply: records read, citations, probability, weights of reasons. */
export function figures({ events, result }: Answered): string {
  const read = events.flatMap((event) =>
    event.type === "stage" && event.stage === "reading" ? [event.records] : [],
  );
  const counts = events.map(({ type }) => type);
  const weights = result?.confidence?.reasons.map(({ code, weight }) => [code, weight]);
  return JSON.stringify([
    read,
    counts,
    result?.confidence?.probability,
    weights,
    result?.closest.length,
  ]);
}

/** Names of timing figures in a reply beside the total, which is the asker's to know. */
export function timings({ raw }: Answered): string[] {
  const names = [...raw.matchAll(/"(\w*(?:Ms|_ms|timings?|Seconds)\w*)":/g)].map(
    ([, name]) => name,
  );
  return names.filter((name) => name !== undefined && name !== "durationMs") as string[];
}
