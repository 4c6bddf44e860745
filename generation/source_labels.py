"""What the data sets' own labels mean: grooves from style names, and the licence of each set."""

from __future__ import annotations

import re

# First match wins; applied to the lower-case style or genre names of the sets.
_GROOVE_WORDS: tuple[tuple[str, str], ...] = (
    ("bossa", "bossa"), ("samba", "samba"), ("reggae|ska|dub$", "reggae"), ("waltz", "waltz"), ("march", "march"),
    ("polka", "march"), ("metal|punk", "metal"), ("hip ?hop|breakbeat|slow$", "hiphop"), ("trap", "trap"),
    ("drum and bass|dnb|jungle|footwork", "dnb"), ("disco|boneym", "disco"), ("house|garage|dance", "house"),
    ("techno|trance|electro|industrial|dubstep", "techno"), ("synthwave|ambient|chip", "electronic"),
    ("funk|strut|soul|r&b|^rb|boneyj|neworleans|gospel|spiritual|hymn", "funk"), ("afro|highlife|calypso", "afro"),
    ("rhumba|rumba|mambo|salsa|son$|merengue|cha ?cha|latin|bolero|beguine|tango|cuban|mariachi", "latin"),
    ("blue(?!grass)|boogie|boggie|shuffle", "blues"), ("country|bluegrass|western|zydeco|hill", "country"),
    ("ballad|lullaby|arpeggio", "ballad"), ("folk", "folk"),
    ("swing|foxtrot|quickstep|charleston|dixie|bigband|ragtime|jive|broadway|showtune|softshoe|twist", "swing"),
    ("jazz|bebop|evans|bop|fusion|combo", "jazz"), ("rock|8beat|60s|50s", "rock"), ("pop|vocal", "pop"),
    ("classical|orchestra|baroque|romantic|piano", "classical"),
)  # fmt: skip

# What a written score's title or style says about how it moves; all else is classical.
_SCORE_WORDS: tuple[tuple[str, str], ...] = (
    ("waltz|walzer|valse|l.ndler", "waltz"), (r"march\b|marsch|marche\b", "march"), ("jazz|ragtime", "swing"),
    ("lullaby|wiegenlied|berceuse", "ballad"), ("^folk|traditional", "folk"),
)  # fmt: skip

LICENCES: dict[str, str] = {
    "openewld": "MIT; songs free in the US and by life + 70 years only", "nottingham": "GPL-3.0",
    "ryans_mammoth": "public domain", "ewld_band": "melodies as OpenEWLD, patterns GPL-2+", "mma_grooves": "GPL-2+",
    "groove_midi": "CC BY 4.0", "drum_patterns": "GPL-3.0, MIT, part unstated", "freedoom": "BSD-3-Clause",
    "blasphemer": "BSD-3-Clause", "simutrans": "Artistic-1.0", "openmsx": "GPL-2", "planetblupi": "GPL-3+",
    "fredrikj": "CC BY-SA 4.0", "icalvo": "CC BY", "lmms_demos": "Artistic-2.0, BSD-2-Clause, CC BY-SA, GPL-2+",
    "openscore_lieder": "CC0 1.0", "openscore_quartets": "CC0 1.0", "openscore_orchestra": "CC0 1.0 (the scores)",
    "mutopia": "each file its own: public domain, CC BY or CC BY-SA", "js_fakes": "CC BY 4.0",
    "jsb_chorales": "none stated; Bach's music is in the public domain",
    "mcgill_billboard": "CC0", "jazz_progressions": "GPL-2+ derived", "free_midi_chords": "MIT",
}  # fmt: skip


def groove_of(text: str | None) -> str:
    """The groove that a set's own style name means; "none" where it means none."""
    low = (text or "").lower()
    return next((groove for pattern, groove in _GROOVE_WORDS if re.search(pattern, low)), "none")


def groove_of_score(text: str) -> str:
    """The groove that a written score's style and title mean: classical where they name no dance."""
    low = text.lower().replace("_", " ")
    return next((groove for pattern, groove in _SCORE_WORDS if re.search(pattern, low)), "classical")
