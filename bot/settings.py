"""Everything that can be set from outside, read once from the environment and `.env`. Nothing else reads either."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

# The models come with the code, so they are found from any folder.
_CHECKPOINTS = Path(__file__).resolve().parents[1] / "checkpoints"


class SettingsError(Exception):
    """A setting that cannot be used; the text names it and the cure, and never holds its value."""


class Settings(BaseSettings):
    """The settings, each with its environment variable. An empty variable counts as not set."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, validate_by_name=True,
        hide_input_in_errors=True, frozen=True,
    )  # fmt: skip

    discord_token: SecretStr | None = Field(None, alias="DISCORD_TOKEN")
    discord_api_base: str | None = Field(None, alias="DISCORD_API_BASE", pattern=r"^https?://[^/\s]")
    discord_gateway_url: str | None = Field(None, alias="DISCORD_GATEWAY_URL", pattern=r"^wss?://[^/\s]")
    data_dir: Path = Field(Path("data"), alias="TROUBADOUR_DATA_DIR")
    out_dir: Path = Field(Path("out"), alias="TROUBADOUR_OUT_DIR")
    database_url: SecretStr | None = Field(None, alias="TROUBADOUR_DATABASE_URL")
    soundfont: Path | None = Field(None, alias="TROUBADOUR_SOUNDFONT")
    checkpoints: Path = Field(_CHECKPOINTS, alias="TROUBADOUR_CHECKPOINTS")
    candidates: int = Field(4, alias="TROUBADOUR_CANDIDATES", ge=1, le=8)
    waiting_limit: int = Field(3, alias="TROUBADOUR_WAITING_LIMIT", ge=1, le=100)
    job_seconds: float = Field(180.0, alias="TROUBADOUR_JOB_SECONDS", ge=5)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", alias="TROUBADOUR_LOG_LEVEL")

    @property
    def database(self) -> str:
        """The database's URL; it may hold a password, so it is for opening, never for showing."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data_dir / 'troubadour.sqlite3'}"

    @property
    def token(self) -> str:
        """The Discord token, "" where there is none. For logging in, never for showing."""
        return self.discord_token.get_secret_value().strip() if self.discord_token else ""

    def for_processes(self) -> dict[str, Any]:
        """What the warm processes need to know, as JSON; holds no secret."""
        return {
            "checkpoints": str(self.checkpoints.resolve()),
            "soundfont": str(self.soundfont.resolve()) if self.soundfont else None,
            "log_level": self.log_level,
        }


def read_settings(**changes: Any) -> Settings:
    """The settings of this process, `changes` before the environment; raises SettingsError with the variable's name."""
    try:
        return Settings(**changes)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "a setting"
        raise SettingsError(f"{name}: {first['msg']}; correct it in .env or the environment.") from None


def set_up_logging(level: str, log_file: Path | None = None) -> None:
    """Logs to a file, or to stderr. In a console the log must not run between question and answer."""
    if log_file is not None:
        log_file.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(log_file, encoding="utf-8") if log_file else logging.StreamHandler()
    logging.basicConfig(level=level, handlers=[handler], format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # A log that cannot be written, as on a full disk, must not fill the terminal with traces.
    logging.raiseExceptions = False
    # Alembic tells every start; only what it changes or refuses is worth a line.
    logging.getLogger("alembic").setLevel(logging.WARNING)
