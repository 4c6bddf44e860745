"""The commands as a person runs them: exit statuses, one sentence on stderr, and never a trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECRET = "MTA.very.secret"


def environment(**changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DISCORD_", "TROUBADOUR_"))}
    return {**kept, "PYTHONPATH": str(ROOT), **changes}


def bot(folder: Path, *arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=folder, input=stdin, capture_output=True, text=True, timeout=110,
        check=False,
        env=environment(**settings),
    )  # fmt: skip


def is_one_sentence(text: str) -> bool:
    return len(text.strip().splitlines()) == 1 and "Traceback" not in text and text.strip().endswith(".")


@pytest.mark.parametrize("arguments", [["--help"], ["compose", "--help"], ["console", "--help"], ["worker", "--help"]])
def test_every_command_helps(tmp_path: Path, arguments: list[str]) -> None:
    ran = bot(tmp_path, *arguments)
    assert ran.returncode == 0 and "usage: python -m bot" in ran.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["sing"], ["compose"], ["compose", "x", "--candidates", "0"], ["compose", "x", "--candidates", "9"],
        ["compose", "x", "--seed", "-1"], ["compose", "x", "--seed", "pi"], ["compose", ""], ["worker"],
    ],
)  # fmt: skip
def test_bad_input_ends_with_2(tmp_path: Path, arguments: list[str]) -> None:
    ran = bot(tmp_path, *arguments)
    assert ran.returncode == 2 and ran.stderr and "Traceback" not in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_makes_no_sense_ends_with_2(tmp_path: Path) -> None:
    ran = bot(tmp_path, "console", TROUBADOUR_CANDIDATES="99")
    assert ran.returncode == 2 and is_one_sentence(ran.stderr) and "TROUBADOUR_CANDIDATES" in ran.stderr


def test_missing_models_are_said_and_every_line_answered(tmp_path: Path) -> None:
    ran = bot(tmp_path, "console", stdin="calm piano\nprofile\n", TROUBADOUR_CHECKPOINTS=str(tmp_path / "nowhere"))
    assert ran.returncode == 0 and "Traceback" not in ran.stdout + ran.stderr
    assert "nowhere" in ran.stdout and "know nothing of your taste" in ran.stdout


@pytest.mark.parametrize(
    ("url", "sign"),
    [("sqlite+aiosqlite:////proc/nothing/bot.sqlite3", "/proc/nothing"), (f"mongo://{SECRET}", "DATABASE_URL")],
)
def test_a_database_that_cannot_be_opened_ends_in_a_sentence(tmp_path: Path, url: str, sign: str) -> None:
    ran = bot(tmp_path, "console", TROUBADOUR_DATABASE_URL=url)
    assert ran.returncode == 1 and is_one_sentence(ran.stderr)
    assert sign in ran.stderr and SECRET not in ran.stderr


def test_discord_without_a_token_says_where_to_get_one(tmp_path: Path) -> None:
    ran = bot(tmp_path, "discord")
    assert ran.returncode == 2 and "DISCORD_TOKEN is empty" in ran.stderr and "Traceback" not in ran.stderr


def test_a_wrong_address_or_token_never_shows_the_token(tmp_path: Path) -> None:
    ran = bot(tmp_path, DISCORD_TOKEN=SECRET, DISCORD_API_BASE="http://127.0.0.1:9/api/v10")
    assert ran.returncode == 1 and SECRET not in ran.stdout + ran.stderr
    assert "cannot be reached" in ran.stderr and "Traceback" not in ran.stderr


def test_a_console_that_is_told_to_end_ends_at_once_and_leaves_nobody_behind(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "bot", "console"], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    assert running.stdout is not None and "Troubadour" in running.stdout.readline()
    running.send_signal(signal.SIGTERM)
    _, errors = running.communicate(timeout=20)
    assert running.returncode == 0 and "Traceback" not in errors


def test_a_data_folder_that_cannot_be_written_is_named_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = bot(tmp_path, "console", TROUBADOUR_DATA_DIR="file")
    assert ran.returncode == 2 and is_one_sentence(ran.stderr) and "TROUBADOUR_DATA_DIR: file" in ran.stderr


def test_a_rest_address_that_is_none_is_not_blamed_on_the_token(tmp_path: Path) -> None:
    ran = bot(tmp_path, DISCORD_TOKEN=SECRET, DISCORD_API_BASE="nonsense")
    assert ran.returncode == 2 and is_one_sentence(ran.stderr) and "DISCORD_API_BASE" in ran.stderr


def test_bytes_that_are_no_text_are_a_request_like_any_other(tmp_path: Path) -> None:
    ran = bot(tmp_path, "compose", "slower \udcff\udcfe")
    assert ran.returncode == 2 and is_one_sentence(ran.stderr) and "no piece here" in ran.stderr


def test_a_single_shot_without_its_soundfont_ends_with_2(tmp_path: Path) -> None:
    ran = bot(tmp_path, "compose", "piano 5 seconds", TROUBADOUR_SOUNDFONT=str(tmp_path / "no.sf2"))
    assert ran.returncode == 2 and "no.sf2" in ran.stderr and "Traceback" not in ran.stderr
