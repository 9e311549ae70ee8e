import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

/** What went wrong, in the server's sentence where it said one. Throws what it doesn't know. */
function faultText(error: unknown): string {
    if (error instanceof ConnectionLostError) {
        return _t("Odoo isn't answering. Your text is kept here; try again in a moment.");
    }
    if (error instanceof RPCError && error.data?.message) {
        return error.data.message;
    }
    throw error;
}

export { faultText };
