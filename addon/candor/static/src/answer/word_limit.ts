import { _t } from "@web/core/l10n/translation";

/** Characters that the server takes; see `MAX_WORDS` in candor.review. */
const maxLength = 4_000;

/** Says that a text is too long, else "". */
function limitText(text: string): string {
    return text.length > maxLength
        ? _t("That's %(count)s characters; I can take %(limit)s.", {
              count: text.length.toLocaleString(),
              limit: maxLength.toLocaleString(),
          })
        : "";
}

export { limitText };
