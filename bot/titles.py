"""A short name for a piece, from what was asked and what it became."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SCENES = {"advertisement": "advertisement tune", "study": "study music", "sleep": "lullaby", "kids": "children's tune"}


def title_of(report: Mapping[str, Any]) -> str:
    """Such as "Dark synthwave in D minor": mood and genre as asked, else what it is for, else what plays."""
    requested, measured = report.get("requested") or {}, report.get("measured") or {}
    mood = next(iter(requested.get("moods") or ()), "")
    what = next(iter(requested.get("genres") or ()), "") or requested.get("style") or ""
    if not what and requested.get("scene"):
        what = _SCENES.get(requested["scene"], f"{requested['scene']} music")
    if not what:
        instruments = requested.get("instruments") or measured.get("instruments") or ()
        what = f"{next((name for name in instruments if name != 'drums'), 'piece')}{' piece' if instruments else ''}"
    key = measured.get("key") or requested.get("key")
    title = " ".join(part for part in (mood, what) if part)
    return f"{title[:1].upper()}{title[1:]}" + (f" in {key}" if key else "")
