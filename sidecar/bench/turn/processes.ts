import { readdir, readFile } from "node:fs/promises";

/** Linux counts a process's time in hundredths of a second, whatever its own clock does. */
const ticksPerS = 100;

interface Stat {
  pid: number;
  parent: number;
  /** Its own and that of its children that have ended and were waited for. */
  cpuS: number;
}

/**
 * CPU seconds that a program has used since it began, all its processes together, those that have
 * ended too. Linux only.
 */
export async function cpuS(pid: number): Promise<number> {
  return (await tree(pid)).reduce((sum, it) => sum + it.cpuS, 0);
}

/** Proportional set size of a program, all its processes together, in megabytes of 2²⁰ bytes. */
export async function pssMb(pid: number): Promise<number> {
  let kilobytes = 0;
  for (const it of await tree(pid)) {
    const rollup = await readFile(`/proc/${it.pid}/smaps_rollup`, "utf8").catch(() => "");
    kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
  }
  return kilobytes / 1_024;
}

/** A process and all below it. @throws when it has ended: a figure without it would flatter */
async function tree(root: number): Promise<Stat[]> {
  const names = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(names.map(readStat))).filter((it) => it !== undefined);
  const first = all.find((it) => it.pid === root);
  if (!first) throw new Error("A part ended while it was measured.");
  const below = (parent: Stat): Stat[] => [
    parent,
    ...all.filter((it) => it.parent === parent.pid).flatMap(below),
  ];
  return below(first);
}

/** Undefined for one that ended meanwhile. */
async function readStat(name: string): Promise<Stat | undefined> {
  const line = await readFile(`/proc/${name}/stat`, "utf8").catch(() => undefined);
  return line === undefined ? undefined : statOf(line);
}

/** A line of /proc/PID/stat: the name in brackets may hold blanks and brackets itself (proc(5)). */
function statOf(line: string): Stat {
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const at = (field: number): number => Number(fields[field - 3]);
  const ticks = at(14) + at(15) + at(16) + at(17);
  return { pid: parseInt(line, 10), parent: at(4), cpuS: ticks / ticksPerS };
}
