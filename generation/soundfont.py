"""Where the instruments' sound comes from: finding a General MIDI soundfont on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

FLUID_R3 = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")
SYSTEM_FONTS = (
    FLUID_R3,
    Path("/usr/share/sounds/sf3/MuseScore_General.sf3"),
    Path("/usr/share/sounds/sf3/MuseScore_General_Full.sf3"),
    Path("/usr/share/sounds/sf2/MuseScore_General.sf2"),
    Path("/usr/share/sounds/sf2/MuseScore_General_Lite.sf2"),
)
# Small and plain, on many machines for want of a better one; pretty_midi carries it as well.
FALLBACK_FONT = "TimGM6mb.sf2"
SYSTEM_FONT_FOLDERS = (Path("/usr/share/sounds/sf2"), Path("/usr/share/sounds/sf3"), Path("/usr/share/soundfonts"))
INSTALL_FONT = "sudo apt-get install fluid-soundfont-gm"


class SoundError(Exception):
    """Sound cannot be made; the message is one sentence naming what is missing and the cure."""


@dataclass(frozen=True)
class SoundFont:
    """A General MIDI soundfont file. is_fallback: the small one, for want of a good one; `warning` says so."""

    path: Path
    name: str
    is_fallback: bool = False

    @property
    def warning(self) -> str:
        """One sentence for whoever runs the bot; empty when the font is a good one."""
        if not self.is_fallback:
            return ""
        return f"No General MIDI soundfont was found, so a small plain one plays; for good sound: {INSTALL_FONT}"


def find_soundfont(explicit: Path | None = None) -> SoundFont:
    """The soundfont to play with: the one asked for, else FluidR3, MuseScore's, any other installed one, the fallback.

    Raises SoundError when the one asked for is not a soundfont, or when there is none at all.
    """
    if explicit is not None:
        if not _is_soundfont(explicit):
            raise SoundError(
                f"{explicit} is not a readable SF2 or SF3 soundfont; correct TROUBADOUR_SOUNDFONT, or leave it out and "
                f"install one: {INSTALL_FONT}"
            )
        return SoundFont(explicit, explicit.stem)
    others = {path.resolve() for folder in SYSTEM_FONT_FOLDERS for path in folder.glob("*.sf[23]")}
    for path in (*SYSTEM_FONTS, *sorted(others)):
        if path.name != FALLBACK_FONT and _is_soundfont(path):
            return SoundFont(path, path.stem)
    package = find_spec("pretty_midi")
    carried = {Path(folder) / FALLBACK_FONT for folder in (package and package.submodule_search_locations) or ()}
    for path in (*carried, *sorted(others)):
        if _is_soundfont(path):
            return SoundFont(path, path.stem, is_fallback=True)
    raise SoundError(f"There is no General MIDI soundfont on this machine; install one: {INSTALL_FONT}")


def _is_soundfont(path: Path) -> bool:
    """Whether the file begins as a soundfont does: FluidSynth's own refusal would print to the terminal."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return False
    return head[:4] == b"RIFF" and head[8:] == b"sfbk"
