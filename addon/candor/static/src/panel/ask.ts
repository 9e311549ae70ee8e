import type { AskEvent, AskRequest, ErrorBody } from "@candor/sidecar/src/contract.ts";
import { browser } from "@web/core/browser/browser";

import { Failure } from "../answer/failure";

/** A sidecar that says nothing for this long has gone: it sends a sign of life every 15 s. */
const silenceMs = 30_000;

/** What Odoo answered to the panel's one call before a question. */
interface Ticket extends AskRequest {
    turn_id: number;
    conversation_id: number;
    sidecar_url: string;
}

/**
 * Sends a ticket to the sidecar and yields what comes back.
 *
 * @throws Failure with the sidecar's code; `sidecar_unreachable` when nothing came, `cut` when the
 *     stream ended without a result
 */
async function* ask(ticket: Ticket, stop: AbortSignal): AsyncGenerator<AskEvent> {
    const silence = new AbortController();
    let timer = 0;
    const listen = () => {
        browser.clearTimeout(timer);
        timer = browser.setTimeout(() => silence.abort(), silenceMs);
    };
    let hasArrived = false;
    try {
        listen();
        const response = await browser.fetch(`${ticket.sidecar_url}/ask`, {
            method: "POST",
            credentials: "include",
            headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
            body: JSON.stringify({ ticket: ticket.ticket, protocol: ticket.protocol }),
            signal: AbortSignal.any([stop, silence.signal]),
        });
        if (!response.ok || !response.body) {
            throw await refusal(response);
        }
        for await (const data of readEvents(response.body, listen)) {
            const event = JSON.parse(data) as AskEvent;
            hasArrived = true;
            if (event.type === "error") {
                throw new Failure(event.code);
            }
            yield event;
            if (event.type === "result") {
                return;
            }
        }
        throw new Failure("cut");
    } catch (error) {
        if (error instanceof Failure) {
            throw error;
        }
        if (stop.aborted) {
            throw new Failure("stopped");
        }
        throw new Failure(hasArrived ? "cut" : "sidecar_unreachable");
    } finally {
        browser.clearTimeout(timer);
    }
}

/** A proxy before a dead sidecar answers too, but not with our JSON. */
async function refusal(response: Response): Promise<Failure> {
    try {
        const { code } = (await response.json()) as Partial<ErrorBody>;
        const told = Number(response.headers.get("Retry-After") ?? NaN);
        return new Failure(code ?? "sidecar_unreachable", told > 0 ? told : null);
    } catch {
        return new Failure("sidecar_unreachable");
    }
}

/** The `data:` of each server-sent event; comments are signs of life only. */
async function* readEvents(
    body: ReadableStream<Uint8Array>,
    onBytes: () => void,
): AsyncGenerator<string> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let buffer = "";
    try {
        for (;;) {
            const { done, value } = await reader.read();
            if (done) {
                return;
            }
            onBytes();
            buffer = (buffer + decoder.decode(value, { stream: true })).replaceAll("\r\n", "\n");
            const blocks = buffer.split("\n\n");
            buffer = blocks.pop() ?? "";
            for (const block of blocks) {
                const data = block
                    .split("\n")
                    .filter((line) => line.startsWith("data:"))
                    .map((line) => line.slice(5).trimStart());
                if (data.length > 0) {
                    yield data.join("\n");
                }
            }
        }
    } finally {
        // Leaving the loop early ends the request as well.
        await reader.cancel().catch(() => undefined);
    }
}

export type { Ticket };
export { ask };
