"""The README's file tree stays true."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "nlp", "generation", "checkpoints", "tests")


def listed() -> dict[str, set[str]]:
    """Folder -> names that the README's tree lists in it."""
    tree = re.search(r"```\n(bot/\n.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert tree, "the README has a file tree"
    found: dict[str, set[str]] = {}
    folder = ""
    for line in tree[1].splitlines():
        if not line.startswith(" "):
            folder = line.strip().rstrip("/")
            found[folder] = set()
        else:
            names = line.strip().split("   ")[0].split()
            found[folder].update(name.rstrip("/") for name in names if name.endswith((".py", "/")))
    return found


def test_every_file_that_the_readme_lists_exists() -> None:
    missing = [
        f"{folder}/{name}"
        for folder, names in listed().items()
        for name in names
        if not (ROOT / folder / name).exists()
    ]
    assert not missing


def test_the_readme_lists_every_file_and_folder_of_the_packages() -> None:
    tree = listed()
    for folder in PACKAGES:
        there = {path.name for path in (ROOT / folder).iterdir() if path.suffix == ".py" or path.is_dir()}
        unlisted = there - tree[folder] - {"__init__.py", "__pycache__", "conftest.py"}
        assert not unlisted, f"{folder}: {sorted(unlisted)}"


def test_every_picture_and_link_of_the_readme_leads_somewhere() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert len(links) >= 20
    assert all((ROOT / link).exists() for link in links)
