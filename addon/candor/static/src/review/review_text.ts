import { deserializeDate, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

import { timeText } from "../answer/time_text";
import type { Outcome, ReviewStatus, ServedReview } from "./review";

const states: Record<ReviewStatus, () => string> = {
    finding: () => _t("a reviewer is being looked for"),
    waiting: () => _t("waiting"),
    asked_back: () => _t("asked back"),
    nobody: () => _t("no reviewer"),
    pending: () => _t("answered, arriving"),
    done: () => _t("done"),
};

const outcomes: Record<Outcome, () => string> = {
    approve: () => _t("Approved"),
    correct: () => _t("Corrected"),
    reject: () => _t("Rejected"),
    held_back_right: () => _t("Held-back answer confirmed"),
    lapsed: () => _t("Ended without a verdict"),
    forgotten: () => _t("Deleted before a verdict"),
};

/** With the time. */
const origins: Record<ServedReview["origin"], (time: string) => string> = {
    asked: (time) => _t("sent %s by who asked", time),
    rule: (time) => _t("sent %s by a rule", time),
    sample: (time) => _t("sent %s as a random sample", time),
};

function stateText(state: ReviewStatus): string {
    return states[state]();
}

/** A declined question has no answer that could be approved: declining it is. */
function outcomeText(outcome: Outcome, isDeclined: boolean): string {
    return outcome === "approve" && isDeclined ? _t("Right to decline") : outcomes[outcome]();
}

/** When and why it was sent. */
function sentText({ sent, origin }: Pick<ServedReview, "sent" | "origin">): string {
    return origins[origin](timeText(sent));
}

/** "due today", "due 5 Dec 2026", "overdue since 30 Nov 2026"; "" without a date. */
function dueText({ due, is_overdue: isOverdue }: Pick<ServedReview, "due" | "is_overdue">): string {
    if (!due) {
        return "";
    }
    const date = deserializeDate(due);
    if (date.hasSame(today(), "day")) {
        return _t("due today");
    }
    const day = date.toLocaleString(luxon.DateTime.DATE_MED);
    return isOverdue ? _t("overdue since %s", day) : _t("due %s", day);
}

export { dueText, outcomeText, sentText, stateText };
