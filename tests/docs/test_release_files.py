"""The hosted checks and the templates of a release: they name what is there, and forget no fact."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml
from source import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "checks.yml"
TEMPLATES = sorted((ROOT / "packages" / "templates").iterdir())


@pytest.fixture(scope="module")
def workflow() -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    return found


def test_the_hosted_checks_call_scripts_that_are_there_on_three_systems(workflow: dict[str, object]) -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    scripts = set(re.findall(r"\.ci/\w+", text))
    assert {".ci/run", ".ci/portable", ".ci/release", ".ci/windows"} <= scripts
    assert [script for script in scripts if not (ROOT / script).is_file()] == []
    assert {"ubuntu", "macos", "windows"} == set(re.findall(r"(\w+)-latest", text))
    assert workflow["permissions"] == {"contents": "read"}


def test_the_hosted_checks_try_every_python_that_the_project_names() -> None:
    classifiers = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["classifiers"]
    named = {line.rpartition(" ")[2] for line in classifiers if ":: Python :: 3." in line}
    assert named == set(re.findall(r'"(3\.\d+)"', WORKFLOW.read_text(encoding="utf-8")))


@pytest.mark.parametrize("template", TEMPLATES, ids=[path.name for path in TEMPLATES])
def test_a_template_holds_no_fact_of_its_own(template: object) -> None:
    """A version, a checksum or an address of a file is never written by hand."""
    text = template.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert "{{version}}" in text or "{{sdist_url}}" in text
    assert not re.search(r"[0-9a-f]{64}|pythonhosted|\d+\.\d+\.\d+(?<!1\.6\.0)", text)
