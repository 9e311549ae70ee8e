import type { RecordRef, UnreadAttachment, UnreadCode } from "../contract.ts";
import type { PermittedRecord } from "./permit.ts";

/**
 * The attachments that could not be read of the records shown, each told once: an answer made beside
 * them may miss what they say. Permitted records name only what the asker may read.
 */
export function unreadOf(
  records: PermittedRecord[],
  shown: Pick<RecordRef, "resModel" | "resId">[],
): UnreadAttachment[] {
  const isShown = (record: PermittedRecord): boolean =>
    shown.some((it) => it.resModel === record.resModel && it.resId === record.resId);
  return records.filter(isShown).flatMap(({ resModel, resId, name, modelLabel, unread }) =>
    unread.map((it) => ({
      record: { resModel, resId, name, modelLabel },
      name: it.name,
      code: it.code as UnreadCode,
    })),
  );
}
