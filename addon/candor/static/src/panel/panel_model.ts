import type { RecordRef } from "@candor/sidecar/src/contract.ts";
import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { session } from "@web/session";
import type { Services } from "@web/env";

import type { Turn } from "../answer/turn";
import type { ReviewHint } from "../live/review_live";
import { Conversation, type About } from "./conversation";
import { readLayout, readTab, writeLayout, writeTab } from "./device_memory";
import { isSame, type OpenRecord } from "./open_record";
import { Page } from "./page";
import { ReviewWatch } from "./review_watch";

/** Whom to ask when Candor can't help. */
interface Contact {
    name: string;
    email: string | false;
    /** A colleague without an address: to be reached in Discuss. */
    chat_partner_id: number | false;
}

type PanelServices = Pick<Services, "orm" | "ui" | "command" | "notification">;

/** State of the panel: made once, so that it survives every navigation. */
class PanelModel {
    readonly isAllowed = session.candor?.allowed ?? false;
    isOpen = false;
    isWide = false;
    view: "conversation" | "history" = "conversation";
    conversation = new Conversation();
    /** What stands in the box. */
    draft = "";
    page = new Page();
    openRecord: OpenRecord | null = null;
    /** The open record that the person took out of the question. */
    removedRecord: OpenRecord | null = null;
    suggestions: string[] = [];
    contact: Contact | false = false;
    /** Counts up when the box should take the focus. */
    focusRequests = 0;
    /** Counts up when what stands in the log may grow though nothing was asked. */
    renewals = 0;
    private form: symbol | null = null;
    private focusBefore: HTMLElement | null = null;
    private isStarted = false;
    private services: PanelServices;
    private reviews: ReviewWatch;

    constructor(services: PanelServices) {
        // Its state is watched, Odoo's services are not to be.
        this.services = markRaw(services);
        this.reviews = markRaw(new ReviewWatch(services.orm));
        const { isOpen, isWide } = readLayout();
        this.isWide = isWide;
        this.draft = readTab().question;
        // On a phone it would cover the page that was asked for.
        this.isOpen = this.isAllowed && isOpen && !services.ui.isSmall;
    }

    /** The record that the next question is about; null means all records. */
    get about(): OpenRecord | null {
        return isSame(this.openRecord, this.removedRecord) ? null : this.openRecord;
    }

    open(): void {
        if (!this.isOpen) {
            this.focusBefore = document.activeElement as HTMLElement | null;
        }
        this.isOpen = true;
        this.focusRequests += 1;
        this.rememberLayout();
        this.renewReviews();
    }

    close(): void {
        this.isOpen = false;
        this.view = "conversation";
        this.rememberLayout();
        const before = this.focusBefore;
        this.focusBefore = null;
        // Where it was may be gone by now, or nowhere; the button in the systray is always there.
        const isThere = before?.isConnected && before !== document.body;
        const target = isThere ? before : document.querySelector<HTMLElement>(".o-candor-toggle");
        target?.focus();
    }

    toggle(): void {
        if (this.isOpen) {
            this.close();
        } else {
            this.open();
        }
    }

    toggleWidth(): void {
        this.isWide = !this.isWide;
        this.rememberLayout();
    }

    private rememberLayout(): void {
        writeLayout({ isOpen: this.isOpen, isWide: this.isWide });
    }

    /** Called by the form that is shown; the last one mounted is the one in sight. */
    showRecord(form: symbol, record: OpenRecord): void {
        const isOther = !isSame(this.openRecord, record);
        this.form = form;
        if (isOther) {
            this.removedRecord = null;
            this.suggestions = [];
        }
        this.openRecord = record;
    }

    hideRecord(form: symbol): void {
        if (this.form === form) {
            this.form = null;
            this.openRecord = null;
            this.removedRecord = null;
            this.suggestions = [];
        }
    }

    removeRecord(): void {
        this.removedRecord = this.openRecord;
        this.focusRequests += 1;
    }

    restoreRecord(): void {
        this.removedRecord = null;
        this.focusRequests += 1;
    }

    toggleHistory(): void {
        this.view = this.view === "history" ? "conversation" : "history";
    }

    showConversation(): void {
        this.view = "conversation";
        this.focusRequests += 1;
    }

    /** First opening: whom to contact, and the conversation that a reload interrupted. */
    async start(): Promise<void> {
        if (this.isStarted) {
            return;
        }
        this.isStarted = true;
        const { conversationId } = readTab();
        await this.quietly(async () => {
            const context = (await this.services.orm.silent.call(
                "candor.conversation",
                "panel_context",
            )) as {
                contact: Contact | false;
            };
            this.contact = context.contact;
            if (conversationId && this.conversation.turns.length === 0) {
                await this.load(conversationId);
            }
        });
    }

    private async load(conversationId: number): Promise<void> {
        await this.conversation.load(this.services.orm, conversationId);
        this.reviews.awaitVerdict(this.conversation);
    }

    /** Reviews may have changed: the one that a hint names, or any. */
    renewReviews(hint?: ReviewHint): void {
        if (hint) {
            this.reviews.note(hint.turn);
        }
        if (!this.isOpen) {
            // Opening it asks.
            return;
        }
        if (!this.conversation.isBusy) {
            this.renewals += 1;
        }
        void this.reviews.renew(this.conversation);
    }

    async suggest(): Promise<void> {
        const { about } = this;
        if (!about?.resId) {
            this.suggestions = [];
            return;
        }
        await this.quietly(async () => {
            const suggestions = (await this.services.orm.silent.call(
                "candor.conversation",
                "suggestions",
                [about.resModel, about.resId],
            )) as string[];
            if (isSame(this.about, about)) {
                this.suggestions = suggestions;
            }
        });
    }

    /** Comfort that the panel can do without while Odoo isn't answering. */
    private async quietly(work: () => Promise<void>): Promise<void> {
        try {
            await work();
        } catch {
            this.isStarted = false;
        }
    }

    /** Keeps what is typed or unanswered in this tab. */
    write(text: string): void {
        this.draft = text;
        this.rememberTab();
    }

    private rememberTab(): void {
        const last = this.conversation.turns.at(-1);
        const unanswered = last && last.state !== "done" && !last.isReturned ? last.question : "";
        writeTab({
            question: this.draft || unanswered,
            conversationId: this.conversation.conversationId,
        });
    }

    async ask(question: string): Promise<void> {
        if (this.conversation.isBusy) {
            return;
        }
        this.view = "conversation";
        if (this.draft.trim() === question.trim()) {
            this.draft = "";
        }
        await this.follow(this.conversation.ask(question, () => this.aboutPage()));
    }

    /** The question again, of a record that it was found to fit. */
    async askAbout(question: string, { resModel, resId, name }: RecordRef): Promise<void> {
        // Its form isn't there to tell more.
        const about = { resModel, resId, name, isDirty: false, hasChatter: false };
        await this.follow(this.conversation.ask(question, () => Promise.resolve(about)));
    }

    /** Asks once more about the turn's own record, whatever is open by now. */
    async retry(turn: Turn): Promise<void> {
        const { about } = turn;
        const isKnown = about !== undefined;
        await this.askAgain(turn, isKnown ? () => Promise.resolve(about) : () => this.aboutPage());
    }

    /** A new question about all records, in the place of one that its record stood in the way of. */
    async retryWithoutRecord(turn: Turn): Promise<void> {
        if (turn.about && isSame(this.openRecord, turn.about)) {
            this.removeRecord();
        }
        await this.askAgain(turn, () => Promise.resolve(null));
    }

    private async askAgain(turn: Turn, about: About): Promise<void> {
        if (this.draft.trim() === turn.question) {
            this.draft = "";
        }
        await this.follow(this.conversation.retry(turn, about));
    }

    /** What the chip shows, or will show when the page that is opening is there. */
    private async aboutPage(): Promise<OpenRecord | null> {
        await this.page.opened();
        return this.about;
    }

    /** The question goes back into the box, unless something else has been typed there. */
    private async follow(asked: Promise<Turn | null>): Promise<void> {
        this.rememberTab();
        try {
            const turn = await asked;
            if (turn?.failure === "stopped" && this.draft === "") {
                this.draft = turn.question;
                turn.isReturned = true;
                this.focusRequests += 1;
            }
        } finally {
            this.rememberTab();
            // A rule may have sent it to review while the answer was on its way.
            void this.reviews.renew(this.conversation);
        }
    }

    startOver(): void {
        this.conversation.clear();
        this.view = "conversation";
        this.focusRequests += 1;
        this.rememberTab();
    }

    /** Conversations were deleted, here or in another tab: nothing of them is shown any more. */
    forget(conversationIds: number[]): void {
        const { conversationId } = this.conversation;
        if (conversationId && conversationIds.includes(conversationId)) {
            this.conversation.clear();
            this.rememberTab();
        }
    }

    async resume(conversationId: number): Promise<void> {
        this.conversation.stop();
        try {
            await this.load(conversationId);
            this.view = "conversation";
            this.rememberTab();
        } catch {
            this.services.notification.add(_t("Odoo isn't answering. Try again in a moment."), {
                type: "warning",
            });
        }
    }
}

export type { Contact, PanelServices };
export { PanelModel };
