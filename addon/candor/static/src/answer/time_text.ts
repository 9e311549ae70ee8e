import { deserializeDateTime, today } from "@web/core/l10n/dates";

/** "10:12" today, "3 Mar 2026, 10:12" before. */
function timeText(serverTime: string): string {
    const time = deserializeDateTime(serverTime);
    const { TIME_SIMPLE, DATETIME_MED } = luxon.DateTime;
    return time.toLocaleString(time.hasSame(today(), "day") ? TIME_SIMPLE : DATETIME_MED);
}

export { timeText };
