import { rpc } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import type { Orm } from "@web/core/utils/hooks";

import { Failure, failureOf, type FailureCode } from "../answer/failure";
import {
    isRunning,
    loadedTurn,
    newTurn,
    receive,
    type LoadedTurn,
    type Turn,
} from "../answer/turn";
import { lengthOf } from "../answer/word_limit";
import { ask, type Ticket } from "./ask";
import { isSame, type OpenRecord } from "./open_record";

/** The sidecar could not tell whose question it is; a new ticket renews the session as well. */
const renewable = new Set<FailureCode>(["session_expired", "ticket_refused"]);

/** What Odoo says to a question. */
type Stored = Ticket | { refused: FailureCode };

/** What a question is about, known when the page has opened; null means all records. */
type About = () => Promise<OpenRecord | null>;

/** The turns of this tab's conversation; one question is answered at a time. */
class Conversation {
    conversationId: number | false = false;
    turns: Turn[] = [];
    private stopper: AbortController | null = null;

    get isBusy(): boolean {
        return isRunning(this.turns.at(-1));
    }

    /**
     * Asks and takes in the answer. A second question while one is answered is ignored.
     *
     * @returns the turn when it has ended, whatever its end, or null when it was ignored
     */
    async ask(question: string, about: About): Promise<Turn | null> {
        if (this.isBusy || lengthOf(question) === 0) {
            return null;
        }
        this.turns.push(newTurn(question.trim(), undefined));
        return this.run(about);
    }

    /**
     * Asks a question again, in its place when it is the last one and nothing of an answer stands
     * there. About the same record it is the same question to Odoo, which may have it stored.
     */
    async retry(turn: Turn, about: About): Promise<Turn | null> {
        if (this.isBusy) {
            return null;
        }
        if (turn.parts.length > 0 || turn.isBlank || this.turns.at(-1)?.key !== turn.key) {
            return this.ask(turn.question, about);
        }
        const { key, turnId } = turn;
        this.turns[this.turns.length - 1] = { ...newTurn(turn.question, turn.about), key, turnId };
        return this.run(about);
    }

    stop(): void {
        this.stopper?.abort();
    }

    clear(): void {
        this.stop();
        this.conversationId = false;
        this.turns = [];
    }

    /** Shows an earlier conversation, as far as its answers may be shown now, unless a question came first. */
    async load(orm: Orm, conversationId: number): Promise<void> {
        const loaded = (await orm.silent.call("candor.conversation", "load", [conversationId])) as {
            id: number | false;
            turns: LoadedTurn[];
        };
        if (this.isBusy) {
            return;
        }
        this.conversationId = loaded.id;
        this.turns = loaded.turns.map(loadedTurn);
    }

    private async run(about: About): Promise<Turn | null> {
        const turn = this.turns.at(-1);
        if (!turn) {
            return null;
        }
        const stopper = new AbortController();
        this.stopper = stopper;
        try {
            const record = await Promise.race([about(), stopped(stopper.signal)]);
            if (!isSame(turn.about ?? null, record)) {
                // What Odoo has stored of it is another question.
                turn.turnId = false;
            }
            turn.about = record;
            await this.answer(turn, stopper.signal, true);
        } catch (error) {
            // First of all: what failureOf doesn't know it throws, and the box must not stay shut.
            turn.failure = stopper.signal.aborted ? "stopped" : "internal";
            turn.state = "failed";
            if (!stopper.signal.aborted) {
                const { code, retryAfterS } = failureOf(error);
                turn.failure = code;
                turn.retryAfterS = retryAfterS;
            }
        } finally {
            if (this.stopper === stopper) {
                this.stopper = null;
            }
        }
        return turn;
    }

    private async answer(turn: Turn, stop: AbortSignal, mayRenew: boolean): Promise<void> {
        const ticket = await Promise.race([this.openTurn(turn), stopped(stop)]);
        try {
            for await (const event of ask(ticket, stop)) {
                receive(turn, event);
            }
        } catch (error) {
            if (mayRenew && error instanceof Failure && renewable.has(error.code)) {
                return this.answer(turn, stop, false);
            }
            throw error;
        }
    }

    /** Odoo stores the question first, so that nothing after it can lose it. */
    private async openTurn(turn: Turn): Promise<Ticket> {
        const { about } = turn;
        if (about && !about.resId) {
            throw new Failure("record_unsaved");
        }
        let answer = await this.store(turn);
        if ("refused" in answer && answer.refused === "not_allowed" && this.conversationId) {
            // Deleted on another device, it goes on as a new one.
            this.conversationId = false;
            answer = await this.store(turn);
        }
        if ("refused" in answer) {
            throw new Failure(answer.refused);
        }
        turn.turnId = answer.turn_id;
        // Meanwhile the person may have started over, or opened an earlier conversation.
        if (this.turns.some(({ key }) => key === turn.key)) {
            this.conversationId = answer.conversation_id;
        }
        return answer;
    }

    private async store({ question, about, turnId }: Turn): Promise<Stored> {
        return (await rpc(
            "/candor/ticket",
            {
                question,
                conversation_id: this.conversationId,
                res_model: about?.resModel ?? false,
                res_id: about?.resId ?? false,
                company_ids: user.activeCompanies.map((company) => company.id),
                retry_of: turnId,
            },
            { silent: true },
        )) as Stored;
    }
}

/** Rejects when the person stops, at once when that was before. */
function stopped(stop: AbortSignal): Promise<never> {
    return new Promise((_resolve, reject) => {
        const onStop = () => reject(new Failure("stopped"));
        if (stop.aborted) {
            onStop();
        }
        stop.addEventListener("abort", onStop);
    });
}

export type { About };
export { Conversation };
