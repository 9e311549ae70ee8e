/**
 * Typings of the few things of Odoo's mail client that "AI review" hangs on. Odoo 19
 * publishes none; each was read in its source.
 */

declare module "@mail/core/common/record" {
  export const fields: { One(model: "Thread"): import("@mail/core/common/thread_model").Thread };
}

declare module "@mail/core/common/thread_model" {
  import type { Store } from "@mail/core/common/store_service";

  /** A channel, a record's chatter, or (model `mail.box`) a mailbox. */
  export class Thread {
    store: Store;
    id: number | string;
    model: string;
    counter: number;
    eq(other: Thread | undefined): boolean;
    /** Goes to it: in Discuss, or by opening Discuss. */
    open(): void;
    setAsDiscussThread(pushState?: boolean): void;
  }
}

declare module "@mail/core/common/store_service" {
  import type { Thread } from "@mail/core/common/thread_model";
  import type { Services } from "@web/env";

  export class Store {
    setup(): void;
    onStarted(): void;
    env: { services: Pick<Services, "ui"> };
    discuss: { activeTab: string; isActive: boolean; thread: Thread | undefined };
    /** Candor's own; there for whoever has something to do with reviews. */
    aireview: Thread | undefined;
  }
}

declare module "@mail/core/public_web/messaging_menu" {
  import { Component } from "@odoo/owl";
  import type { Store } from "@mail/core/common/store_service";

  interface Tab {
    id: string;
    icon: string;
    activeIcon?: string;
    label: string;
    counter?: number;
    sequence: number;
  }

  export class MessagingMenu extends Component<object, { inDiscussApp?: boolean }> {
    store: Store;
    dropdown: { close(): void };
    readonly _tabs: Tab[];
    beforeOpen(): void;
    onClickNavTab(tabId: string): void;
  }
}

declare module "@mail/core/public_web/discuss_content" {
  import { Component, type ComponentConstructor } from "@odoo/owl";

  export class DiscussContent extends Component {
    static components: Record<string, ComponentConstructor>;
  }
}

declare module "@mail/core/public_web/discuss_sidebar" {
  import { registry } from "@web/core/registry";
  export const discussSidebarItemsRegistry: typeof registry;
}

declare module "@mail/core/web/discuss_sidebar_mailboxes" {
  import { Component } from "@odoo/owl";
  export class Mailbox extends Component {}
}

declare module "@mail/core/common/thread_actions" {
  import type { Thread } from "@mail/core/common/thread_model";

  interface ThreadAction {
    condition(context: { thread?: Thread }): boolean;
  }
  export const threadActionsRegistry: { get(id: string): ThreadAction };
}
