import { _t } from "@web/core/l10n/translation";

/** Characters that Odoo takes, of a question (models/turn.py) and of what is written about an answer. */
const maxLength = 4_000;

/** Characters as Odoo counts them: code points, without white space around. */
function lengthOf(text: string): number {
    return Array.from(text.trim()).length;
}

/** Says that a text is too long, else "". */
function limitText(text: string): string {
    const length = lengthOf(text);
    return length > maxLength
        ? _t("That's %(length)s characters; I can take %(limit)s.", {
              length: length.toLocaleString(),
              limit: maxLength.toLocaleString(),
          })
        : "";
}

export { lengthOf, limitText };
