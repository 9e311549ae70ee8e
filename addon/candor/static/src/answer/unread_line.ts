import type { UnreadAttachment, UnreadCode } from "@candor/sidecar/src/contract.ts";
import { _t } from "@web/core/l10n/translation";

const reasons: Record<Exclude<UnreadCode, "cut">, () => string> = {
    encrypted: () => _t("protected by a password"),
    corrupt: () => _t("damaged"),
    no_text: () => _t("no text in it, perhaps a scan"),
    unsupported: () => _t("a type I can't read"),
    too_large: () => _t("too large"),
    bomb: () => _t("unsafe to open"),
    memory: () => _t("too complex"),
    timeout: () => _t("takes too long"),
};

/** One or two lines per record: which of its attachments I know nothing of and why, and which in part. */
function unreadLines(unread: UnreadAttachment[]): string[] {
    const byRecord = new Map<string, UnreadAttachment[]>();
    for (const attachment of unread) {
        const { resModel, resId } = attachment.record;
        const key = `${resModel},${resId}`;
        byRecord.set(key, [...(byRecord.get(key) ?? []), attachment]);
    }
    return [...byRecord.values()].flatMap((attachments) => {
        const cut = attachments.filter(({ code }) => code === "cut");
        const unread = attachments.filter(({ code }) => code !== "cut");
        return [
            ...(unread.length ? [unreadLine(unread)] : []),
            ...(cut.length ? [cutLine(cut)] : []),
        ];
    });
}

function unreadLine(attachments: UnreadAttachment[]): string {
    const record = attachments[0]?.record.name ?? "";
    const files = attachments.map(({ name, code }) => `${name}: ${reason(code)}`).join("; ");
    return attachments.length === 1
        ? _t("One attachment of %(record)s could not be read (%(files)s).", { record, files })
        : _t("%(count)s attachments of %(record)s could not be read (%(files)s).", {
              count: attachments.length,
              record,
              files,
          });
}

/** A newer sidecar may know a code that this panel doesn't. */
function reason(code: UnreadCode): string {
    return (reasons as Partial<Record<UnreadCode, () => string>>)[code]?.() ?? code;
}

function cutLine(attachments: UnreadAttachment[]): string {
    const record = attachments[0]?.record.name ?? "";
    const files = attachments.map(({ name }) => name).join("; ");
    return attachments.length === 1
        ? _t("I read only the first part of one attachment of %(record)s (%(files)s).", {
              record,
              files,
          })
        : _t("I read only the first part of %(count)s attachments of %(record)s (%(files)s).", {
              count: attachments.length,
              record,
              files,
          });
}

export { unreadLines };
