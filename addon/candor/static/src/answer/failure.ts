import type { ErrorCode } from "@candor/sidecar/src/contract.ts";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

/** Why there is no answer: what Odoo or the sidecar said, or what the panel saw itself. */
type FailureCode =
    | ErrorCode
    | "question_empty"
    | "question_too_long"
    | "not_allowed"
    | "not_configured"
    | "record_unsaved"
    | "odoo_refused"
    | "sidecar_unreachable"
    | "cut";

/** Carries a code that the panel has words for (failure_text.ts). */
class Failure extends Error {
    code: FailureCode;
    /** When to try again, where that was told. */
    retryAfterS: number | null;

    constructor(code: FailureCode, retryAfterS: number | null = null) {
        super(code);
        this.name = "Failure";
        this.code = code;
        this.retryAfterS = retryAfterS;
    }
}

/** Odoo answers an ended session with code 100 under HTTP 200. */
const sessionExpired = 100;

/** What an exception of an Odoo call means to the person. */
function failureOf(error: unknown): Failure {
    if (error instanceof Failure) {
        return error;
    }
    if (error instanceof ConnectionLostError) {
        return new Failure("odoo_unavailable");
    }
    if (error instanceof RPCError) {
        return new Failure(error.code === sessionExpired ? "session_expired" : "odoo_refused");
    }
    throw error;
}

export type { FailureCode };
export { Failure, failureOf };
