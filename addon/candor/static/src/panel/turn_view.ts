import type { Reason, ReasonCode, RecordRef } from "@candor/sidecar/src/contract.ts";
import { Component, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import { AnswerText } from "../answer/answer_text";
import { ChangedSince } from "../answer/changed_since";
import { Confidence } from "../answer/confidence";
import { EvidenceList } from "../answer/evidence_list";
import { RecordLink } from "../answer/record_link";
import { reasonText } from "../answer/reason_text";
import { isRunning, plainText, type Turn } from "../answer/turn";
import { CorrectedAnswer } from "./corrected_answer";
import { DraftDialog } from "./draft_dialog";
import { failureText, type FailureText, type Remedy } from "./failure_text";
import { isSame, type OpenRecord } from "./open_record";
import { Rating } from "./rating";
import { ReviewProgress } from "./review_progress";
import { ReviewRequest } from "./review_request";
import { unreadLines } from "../answer/unread_line";

interface TurnViewProps {
    turn: Turn;
}

/** A question, and below it what it does, its answer, or why there is none. */
class TurnView extends Component<TurnViewProps> {
    static template = "candor.TurnView";
    static components = {
        AnswerText,
        ChangedSince,
        Confidence,
        CorrectedAnswer,
        EvidenceList,
        Rating,
        RecordLink,
        ReviewProgress,
        ReviewRequest,
    };
    static props = { turn: Object };

    panel!: Services["candor.panel"];
    orm!: Services["orm"];
    ui!: Services["ui"];
    action!: Services["action"];
    store!: Services["mail.store"];
    dialog!: Services["dialog"];
    notification!: Services["notification"];
    requestButton = useRef("request");
    state = useState({ pointed: 0, isRequesting: false, hasSent: false });

    setup(): void {
        this.panel = useState(useService("candor.panel"));
        this.orm = useService("orm");
        this.ui = useService("ui");
        this.action = useService("action");
        this.store = useService("mail.store");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
    }

    get isRunning(): boolean {
        return isRunning(this.props.turn);
    }

    get isAbstained(): boolean {
        return this.props.turn.mode === "abstained";
    }

    get isAnswered(): boolean {
        const { state, mode } = this.props.turn;
        return state === "done" && mode !== null && mode !== "abstained" && mode !== "chat";
    }

    /** Small talk: nothing was searched, and there is nothing to judge. */
    get isChat(): boolean {
        return this.props.turn.mode === "chat";
    }

    /** The closest records are equally good: the person says which one. */
    get asksWhich(): boolean {
        return this.reason("which_one") !== undefined && this.props.turn.closest.length > 0;
    }

    /** A count, a sum or a comparison was asked; what its list in Odoo is, where that is known. */
    get overMany(): Reason["params"] | undefined {
        const reason = this.reason("over_many");
        return reason && (reason.params ?? {});
    }

    /** The field that was asked for is empty on its record. */
    get notFilledText(): string {
        const reason = this.reason("not_filled");
        return reason ? (reasonText(reason) ?? "") : "";
    }

    private reason(code: ReasonCode): Reason | undefined {
        return this.props.turn.confidence?.reasons.find((reason) => reason.code === code);
    }

    get stageText(): string {
        const { state, records, place } = this.props.turn;
        if (state === "queued" && place) {
            return place.seconds === 1
                ? _t("Many questions at once: you are number %s, about a second", place.position)
                : _t(
                      "Many questions at once: you are number %(position)s, about %(seconds)s seconds",
                      {
                          position: place.position,
                          seconds: place.seconds,
                      },
                  );
        }
        if (state === "reading") {
            return records === 1
                ? _t("Reading 1 of them as you")
                : _t("Reading %s of them as you", records);
        }
        if (state !== "sending") {
            return _t("Looking through your records");
        }
        return this.props.turn.about === undefined
            ? _t("Waiting for the page to open")
            : _t("Sending your question");
    }

    /** What it is about, where that is neither what the chip shows nor said above already. */
    get aboutText(): string {
        const { about, key, failure } = this.props.turn;
        const { turns } = this.panel.conversation;
        const before = turns[turns.findIndex((turn) => turn.key === key) - 1]?.about;
        const isSaid = before !== undefined && isSame(before, about ?? null) && !failure;
        const isOnChip = this.panel.page.isOpening || isSame(about ?? null, this.panel.about);
        if (about === undefined || isSaid || isOnChip) {
            return "";
        }
        if (!about) {
            return _t("About all my records");
        }
        if (about.name) {
            return _t("About %s", about.name);
        }
        return about.resId
            ? _t("About a record that you can no longer read")
            : _t("About a new record, not saved");
    }

    get unreadLines(): string[] {
        const { unread, isBlank } = this.props.turn;
        return isBlank ? [] : unreadLines(unread);
    }

    get failure(): FailureText | null {
        const { failure, parts, retryAfterS } = this.props.turn;
        return failure ? failureText(failure, parts.length > 0, retryAfterS) : null;
    }

    get remedyLabel(): string {
        const labels: Record<Remedy, () => string> = {
            retry: () => _t("Try again"),
            again: () => _t("Ask again"),
            without_record: () => _t("Ask without this record"),
            sign_in: () => _t("Sign in"),
            reload: () => _t("Reload the page"),
        };
        const remedy = this.failure?.remedy;
        return remedy ? labels[remedy]() : "";
    }

    get isForContact(): boolean {
        const isHelpless = this.isAbstained || (this.failure?.isForContact ?? false);
        return isHelpless && this.panel.contact !== false;
    }

    get contactHref(): string | undefined {
        return this.panel.contact && this.panel.contact.email
            ? `mailto:${this.panel.contact.email}`
            : undefined;
    }

    get chatPartnerId(): number | false {
        return this.panel.contact && this.panel.contact.chat_partner_id;
    }

    async openChat(): Promise<void> {
        if (this.chatPartnerId) {
            await this.store.openChat({ partnerId: this.chatPartnerId });
        }
    }

    get isCorrected(): boolean {
        return Boolean(this.props.turn.review?.corrected);
    }

    /** A human has found so: what was reckoned counts no more, and nobody hands it on. */
    get isWrong(): boolean {
        const outcome = this.props.turn.review?.outcome;
        return outcome === "correct" || outcome === "reject";
    }

    toggleRequest(): void {
        this.state.isRequesting = !this.state.isRequesting;
    }

    cancelRequest(): void {
        this.state.isRequesting = false;
        this.requestButton.el?.focus();
    }

    endRequest(): void {
        this.state.isRequesting = false;
        this.state.hasSent = true;
    }

    /** Odoo has the answer. */
    private get isStored(): boolean {
        const { state, turnId, isRecorded } = this.props.turn;
        return state === "done" && turnId !== false && isRecorded;
    }

    /** Not before Odoo has the answer: it finds a reviewer by what the answer was made from. */
    get canBeReviewed(): boolean {
        const { review, isBlank } = this.props.turn;
        return this.isStored && !review && !isBlank && !this.isChat;
    }

    get canBeRated(): boolean {
        return this.isStored && this.isAnswered && !this.props.turn.isBlank;
    }

    /** The record whose composer takes the draft: the one asked about, else the one that is open. */
    get draftRecord(): (OpenRecord & { resId: number }) | null {
        if (this.isWrong) {
            return null;
        }
        const { openRecord } = this.panel;
        const about = this.props.turn.about ?? openRecord;
        const record = isSame(about, openRecord) ? openRecord : about;
        return record?.resId && record.hasChatter ? { ...record, resId: record.resId } : null;
    }

    askAgain(): void {
        void this.panel.retry(this.props.turn);
    }

    choose(record: RecordRef): void {
        void this.panel.askAbout(this.props.turn.question, record);
    }

    get listText(): string {
        const { model, label } = this.overMany ?? {};
        // For people these are no journal entries.
        const name = model === "account.move" ? _t("Invoices and bills") : label;
        return name === undefined
            ? _t("Open the list in Odoo")
            : _t("Open the list in Odoo: %s", String(name));
    }

    /** Odoo's own list. */
    async openList(): Promise<void> {
        const { model, label } = this.overMany ?? {};
        const action = {
            type: "ir.actions.act_window",
            name: model === "account.move" ? _t("Invoices and bills") : (label ?? _t("Records")),
            res_model: model,
            domain: model === "account.move" ? [["move_type", "!=", "entry"]] : [],
            views: [
                [false, "list"],
                [false, "form"],
            ],
            target: "current",
        };
        try {
            await this.action.doAction(action);
        } catch {
            // It was named by the question: that model may be closed to her, or not installed.
            this.notification.add(_t("Odoo shows you no such list."), { type: "warning" });
            return;
        }
        // On a phone the panel lies over the list that was asked for.
        if (this.ui.isSmall) {
            this.panel.close();
        }
    }

    async mend(): Promise<void> {
        switch (this.failure?.remedy) {
            case "without_record":
                await this.panel.retryWithoutRecord(this.props.turn);
                break;
            case "sign_in": {
                const { pathname, search, hash } = browser.location;
                const here = encodeURIComponent(pathname + search + hash);
                browser.location.href = `/web/login?redirect=${here}`;
                break;
            }
            case "reload":
                browser.location.reload();
                break;
            default:
                await this.panel.retry(this.props.turn);
        }
    }

    async copy(): Promise<void> {
        try {
            await browser.navigator.clipboard.writeText(plainText(this.props.turn));
            this.notification.add(_t("Copied"), { type: "success" });
        } catch {
            this.notification.add(_t("The browser doesn't allow copying; mark the text instead."), {
                type: "warning",
            });
        }
    }

    openDraft(): void {
        const { turnId } = this.props.turn;
        if (turnId !== false && this.draftRecord) {
            this.dialog.add(DraftDialog, { turnId, record: this.draftRecord });
        }
    }
}

export { TurnView };
