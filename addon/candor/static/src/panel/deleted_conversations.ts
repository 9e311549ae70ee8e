import { user } from "@web/core/user";

/** Between the tabs of one browser; elsewhere the next question finds out. */
function channel(): BroadcastChannel {
    return new BroadcastChannel(`candor.deleted.${user.userId}`);
}

/** Tells every tab of this person, this one too, which conversations were deleted. */
function tellDeleted(conversationIds: number[]): void {
    const tabs = channel();
    tabs.postMessage(conversationIds);
    tabs.close();
}

function onDeleted(callback: (conversationIds: number[]) => void): void {
    channel().addEventListener("message", ({ data }) => callback(data as number[]));
}

export { onDeleted, tellDeleted };
