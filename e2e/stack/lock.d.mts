export function isAlive(pid: number): boolean;
/** Takes the lock file, also from an owner that died. @returns 0 when taken, else the owner's pid */
export function tryLock(path: string): number;
export function unlock(path: string): void;
