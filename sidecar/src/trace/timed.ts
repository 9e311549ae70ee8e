import { errorFields } from "../errors.ts";

/** How something ended, and how long it took. */
export interface Timed {
  /** "ok", or code and reason of the error; "running" where the turn ended before it did. */
  outcome: string;
  durationMs: number;
}

export const begun: Readonly<Timed> = { outcome: "running", durationMs: 0 };

/** Does the work, and notes how it ended and how long it took. @throws what the work throws */
export async function timed<T>(noted: Timed, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    const done = await work();
    noted.outcome = "ok";
    return done;
  } catch (error) {
    const { code = "internal", reason } = errorFields(error);
    noted.outcome = reason === undefined ? code : `${code}:${reason}`;
    throw error;
  } finally {
    noted.durationMs = Math.round(performance.now() - startedAt);
  }
}
