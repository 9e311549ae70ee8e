import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";

import { read, write } from "../device/storage";

/** What this browser remembers of one person's panel. */
interface PanelLayout {
    isOpen: boolean;
    isWide: boolean;
}

/** What this tab remembers until it is answered or closed; survives reload and signing in again. */
interface TabMemory {
    /** Typed and not sent, or sent and not answered. */
    question: string;
    conversationId: number | false;
}

/** Answers to what reviewers asked back, typed and not sent, by turn. */
type Replies = Partial<Record<number, string>>;

const layoutKey = () => `candor.layout.${user.userId}`;
const tabKey = () => `candor.tab.${user.userId}`;
const repliesKey = () => `candor.replies.${user.userId}`;

function readLayout(): PanelLayout {
    return read(browser.localStorage, layoutKey(), { isOpen: false, isWide: false });
}

function writeLayout(layout: PanelLayout): void {
    write(browser.localStorage, layoutKey(), layout);
}

function readTab(): TabMemory {
    return read<TabMemory>(browser.sessionStorage, tabKey(), {
        question: "",
        conversationId: false,
    });
}

function writeTab(memory: TabMemory): void {
    write(browser.sessionStorage, tabKey(), memory);
}

function readReply(turnId: number): string {
    return read<Replies>(browser.sessionStorage, repliesKey(), {})[turnId] ?? "";
}

/** Nothing is kept of an empty one. */
function writeReply(turnId: number, text: string): void {
    const replies = read<Replies>(browser.sessionStorage, repliesKey(), {});
    write(browser.sessionStorage, repliesKey(), { ...replies, [turnId]: text || undefined });
}

export type { PanelLayout, TabMemory };
export { readLayout, readReply, readTab, writeLayout, writeReply, writeTab };
