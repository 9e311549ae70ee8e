import { explained, Failure } from "./failure.ts";
import { endRunning } from "./processes.ts";

/** A command's work. It is told when to stop, and returns its exit code. */
export type Work = (stopped: AbortSignal) => Promise<number>;

/** How long a command's work may take to end by itself after it was told to. */
const PATIENCE_MS = 3000;

/**
 * Runs a command: Ctrl-C, SIGTERM and the death of the caller end what it started; a failure that a
 * person can mend is said in its own words, without a stack.
 *
 * @param cleanUp runs at the end in every case
 */
export async function runCommand(work: Work, cleanUp?: () => Promise<void>): Promise<void> {
  const stop = new AbortController();
  for (const event of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"]) {
    process.on(event, () => {
      stop.abort();
      endRunning();
    });
  }
  // A step that waits for something else doesn't hear it: what it waits for ends with the clean-up.
  const late = new Promise<never>((_, failed) => {
    stop.signal.addEventListener("abort", () => setTimeout(failed, PATIENCE_MS));
  });
  let code = 1;
  try {
    code = await Promise.race([work(stop.signal), late]);
  } catch (caught) {
    const error = explained(caught);
    if (stop.signal.aborted) code = 130;
    else if (error instanceof Failure) console.error(`\n${error.message}`);
    else console.error(error);
  }
  // Steps run side by side: when one fails, others may still be at work.
  endRunning();
  try {
    await cleanUp?.();
  } catch (error) {
    console.error(error);
    code = 1;
  }
  process.exit(code);
}
