"""Write the files with which package managers install a release, from one set of facts.

python packages/make.py DIST OUT [--homepage URL] [--windows ZIP URL]

DIST holds the sdist of the release; OUT gets a Homebrew formula, a PKGBUILD, a Nix flake and, with --windows, the
manifests for winget. The sdist is taken to be on PyPI, where its address follows from its name. What wiptui needs is
resolved by ``uv lock``, so that the formula names each package with its address and checksum.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TEMPLATES = Path(__file__).parent / "templates"
SUMMARY = "Personal task board for the terminal that says no at your limit"
"""Homebrew allows 80 characters, no article in front and no full stop."""
BREW_PYTHON = "3.13"
WINGET = "wiptui.wiptui"


def facts(sdist: Path, homepage: str) -> dict[str, str]:
    """Everything that the templates ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = re.fullmatch(r"wiptui-(.+)\.tar\.gz", sdist.name)
    if found is None:
        raise SystemExit(f"{sdist.name} is no sdist of wiptui")
    needs = [re.split(r"[<>=!~\[; ]", need)[0] for need in project["dependencies"]]
    return {
        "version": found[1],
        "summary": SUMMARY,
        "homepage": homepage,
        "license": project["license"],
        "tags": ", ".join(project["keywords"]),
        "sdist_url": f"https://files.pythonhosted.org/packages/source/w/wiptui/{sdist.name}",
        "sdist_sha256": _sha256(sdist),
        "brew_python": BREW_PYTHON,
        "arch_needs": " ".join(f"python-{need}" for need in needs),
        "nix_needs": " ".join(needs),
        "resources": _resources(_locked()),
    }


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _locked() -> list[dict[str, Any]]:
    """The packages of ``uv lock``, resolved in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name in ("pyproject.toml", "README.md", "LICENSE", "hatch_build.py"):
            shutil.copy(ROOT / name, home / name)
        (home / "wiptui").mkdir()
        shutil.copy(ROOT / "wiptui" / "__init__.py", home / "wiptui" / "__init__.py")
        uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
        if uv is None:
            raise SystemExit("uv is needed to resolve what wiptui needs")
        subprocess.run([uv, "lock", "--quiet", "--project", folder], check=True)
        packages: list[dict[str, Any]] = tomllib.loads((home / "uv.lock").read_text(encoding="utf-8"))["package"]
        return packages


def _resources(packages: list[dict[str, Any]]) -> str:
    """The packages that wiptui needs, and what these need, as resources of a formula."""
    by_name = {package["name"]: package for package in packages}
    seen: set[tuple[str, str]] = set()
    queue = [("wiptui", "")]
    while queue:
        name, extra = queue.pop()
        if (name, extra) not in seen:
            seen.add((name, extra))
            package = by_name[name]
            needs = package["optional-dependencies"].get(extra, ()) if extra else package.get("dependencies", ())
            queue += [(need["name"], also) for need in needs for also in ("", *need.get("extra", ()))]
    lines = []
    for name in sorted({name for name, _ in seen} - {"wiptui"}):
        sdist = by_name[name]["sdist"]
        digest = sdist["hash"].removeprefix("sha256:")
        lines.append(f'  resource "{name}" do\n    url "{sdist["url"]}"\n    sha256 "{digest}"\n  end\n')
    return "\n".join(lines)


def filled(template: str, known: dict[str, str]) -> str:
    """The text of a template with its facts. Raises KeyError for an unknown one."""
    return re.sub(r"\{\{(\w+)\}\}", lambda name: known[name[1]], template)


def main(words: list[str]) -> int:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("dist", type=Path)
    reader.add_argument("out", type=Path)
    reader.add_argument("--homepage", default="https://pypi.org/project/wiptui/")
    reader.add_argument("--windows", nargs=2, metavar=("ZIP", "URL"))
    given = reader.parse_args(words)
    (sdist,) = given.dist.glob("wiptui-*.tar.gz")
    known = facts(sdist, given.homepage)
    if given.windows:
        known |= {"windows_url": given.windows[1], "windows_sha256": _sha256(Path(given.windows[0])).upper()}
    given.out.mkdir(parents=True, exist_ok=True)
    for template in sorted(TEMPLATES.iterdir()):
        if given.windows or not template.name.startswith(WINGET):
            text = filled(template.read_text(encoding="utf-8"), known)
            (given.out / template.name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
