import type { StatusLine } from "@candor/sidecar/src/contract.ts";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

const parts: Record<StatusLine["part"], () => string> = {
    sidecar: () => _t("Sidecar"),
    odoo: () => _t("Odoo, as the sidecar reaches it"),
    database: () => _t("The sidecar's database"),
    index: () => _t("Index"),
    embedder: () => _t("Embedder, for search by meaning"),
    versions: () => _t("Versions"),
    secret: () => _t("Shared secret"),
};

const remedies: Record<string, (url: string) => string> = {
    sidecar_unreachable: (url) =>
        _t(
            "This browser can't reach %(url)s. Is the sidecar running there, and does its CANDOR_ALLOWED_ORIGINS hold %(origin)s?",
            { url, origin: browser.location.origin },
        ),
    origin_refused: () =>
        _t("Add %s to the sidecar's CANDOR_ALLOWED_ORIGINS.", browser.location.origin),
    not_configured: () =>
        _t(
            "Start Odoo with CANDOR_SIDECAR_URL and CANDOR_SHARED_SECRETS. A copied database is switched off.",
        ),
    not_allowed: () => _t("Only administrators and managers of Candor may test the connection."),
    ticket_refused: () =>
        _t(
            "The sidecar got no cookie of this session. Odoo and sidecar must be on the same host name.",
        ),
    session_expired: () => _t("Your session has ended. Sign in again."),
    rate_limited: () => _t("Too many tests in a short time. Wait a minute."),
    version_mismatch: () => _t("Update the older of the two: addon or sidecar."),
    wrong_database: () =>
        _t(
            "The sidecar was set up for another database; set its CANDOR_ODOO_DB, or give this one a sidecar of its own.",
        ),
    odoo_unavailable: () => _t("The sidecar can't reach Odoo. Check its CANDOR_ODOO_URL."),
    database_unavailable: () =>
        _t(
            "The sidecar can't reach its PostgreSQL. Check CANDOR_DATABASE_URL, and that it is running.",
        ),
    secret_refused: () =>
        _t(
            "Odoo and sidecar share no secret, or the indexer's key is wrong. Compare CANDOR_SHARED_SECRETS on both sides and CANDOR_INDEXER_KEY.",
        ),
    empty_index: () => _t("Nothing is indexed yet. Start a full pass in Candor → Index."),
    no_embedder: () =>
        _t(
            "Words are matched, meaning is not. Give the sidecar CANDOR_EMBEDDER_URL and CANDOR_EMBEDDER_MODEL.",
        ),
    embedder_unavailable: () =>
        _t(
            "The embedder isn't answering, so only words are matched. Check CANDOR_EMBEDDER_URL, and that it is running.",
        ),
    embedder_refused: () =>
        _t(
            "The embedder refuses what the sidecar asks. Compare CANDOR_EMBEDDER_MODEL, CANDOR_EMBEDDER_KEY and CANDOR_EMBEDDER_INPUT_TYPES with its manual.",
        ),
    migrating: () => _t("The sidecar is preparing its database. Test again in a minute."),
};

/** The name of one part for people. */
function partText(part: StatusLine["part"]): string {
    return (parts[part] as (() => string) | undefined)?.() ?? part;
}

/** What to do about a part that does not work. */
function remedyText(code: string, url: string): string {
    return remedies[code]?.(url) ?? _t("Look into the sidecar's log.");
}

export { partText, remedyText };
