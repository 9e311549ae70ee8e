/** The record whose form stands beside the panel. */
interface OpenRecord {
    resModel: string;
    /** False while the record is new and was never saved. */
    resId: number | false;
    name: string;
    /** Holds changes that are not saved, so that answers don't know them. */
    isDirty: boolean;
    /** Its form has a chatter, so that a draft can be put there. */
    hasChatter: boolean;
}

/** As in models/source.py: pages of settings and of Odoo itself are nothing to ask about. */
const notBusiness =
    /^(ir\.|base\.|bus\.|candor\.|res\.users|res\.config|mail\.|fetchmail\.|auth[._])/;

function isBusiness(resModel: string): boolean {
    return !notBusiness.test(resModel);
}

function isSame(left: OpenRecord | null, right: OpenRecord | null): boolean {
    return left?.resModel === right?.resModel && left?.resId === right?.resId;
}

export type { OpenRecord };
export { isBusiness, isSame };
