import { _t } from "@web/core/l10n/translation";

import type { FailureCode } from "../answer/failure";

/** What the person can do about it: one button each. */
type Remedy = "retry" | "again" | "without_record" | "sign_in" | "reload";

interface FailureText {
    text: string;
    remedy?: Remedy;
    /** Somebody else has to mend it. */
    isForContact?: boolean;
}

const texts: Record<FailureCode, (retryAfterS: number | null) => FailureText> = {
    question_empty: () => ({ text: _t("There is no question yet.") }),
    question_too_long: () => ({
        text: _t("The question is too long; I can take 4,000 characters."),
    }),
    record_unsaved: () => ({
        text: _t("This record was never saved, so I can't read it. Save it and ask again."),
        remedy: "without_record",
    }),
    record_gone: () => ({
        text: _t("The record that was open was deleted, or you can no longer read it."),
        remedy: "without_record",
    }),
    not_allowed: () => ({
        text: _t("You may not ask Candor, or this conversation isn't yours any more."),
        isForContact: true,
    }),
    not_configured: () => ({
        text: _t("Candor isn't set up yet. Your question is kept here."),
        remedy: "retry",
        isForContact: true,
    }),
    odoo_unavailable: () => ({
        text: _t("Odoo isn't answering. Your question is kept here."),
        remedy: "retry",
    }),
    odoo_refused: () => ({
        text: _t("Odoo could not take the question. It is kept here."),
        remedy: "retry",
        isForContact: true,
    }),
    session_expired: () => ({
        text: _t("Your session has ended. Sign in again; your question is kept."),
        remedy: "sign_in",
    }),
    ticket_refused: () => ({
        text: _t("Candor could not see that it is you. Reload the page; your question is kept."),
        remedy: "reload",
        isForContact: true,
    }),
    ticket_used: () => ({
        text: _t("This question was already being answered elsewhere."),
        remedy: "again",
    }),
    sidecar_unreachable: () => ({
        text: _t("Candor can't be reached. Odoo works as usual. Your question is kept here."),
        remedy: "retry",
        isForContact: true,
    }),
    database_unavailable: () => ({
        text: _t("Candor's own database isn't answering. Your question is kept here."),
        remedy: "retry",
        isForContact: true,
    }),
    rate_limited: (retryAfterS) => ({ text: crowdedText(retryAfterS), remedy: "retry" }),
    version_mismatch: () => ({
        text: _t("Candor's two parts are of different versions. One of them must be updated."),
        isForContact: true,
    }),
    wrong_database: () => ({
        text: _t("Candor was set up for another database than this one."),
        isForContact: true,
    }),
    origin_refused: () => ({
        text: _t("Candor doesn't take questions from this address."),
        isForContact: true,
    }),
    bad_request: () => ({
        text: _t("Candor did not understand this page. Reload it; your question is kept."),
        remedy: "reload",
        isForContact: true,
    }),
    internal: () => ({
        text: _t("Candor could not finish this answer. Your question is kept here."),
        remedy: "retry",
        isForContact: true,
    }),
    cut: () => ({ text: _t("The answer was cut off. What arrived is above."), remedy: "again" }),
    stopped: () => ({ text: _t("You stopped this answer."), remedy: "again" }),
};

function crowdedText(retryAfterS: number | null): string {
    const seconds = retryAfterS === null ? 0 : Math.ceil(retryAfterS);
    if (seconds < 1 || seconds > 50) {
        return _t(
            "Too many are asking at once. Try again in a minute; your question is kept here.",
        );
    }
    return seconds === 1
        ? _t("Too many are asking at once. Try again in a second; your question is kept here.")
        : _t(
              "Too many are asking at once. Try again in %s seconds; your question is kept here.",
              seconds,
          );
}

/**
 * A newer sidecar may know a code that this panel doesn't.
 *
 * @param retryAfterS - when to try again, where that is known
 */
function failureText(code: FailureCode, hasText: boolean, retryAfterS: number | null): FailureText {
    if (code === "cut" && !hasText) {
        return { text: _t("The answer was cut off before anything arrived."), remedy: "retry" };
    }
    const text = texts[code] as (typeof texts)[FailureCode] | undefined;
    return (text ?? texts.internal)(retryAfterS);
}

export type { FailureText, Remedy };
export { failureText };
