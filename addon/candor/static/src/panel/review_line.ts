import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime, today } from "@web/core/l10n/dates";

import type { ReviewState } from "../answer/turn";

/** Where the review of an answer stands, in one sentence. */
function reviewLine(review: ReviewState): string {
    if (review.state === "nobody") {
        return _t(
            "Nobody with access to these records reviews yet. I told the person responsible.",
        );
    }
    if (review.state === "waiting") {
        return _t("Sent to human review · waiting for %(reviewer)s since %(time)s", {
            reviewer: review.reviewer || _t("a reviewer"),
            time: timeText(review.since),
        });
    }
    switch (review.outcome) {
        case "approve":
            return review.reviewer
                ? _t("Approved by %s", review.reviewer)
                : _t("Approved by a reviewer");
        case "correct":
            return review.reviewer
                ? _t("Corrected by %s", review.reviewer)
                : _t("Corrected by a reviewer");
        case "held_back_right":
            return review.reviewer
                ? _t("Reviewed by %s: I should have answered", review.reviewer)
                : _t("Reviewed: I should have answered");
        case "lapsed":
            return _t(
                "Could not be reviewed: what the answer was made from has changed or can't be read any more.",
            );
        default:
            return review.reviewer
                ? _t("Rejected by %s", review.reviewer)
                : _t("Rejected by a reviewer");
    }
}

/** "10:12" today, "3 Mar 2026, 10:12" before. */
function timeText(serverTime: string): string {
    const time = deserializeDateTime(serverTime);
    const { TIME_SIMPLE, DATETIME_MED } = luxon.DateTime;
    return time.toLocaleString(time.hasSame(today(), "day") ? TIME_SIMPLE : DATETIME_MED);
}

export { reviewLine, timeText };
