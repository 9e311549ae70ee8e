"""Every compiled file of the addon still parses after Odoo's own transpiler has rewritten it.

One broken file breaks the whole bundle, and the regexes of `odoo/tools/js_transpiler.py`
understand less than a compiler emits. Run with PYTHONPATH set to Odoo's sources, after
`npx tsc -p addon/tsconfig.json`. Exits 1 and names each file that breaks.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.tools.js_transpiler import is_odoo_module, transpile_javascript

ADDON = Path(__file__).parent / "candor"
#: What the transpiler leaves behind when it did not understand a statement.
LEFT_OVER = re.compile(r"^\s*(import\b(?!\s*\()|export\b)", re.MULTILINE)


def fault(url, source, node):
    """What is wrong with one compiled file, or None."""
    if not is_odoo_module(url, source):
        return "is no module for Odoo"
    rewritten = transpile_javascript(url, source)
    left = LEFT_OVER.search(rewritten)
    if left:
        return f"keeps a statement the transpiler does not know: {left.group().strip()}"
    with tempfile.NamedTemporaryFile("w", suffix=".js", encoding="utf-8") as file:
        file.write(rewritten)
        file.flush()
        parsed = subprocess.run([node, "--check", file.name], capture_output=True, text=True, check=False)  # noqa: S603 - a file of ours
    if parsed.returncode:
        return parsed.stderr.strip().splitlines()[-1]
    return None


def main():
    node = shutil.which("node")
    files = sorted((ADDON / "static").rglob("*.js"))
    sources = [path for path in (ADDON / "static").rglob("*.ts") if not path.name.endswith(".d.ts")]
    missing = [path for path in sources if not path.with_suffix(".js").exists()]
    faults = [(path, "is not compiled") for path in missing]
    for path in files:
        url = f"/candor/{path.relative_to(ADDON).as_posix()}"
        wrong = fault(url, path.read_text(encoding="utf-8"), node)
        if wrong:
            faults.append((path, wrong))
    for path, wrong in faults:
        print(f"{path.relative_to(ADDON)} {wrong}", file=sys.stderr)
    if not faults:
        print(f"{len(files)} files pass Odoo's transpiler")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
