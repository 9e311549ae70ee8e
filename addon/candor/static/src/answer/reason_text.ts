import type { Reason, ReasonCode } from "@candor/sidecar/src/contract.ts";
import { _t } from "@web/core/l10n/translation";

type Words = (params: Record<string, string | number>) => string;

/** What was asked for, as the sidecar names it (answering/confidence/confidence.ts). */
const kinds: Record<string, () => string> = {
    person: () => _t("a person"),
    date: () => _t("a date"),
    amount: () => _t("an amount"),
    quantity: () => _t("a quantity"),
    place: () => _t("a place"),
};

const texts: Record<ReasonCode, Words> = {
    which_one: () => _t("Several records fit equally well."),
    not_filled: ({ label, name }) =>
        _t("%(label)s is not filled on %(name)s.", {
            label: String(label ?? ""),
            name: String(name ?? ""),
        }),
    over_many: () => _t("Counting and adding up takes a language model, and none is answering."),
    open_record: () => _t("It comes from the record that is open."),
    exact_identifier: () => _t("The question names the record exactly."),
    all_terms_found: () => _t("Every word of the question stands in the records quoted."),
    terms_missing: ({ terms }) => _t("No record I read mentions: %s", String(terms ?? "")),
    type_match: ({ asked }) => _t("Asked for and found: %s", kindText(asked)),
    type_mismatch: ({ asked }) => _t("Asked for and not found: %s", kindText(asked)),
    clear_winner: () => _t("One record fits far better than the others."),
    close_contenders: () => _t("Several records fit about as well."),
    words_agree: () => _t("The words of the question stand together in what is quoted."),
    meaning_near: () => _t("What is quoted is close in meaning to the question."),
    meaning_far: () => _t("Nothing I read is close in meaning to the question."),
    // Nobody measures beyond three years.
    old_evidence: ({ months }) =>
        Number(months) >= 36
            ? _t("The message quoted is three years old or more.")
            : _t("The message quoted is %s months old.", String(months ?? "")),
};

function kindText(kind: string | number | undefined): string {
    return kinds[String(kind)]?.() ?? _t("something of its own kind");
}

/** A reason in plain words; one that this panel doesn't know yet is left out. */
function reasonText(reason: Reason): string | undefined {
    return (texts[reason.code] as Words | undefined)?.(reason.params ?? {});
}

export { reasonText };
