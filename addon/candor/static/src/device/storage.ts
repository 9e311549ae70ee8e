/** A browser that refuses storage (private mode, full disk) costs comfort, never the panel. */
function read<T extends object>(storage: Storage, key: string, initial: T): T {
    try {
        return { ...initial, ...(JSON.parse(storage.getItem(key) ?? "{}") as Partial<T>) };
    } catch {
        return initial;
    }
}

function write(storage: Storage, key: string, value: object): void {
    try {
        storage.setItem(key, JSON.stringify(value));
    } catch {
        // See above.
    }
}

export { read, write };
