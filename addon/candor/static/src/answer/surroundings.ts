import type { Orm } from "@web/core/utils/hooks";

import { isRunning, type Surroundings, type Turn } from "./turn";

/** Not before Odoo has the answer: by what it stored it judges what this reader may see. */
function isLookedUp(turn: Turn): boolean {
    return !isRunning(turn) && turn.turnId !== false && turn.isRecorded && !turn.isBlank;
}

/** Asks once for what stands around the words of a source; without it the bare words do. */
async function lookUp(orm: Orm, turn: Turn, n: number): Promise<void> {
    if (turn.surroundings[n] !== undefined) {
        return;
    }
    turn.surroundings[n] = false;
    try {
        const found = await orm.silent.call("candor.turn", "quoted", [turn.turnId, n]);
        turn.surroundings[n] = found as Surroundings | false;
    } catch {
        // Pointed at again, it is asked for again.
        turn.surroundings[n] = undefined;
    }
}

export { isLookedUp, lookUp };
