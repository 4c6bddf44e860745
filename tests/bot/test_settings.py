"""Settings are read once, refused in words, and keep their secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

SECRET = "MTA.very.secret"


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_any_setting_everything_has_its_place() -> None:
    settings = read_settings()
    assert settings.database == "sqlite+aiosqlite:///data/troubadour.sqlite3"
    assert settings.token == "" and settings.candidates == 4


def test_the_env_file_is_read_and_the_environment_wins(empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty_home / ".env").write_text(f"DISCORD_TOKEN={SECRET}\nTROUBADOUR_CANDIDATES=2\nUNKNOWN=1\n")
    monkeypatch.setenv("TROUBADOUR_CANDIDATES", "3")
    settings = read_settings()
    assert settings.token == SECRET and settings.candidates == 3


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROUBADOUR_SOUNDFONT", "")
    monkeypatch.setenv("DISCORD_TOKEN", "")
    assert read_settings().soundfont is None and read_settings().token == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("TROUBADOUR_CANDIDATES", "many"), ("TROUBADOUR_CANDIDATES", "99"), ("TROUBADOUR_LOG_LEVEL", "LOUD")],
)
def test_a_setting_that_makes_no_sense_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: .*correct it"):
        read_settings()


def test_a_secret_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", SECRET)
    monkeypatch.setenv("TROUBADOUR_DATABASE_URL", f"postgresql+asyncpg://bot:{SECRET}@host/music")
    settings = read_settings()
    assert SECRET not in f"{settings!r} {settings} {settings.model_dump()} {settings.for_processes()}"
    assert SECRET in settings.database
