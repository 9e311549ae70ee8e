import { rpc } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import type { Orm } from "@web/core/utils/hooks";

import { ask, type Ticket } from "./ask";
import { Failure, failureOf, type FailureCode } from "./failure";
import type { OpenRecord } from "./open_record";
import { isRunning, newTurn, receive, servedTurn, type ServedTurn, type Turn } from "./turn";

/** As models/turn.py refuses them. */
const maxQuestion = 4000;

/** Characters of a question as Odoo counts them: code points, without white space around. */
function questionLength(question: string): number {
    return Array.from(question.trim()).length;
}

/** The sidecar could not tell whose question it is; a new ticket renews the session as well. */
const renewable = new Set<FailureCode>(["session_expired", "ticket_refused"]);

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
    async ask(question: string, about: OpenRecord | null): Promise<Turn | null> {
        if (this.isBusy || questionLength(question) === 0) {
            return null;
        }
        this.turns.push(newTurn(question.trim(), about));
        return this.run();
    }

    /** Asks the last question again, in its place when nothing of an answer stands there. */
    async retry(turn: Turn, about: OpenRecord | null): Promise<Turn | null> {
        if (this.isBusy) {
            return null;
        }
        if (turn.parts.length > 0 || turn.isBlank || this.turns.at(-1)?.key !== turn.key) {
            return this.ask(turn.question, about);
        }
        const { key, turnId } = turn;
        this.turns[this.turns.length - 1] = { ...newTurn(turn.question, about), key, turnId };
        return this.run();
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
            turns: ServedTurn[];
        };
        if (this.isBusy) {
            return;
        }
        this.conversationId = loaded.id;
        this.turns = loaded.turns.map(servedTurn);
    }

    private async run(): Promise<Turn | null> {
        const turn = this.turns.at(-1);
        if (!turn) {
            return null;
        }
        const stopper = new AbortController();
        this.stopper = stopper;
        try {
            await this.answer(turn, stopper.signal, true);
        } catch (error) {
            turn.failure = stopper.signal.aborted ? "stopped" : failureOf(error).code;
            turn.state = "failed";
        } finally {
            if (this.stopper === stopper) {
                this.stopper = null;
            }
        }
        return turn;
    }

    private async answer(turn: Turn, stop: AbortSignal, mayRenew: boolean): Promise<void> {
        const ticket = await this.openTurn(turn);
        if (stop.aborted) {
            throw new Failure("stopped");
        }
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
        const answer = (await rpc(
            "/candor/ticket",
            {
                question: turn.question,
                conversation_id: this.conversationId,
                res_model: about?.resModel ?? false,
                res_id: about?.resId ?? false,
                company_ids: user.activeCompanies.map((company) => company.id),
                retry_of: turn.turnId,
            },
            { silent: true },
        )) as Ticket | { refused: FailureCode };
        if ("refused" in answer) {
            throw new Failure(answer.refused);
        }
        turn.turnId = answer.turn_id;
        this.conversationId = answer.conversation_id;
        return answer;
    }
}

export { Conversation, maxQuestion, questionLength };
