import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "./failure.ts";
import { inHome, stamped } from "./home.ts";
import { run } from "./processes.ts";

/**
 * Odoo is in sid only. What its links point to comes from bookworm: sid's Font Awesome is a
 * version that Odoo's icons are not made for.
 */
const PACKAGES = [
  "odoo-19/sid",
  "libjs-jquery/bookworm",
  "libjs-underscore/bookworm",
  "libjs-jquery-form/bookworm",
  "fonts-font-awesome/bookworm",
  "fonts-roboto-unhinted/bookworm",
  "fonts-inconsolata/bookworm",
  "fonts-ocr-b/bookworm",
  "fonts-glyphicons-halflings/bookworm",
  "fonts-dejavu-core/bookworm",
  "fonts-montserrat/sid",
];

/** Folder that holds the packages `odoo` and `odoo.addons`. */
export const odooPath = inHome("odoo", "usr/lib/python3/dist-packages");

/**
 * Odoo from Debian's package, unpacked without root into a folder of its own.
 *
 * @param progress told in words what it does
 * @throws {Failure} without apt, without a Debian mirror, or when the download breaks
 */
export async function installOdoo(progress: (words: string) => void): Promise<void> {
  await stamped(inHome("odoo"), PACKAGES.join(" "), async () => {
    const files = await download(progress);
    const unpacking = inHome("odoo.new");
    await rm(unpacking, { recursive: true, force: true });
    await mkdir(unpacking, { recursive: true });
    for (const file of files) {
      progress(`unpacking ${file.replace(/.*\/|_.*/g, "")}`);
      await run({ file: "dpkg", args: ["-x", file, unpacking] });
    }
    await rename(unpacking, inHome("odoo"));
    await rm(inHome("debian"), { recursive: true, force: true });
  });
}

async function download(progress: (words: string) => void): Promise<string[]> {
  const folder = inHome("debian");
  const packages = join(folder, "packages");
  await mkdir(join(folder, "lists/partial"), { recursive: true });
  await mkdir(packages, { recursive: true });
  const mirror = await debianMirror("/etc/apt");
  const keyring = ["gpg", "pgp"]
    .map((suffix) => `/usr/share/keyrings/debian-archive-keyring.${suffix}`)
    .find((path) => existsSync(path));
  if (keyring === undefined || mirror === undefined) throw notDebian();
  const list = join(folder, "sources.list");
  await writeFile(
    list,
    ["sid", "bookworm"]
      .map((suite) => `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`)
      .join(""),
  );
  // Lists and sources of our own: the machine's apt is only read, so no root is needed.
  const options = [
    `Dir::State::Lists=${join(folder, "lists")}`,
    `Dir::Etc::sourcelist=${list}`,
    "Dir::Etc::sourceparts=-",
    "Dir::Cache::pkgcache=",
    "Dir::Cache::srcpkgcache=",
    "Acquire::Languages=none",
    "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
    "Acquire::Retries=3",
    "APT::Status-Fd=1",
    ...(process.getuid?.() === 0 ? ["APT::Sandbox::User=root"] : []),
  ].flatMap((option) => ["-o", option]);
  const apt = async (what: string, words: string[]): Promise<void> => {
    try {
      await run({
        file: "apt-get",
        args: [...options, ...words],
        cwd: packages,
        log: inHome("logs/install/apt.log"),
        onLine: (line) => {
          const percent = /^dlstatus:[^:]*:([\d.]+):/.exec(line)?.[1];
          if (percent !== undefined) progress(`${what} ${Math.round(Number(percent))} %`);
        },
      });
    } catch (error) {
      if (error instanceof Failure) throw notDebian();
      if (String(error).includes("No space left")) throw error;
      throw new Failure(
        `Odoo could not be downloaded from ${mirror}. Check the network and start again; ` +
          `what apt said is in ${inHome("logs/install/apt.log")}.`,
      );
    }
  };
  progress("package lists");
  await apt("package lists", ["update"]);
  progress("downloading");
  await apt("downloading", ["download", ...PACKAGES]);
  const files = (await readdir(packages)).filter((name) => name.endsWith(".deb"));
  return files.map((name) => join(packages, name));
}

/**
 * The Debian mirror that this machine's own apt uses, from both notations of its sources.
 *
 * @param folder apt's configuration, `/etc/apt`
 */
export async function debianMirror(folder: string): Promise<string | undefined> {
  const parts = join(folder, "sources.list.d");
  const names = existsSync(parts) ? await readdir(parts) : [];
  const paths = [join(folder, "sources.list"), ...names.sort().map((name) => join(parts, name))];
  for (const path of paths.filter((candidate) => existsSync(candidate))) {
    const text = (await readFile(path, "utf8")).replace(/^\s*#.*$/gm, "");
    const uris = path.endsWith(".sources")
      ? [...text.matchAll(/^URIs:\s*(.+)$/gim)].flatMap((match) => (match[1] ?? "").split(/\s+/))
      : [...text.matchAll(/^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)/gm)].map((match) => match[1] ?? "");
    const mirror = uris.find((uri) => /\/debian\/?$/.test(uri));
    if (mirror !== undefined) return mirror.replace(/\/$/, "");
  }
  return undefined;
}

function notDebian(): Failure {
  return new Failure(
    "Odoo 19 is taken from Debian's packages, which needs a Debian system: apt-get, dpkg, " +
      "a Debian mirror in apt's sources and the package debian-archive-keyring. " +
      "Run this on Debian, or in a container of it.",
  );
}
