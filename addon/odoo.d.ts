/**
 * Typings of the few things of Odoo's web client that the panel uses. Odoo 19
 * publishes none; each was read in its source.
 */

declare module "@web/core/l10n/translation" {
  /** Marks and translates; must be imported under this very name, or Odoo's extraction misses it. */
  export function _t(
    source: string,
    ...values: (string | number | Record<string, string | number>)[]
  ): string;
}

declare module "@web/core/registry" {
  interface Registry {
    category(name: string): Registry;
    add(key: string, value: unknown, options?: { sequence?: number; force?: boolean }): Registry;
  }
  export const registry: Registry;
}

declare module "@web/core/browser/browser" {
  export const browser: {
    fetch: typeof fetch;
    localStorage: Storage;
    sessionStorage: Storage;
    location: Location;
    navigator: Navigator;
    innerWidth: number;
    addEventListener: typeof window.addEventListener;
    removeEventListener: typeof window.removeEventListener;
    setTimeout(callback: () => void, delayMs: number): number;
    clearTimeout(handle: number | undefined): void;
  };
}

declare module "@web/core/user" {
  export const user: {
    userId: number;
    activeCompanies: { id: number }[];
    context: Record<string, unknown>;
  };
}

declare module "@web/session" {
  export const session: {
    candor?: {
      /** May ask. */
      allowed: boolean;
      /** Reviews, or has had a question reviewed. */
      reviews: boolean;
    };
  };
}

declare module "@web/core/network/rpc" {
  /** Code 100 is a session that has ended. */
  export class RPCError extends Error {
    code: number | null;
    exceptionName: string | null;
    data: { message?: string } | null;
  }
  export class ConnectionLostError extends Error {}
  export function rpc(
    url: string,
    params?: Record<string, unknown>,
    settings?: { silent?: boolean },
  ): Promise<unknown>;
}

declare module "@web/core/utils/hooks" {
  import type { EventBus } from "@odoo/owl";
  import type { Orm, Services } from "@web/env";

  export function useService<K extends keyof Services>(name: K): Services[K];
  export function useBus(
    bus: EventBus,
    event: string,
    callback: (event: CustomEvent) => void,
  ): void;
  export type { Orm };
}

/** Not a module of Odoo's under these names: the shapes of its services. */
declare module "@web/env" {
  import type { EventBus } from "@odoo/owl";
  import type { ComponentConstructor } from "@odoo/owl";

  export interface Orm {
    /** The same without the loading indicator. */
    silent: Orm;
    call(model: string, method: string, args?: unknown[], kwargs?: object): Promise<unknown>;
    searchCount(model: string, domain: unknown[], kwargs?: object): Promise<number>;
  }

  export interface Services {
    orm: Orm;
    action: {
      doAction(action: object | string, options?: object): Promise<unknown>;
    };
    command: {
      add(name: string, action: () => void, options: object): () => void;
    };
    dialog: {
      add(component: ComponentConstructor, props: object, options?: object): () => void;
    };
    notification: {
      add(message: string, options?: { type?: "success" | "warning" | "danger" | "info" }): void;
    };
    ui: { bus: EventBus; isSmall: boolean; activeElement: Element | Document };
    "mail.store": import("@mail/core/common/store_service").Store & {
      openChat(person: { partnerId: number }): Promise<void>;
      Thread: {
        insert(identity: { model: string; id: number }): { fetchNewMessages(): Promise<void> };
      };
    };
    bus_service: {
      start(): Promise<void>;
      subscribe(type: string, callback: (payload: unknown) => void): void;
      addEventListener(event: string, callback: () => void): void;
    };
    "candor.panel": import("./candor/static/src/panel/panel_model").PanelModel;
    "candor.review_queue": import("./candor/static/src/review/review_queue").ReviewQueue;
    "candor.review_live": import("./candor/static/src/live/review_live").ReviewLive;
  }
}

declare module "@web/core/utils/patch" {
  export function patch<T extends object>(
    target: T,
    extension: Partial<T> & ThisType<T>,
  ): () => void;
}

declare module "@web/core/utils/reactive" {
  export function effect<T extends object[]>(callback: (...deps: T) => void, deps: [...T]): void;
}

declare module "@web/core/dialog/dialog" {
  import { Component } from "@odoo/owl";
  export class Dialog extends Component {}
}

declare module "@web/core/confirmation_dialog/confirmation_dialog" {
  import { Component } from "@odoo/owl";
  export class ConfirmationDialog extends Component {}
}

declare module "@web/core/utils/timing" {
  /** Ends with the component that uses it. */
  export function useDebounced(callback: () => unknown, delayMs: number): () => void;
}

declare module "@web/core/dropdown/dropdown" {
  import { Component } from "@odoo/owl";
  export class Dropdown extends Component {}
}

declare module "@web/core/dropdown/dropdown_item" {
  import { Component } from "@odoo/owl";
  export class DropdownItem extends Component {}
}

declare module "@web/core/popover/popover_hook" {
  import type { ComponentConstructor } from "@odoo/owl";
  export function usePopover(
    component: ComponentConstructor,
    options?: object,
  ): { open(target: HTMLElement, props: object): void; close(): void; isOpen: boolean };
}

declare module "@web/core/l10n/dates" {
  interface DateTime {
    toLocaleString(format: object): string;
    hasSame(other: DateTime, unit: string): boolean;
  }
  export function deserializeDate(value: string): DateTime;
  export function deserializeDateTime(value: string): DateTime;
  /** Day and time, the year where it is another one. */
  export function toLocaleDateTimeString(value: DateTime): string;
  export function today(): DateTime;
}

declare module "@web/search/control_panel/control_panel" {
  import { Component } from "@odoo/owl";
  export class ControlPanel extends Component {
    static components: Record<string, unknown>;
  }
}

declare module "@web/views/form/form_controller" {
  import { Component, type EventBus } from "@odoo/owl";
  import type { Services } from "@web/env";

  interface FormEnv {
    services: Partial<Services>;
    inDialog?: boolean;
  }

  export interface FormModel {
    bus: EventBus;
    root: {
      resModel: string;
      resId: number | false;
      isNew: boolean;
      dirty: boolean;
      data: { display_name?: string };
    };
  }

  export class FormController extends Component<object, FormEnv> {
    setup(): void;
    model: FormModel;
    archInfo: { xmlDoc: Element };
  }
}

declare module "@web/views/widgets/standard_widget_props" {
  export interface StandardWidgetProps {
    readonly?: boolean;
    record: {
      resModel: string;
      resId: number | false;
      isDirty(): Promise<boolean>;
      /** Reads it again from the server. */
      load(): Promise<void>;
    };
  }
  export const standardWidgetProps: Record<keyof StandardWidgetProps, object>;
}

declare const luxon: { DateTime: Record<"TIME_SIMPLE" | "DATE_MED" | "DATETIME_MED", object> };
