/** Something the person at the keyboard can mend: one sentence, and what to do. Shown without a stack. */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** Turns what a tool or the system said into the sentence for it; other errors pass unchanged. */
export function explained(error: unknown): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const text = `${error.message} ${"stderr" in error ? String(error.stderr) : ""}`;
  if (/ENOSPC|No space left on device|disk full/i.test(text)) {
    return new Failure("The disk is full. Free some space (about 3 GB in all), then start again.");
  }
  if (/EACCES|EROFS|Read-only file system/.test(text)) {
    return new Failure(`A file or folder can't be written: ${error.message}`);
  }
  return error;
}
