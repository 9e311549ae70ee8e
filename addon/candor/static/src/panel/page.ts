import { browser } from "@web/core/browser/browser";

/** A page that isn't there by then has failed to open, and Odoo has said why. */
const maxOpeningMs = 30_000;

/** The page beside the panel. Until it has opened nobody knows which record it shows. */
class Page {
    isOpening = false;
    private timer = 0;
    private waiting: (() => void)[] = [];

    startOpening(): void {
        this.isOpening = true;
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.endOpening(), maxOpeningMs);
    }

    endOpening(): void {
        this.isOpening = false;
        browser.clearTimeout(this.timer);
        this.waiting.splice(0).forEach((resolve) => resolve());
    }

    /** Resolves when no page is opening, at once when none is. */
    async opened(): Promise<void> {
        if (this.isOpening) {
            await new Promise<void>((resolve) => this.waiting.push(resolve));
        }
    }
}

export { Page };
