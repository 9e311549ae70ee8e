import { _t } from "@web/core/l10n/translation";

import { timeText } from "../answer/time_text";
import type { ReviewState, Turn } from "../answer/turn";

/** Why there is a review. */
const origins: Record<ReviewState["origin"], () => string> = {
    asked: () => _t("Sent to human review"),
    rule: () => _t("Sent to human review by a rule"),
    sample: () => _t("Picked at random for human review"),
};

/** Where the review of an answer stands, in one sentence. */
function reviewLine(review: ReviewState, mode: Turn["mode"]): string {
    const origin = origins[review.origin]();
    switch (review.state) {
        case "finding":
            return _t("%s · a reviewer is being looked for", origin);
        case "waiting":
            return _t("%(origin)s · waiting for %(reviewer)s since %(time)s", {
                origin,
                reviewer: review.reviewer || _t("a reviewer"),
                time: timeText(review.since),
            });
        case "asked_back":
            return askedBackLine(review);
        case "nobody":
            return _t(
                "Nobody with access to these records reviews yet. I told the person responsible.",
            );
        case "arriving":
            return _t("Answered, arriving in a moment.");
        default:
            return verdictLine(review, mode);
    }
}

function askedBackLine({ reviewer, asked_back: question }: ReviewState): string {
    if (!question) {
        // Whoever may not read the answer is given no word of what is asked about it.
        return _t(
            "A reviewer asks you something, but you can't read what this answer was made from.",
        );
    }
    return reviewer ? _t("%s asks:", reviewer) : _t("A reviewer asks:");
}

/** With whom and when, as far as that is told: "Approved by Rita · 10:40". */
function verdictLine({ outcome, reviewer, decided }: ReviewState, mode: Turn["mode"]): string {
    const sentence = verdict(outcome, reviewer, mode === "abstained");
    return decided ? `${sentence} · ${timeText(decided)}` : sentence;
}

function verdict(
    outcome: ReviewState["outcome"],
    reviewer: string | false,
    isDeclined: boolean,
): string {
    switch (outcome) {
        case "approve":
            if (isDeclined) {
                return reviewer
                    ? _t("Reviewed by %s: I was right not to answer", reviewer)
                    : _t("Reviewed: I was right not to answer");
            }
            return reviewer ? _t("Approved by %s", reviewer) : _t("Approved by a reviewer");
        case "correct":
            return reviewer ? _t("Corrected by %s", reviewer) : _t("Corrected by a reviewer");
        case "held_back_right":
            return reviewer
                ? _t("Reviewed by %s: I should have answered", reviewer)
                : _t("Reviewed: I should have answered");
        case "reject":
            return reviewer ? _t("Rejected by %s", reviewer) : _t("Rejected by a reviewer");
        default:
            return _t(
                "Could not be reviewed: what the answer was made from has changed or can't be read any more.",
            );
    }
}

export { reviewLine, verdictLine };
