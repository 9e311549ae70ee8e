import type { UnreadAttachment, UnreadCode } from "@candor/sidecar/src/contract.ts";
import { _t } from "@web/core/l10n/translation";

const reasons: Record<UnreadCode, () => string> = {
    encrypted: () => _t("protected by a password"),
    corrupt: () => _t("damaged"),
    no_text: () => _t("no text in it, perhaps a scan"),
    unsupported: () => _t("a type I can't read"),
    too_large: () => _t("too large"),
    bomb: () => _t("unsafe to open"),
    memory: () => _t("too complex"),
    timeout: () => _t("takes too long"),
    cut: () => _t("only its first part was read"),
};

/** One line per record: which of its attachments an answer was made without, and why. */
function unreadLines(unread: UnreadAttachment[]): string[] {
    const byRecord = new Map<string, UnreadAttachment[]>();
    for (const attachment of unread) {
        const { resModel, resId } = attachment.record;
        const key = `${resModel},${resId}`;
        byRecord.set(key, [...(byRecord.get(key) ?? []), attachment]);
    }
    return [...byRecord.values()].map(line);
}

function line(attachments: UnreadAttachment[]): string {
    const record = attachments[0]?.record.name ?? "";
    const files = attachments
        .map(
            ({ name, code }) =>
                `${name}: ${(reasons[code] as (() => string) | undefined)?.() ?? code}`,
        )
        .join("; ");
    return attachments.length === 1
        ? _t("One attachment of %(record)s could not be read (%(files)s).", { record, files })
        : _t("%(count)s attachments of %(record)s could not be read (%(files)s).", {
              count: attachments.length,
              record,
              files,
          });
}

export { unreadLines };
