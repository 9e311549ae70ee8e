import type { RecordRef } from "@candor/sidecar/src/contract.ts";
import type { Services } from "@web/env";

import { servedTurn, type Turn } from "../answer/turn";
import { faultText } from "../answer/fault_text";
import type { ReviewAction, ServedReview, Verdict, Words } from "./review";
import {
    eraseDraft,
    readDraft,
    writeDraft,
    type DraftKind,
    type ReviewDraft,
} from "./review_draft";

/** A person who may review. */
interface Person {
    id: number;
    name: string;
}

/** One review as this person may see it now, and what is being written about it. */
class OpenReview {
    readonly id: number;
    /** Null until it is there, false when this person has no business with it. */
    served: ServedReview | false | null = null;
    turn: Turn | null = null;
    earlier: Turn[] = [];
    draft: ReviewDraft | null = null;
    /** By "model,id": cited, and closed to the asker. */
    unreadable = new Set<string>();
    fault = "";
    /** It was this person's business, and is no more. */
    isLost = false;
    private wasServed = false;
    isSending = false;
    private asked = 0;
    private readonly orm: Services["orm"];

    constructor(orm: Services["orm"], id: number) {
        this.orm = orm;
        this.id = id;
    }

    may(action: ReviewAction): boolean {
        return this.served ? this.served.actions.includes(action) : false;
    }

    get isDeclined(): boolean {
        return this.turn?.mode === "abstained";
    }

    /** Serves it again; what is being typed stays. */
    async load(): Promise<void> {
        this.asked += 1;
        const number = this.asked;
        const served = await this.orm.silent.call("candor.review", "page", [this.id]);
        // Meanwhile a verdict was given, or it was asked for again.
        if (number === this.asked) {
            this.show(served as ServedReview | false);
        }
    }

    private show(served: ServedReview | false): void {
        this.asked += 1;
        this.isLost = !served && this.wasServed;
        this.served = served;
        if (!served) {
            this.turn = null;
            this.earlier = [];
            this.draft ??= readDraft(this.id, noWords);
            return;
        }
        this.wasServed = true;
        const turn = served.turn ? servedTurn(served.turn) : null;
        // Its parts keep what is unfolded in them.
        this.turn = turn && this.turn ? { ...turn, key: this.turn.key } : turn;
        this.earlier = served.earlier.map(servedTurn);
        if (!this.draft) {
            this.draft = readDraft(this.id, served.draft || noWords);
            if (this.draft.kind === "correct") {
                void this.checkCited();
            }
        }
    }

    /** Written here, and no longer of use: somebody else was first, or a right is gone. */
    get isStranded(): boolean {
        const kind = this.draft?.kind;
        return kind === "reply" ? !this.mayReply : Boolean(kind) && !this.may(kind as ReviewAction);
    }

    get mayReply(): boolean {
        return this.served
            ? this.served.role === "asker" && this.served.state === "asked_back"
            : false;
    }

    /** All that was written, to be copied elsewhere. */
    get writtenText(): string {
        const { correction, reason, message } = this.draft ?? {};
        const isCorrection = this.draft?.kind === "correct";
        const isMessage = this.draft?.kind === "ask_back" || this.draft?.kind === "reply";
        return (isMessage ? [message] : [isCorrection ? correction : "", reason])
            .filter(Boolean)
            .join("\n\n");
    }

    discard(): void {
        eraseDraft(this.id);
        const draft = this.served ? this.served.draft : false;
        const initial = draft === false ? noWords : draft;
        this.draft = { ...initial, kind: null, message: "" };
    }

    write(words: Partial<ReviewDraft>): void {
        if (this.draft) {
            this.draft = { ...this.draft, ...words };
            writeDraft(this.id, this.draft);
        }
    }

    edit(kind: DraftKind | null): void {
        this.fault = "";
        this.write({ kind });
        if (kind === "correct") {
            void this.checkCited();
        }
    }

    async decide(outcome: Verdict): Promise<ServedReview | null> {
        const { reason = "", correction = "", cited = [] } = this.draft ?? {};
        const words =
            outcome === "correct"
                ? { reason, correction, cited: cited.map(identity) }
                : { reason: outcome === "reject" ? reason : "", correction: "", cited: [] };
        return await this.change("decide", [outcome, words]);
    }

    async askBack(): Promise<ServedReview | null> {
        return await this.change("ask_back", [this.draft?.message ?? ""]);
    }

    /** The asker answers what he was asked back. */
    async reply(): Promise<void> {
        if (this.isSending || !this.turn) {
            return;
        }
        this.isSending = true;
        this.fault = "";
        try {
            await this.orm.call("candor.turn", "reply", [
                this.turn.turnId,
                this.draft?.message ?? "",
            ]);
            this.discard();
            await this.load();
        } catch (error) {
            this.fault = faultText(error);
        } finally {
            this.isSending = false;
        }
    }

    /** The words come back as they were. */
    async undo(): Promise<ServedReview | null> {
        this.draft = null;
        return await this.change("undo", []);
    }

    async lapse(): Promise<ServedReview | null> {
        return await this.change("lapse", []);
    }

    async take(): Promise<ServedReview | null> {
        return await this.change("take", []);
    }

    /** @returns whether it is in the other one's hands now */
    async handOver(person: Person): Promise<boolean> {
        await this.change("hand_over", [person.id]);
        return this.fault === "";
    }

    /** One at a time; a fault leaves everything that was typed. @returns null when it failed */
    private async change(method: string, args: unknown[]): Promise<ServedReview | null> {
        if (this.isSending) {
            return null;
        }
        this.isSending = true;
        this.fault = "";
        try {
            const served = await this.orm.call("candor.review", method, [this.id, ...args]);
            if (method !== "take" && method !== "undo") {
                eraseDraft(this.id);
                this.draft = null;
            }
            this.show(served as ServedReview | false);
            return (served as ServedReview | false) || null;
        } catch (error) {
            this.fault = faultText(error);
            // Somebody else may have decided it, or a right may be gone: show how it stands.
            await this.load().catch(() => undefined);
            return null;
        } finally {
            this.isSending = false;
        }
    }

    async reviewers(term: string): Promise<Person[]> {
        return (await this.orm.call("candor.review", "reviewers", [this.id, term])) as Person[];
    }

    async citable(term: string): Promise<RecordRef[]> {
        const found = await this.orm.silent.call("candor.review", "cite_search", [this.id, term]);
        return (found as RecordRef[]).filter((record) => !this.isCited(record));
    }

    isCited(record: RecordRef): boolean {
        return this.draft?.cited.some((it) => nameOf(it) === nameOf(record)) ?? false;
    }

    async cite(record: RecordRef): Promise<void> {
        if (this.draft && !this.isCited(record)) {
            this.write({ cited: [...this.draft.cited, record] });
            await this.checkCited();
        }
    }

    async uncite(record: RecordRef): Promise<void> {
        const cited = this.draft?.cited.filter((it) => nameOf(it) !== nameOf(record)) ?? [];
        this.write({ cited });
        await this.checkCited();
    }

    isUnreadable(record: RecordRef): boolean {
        return this.unreadable.has(nameOf(record));
    }

    /** Which of the records the asker can't read; the server judges again when it serves the text. */
    private async checkCited(): Promise<void> {
        const cited = this.draft?.cited.map(identity) ?? [];
        const args = [this.id, cited];
        try {
            const closed =
                cited.length > 0
                    ? await this.orm.silent.call("candor.review", "unreadable_by_asker", args)
                    : [];
            this.unreadable = new Set((closed as Identity[]).map(nameOf));
        } catch (error) {
            this.fault = faultText(error);
        }
    }
}

const noWords: Words = { reason: "", correction: "", cited: [] };

type Identity = Pick<RecordRef, "resModel" | "resId">;

const identity = ({ resModel, resId }: Identity): Identity => ({ resModel, resId });
const nameOf = ({ resModel, resId }: Identity): string => `${resModel},${resId}`;

export type { Person };
export { OpenReview };
