"""A short name for a piece, from what was asked and what it became."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.vocabulary import INSTRUMENTS

_SCENES = {"advertisement": "advertisement tune", "study": "study music", "sleep": "lullaby", "kids": "children's tune"}
_NOT_IN_FRONT = ("drums", "bass", "percussion")


def title_of(report: Mapping[str, Any]) -> str:
    """Such as "Dark synthwave in D minor": mood and genre as asked, else what it is for, else what plays in front."""
    requested, measured = report.get("requested") or {}, report.get("measured") or {}
    mood = next(iter(requested.get("moods") or ()), "")
    what = next(iter(requested.get("genres") or ()), "") or requested.get("style") or _scene(requested.get("scene"))
    if not what:
        heard = (*(requested.get("instruments") or ()), *(measured.get("instruments") or ()))
        what = next((f"{name} piece" for name in heard if INSTRUMENTS[name].family not in _NOT_IN_FRONT), "piece")
    key = measured.get("key") or requested.get("key")
    title = " ".join(part for part in (mood, what) if part)
    return f"{title[:1].upper()}{title[1:]}" + (f" in {key}" if key else "")


def _scene(name: str | None) -> str:
    return _SCENES.get(name, f"{name} music") if name else ""
