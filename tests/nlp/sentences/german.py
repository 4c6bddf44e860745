"""German requests, changes and talk, as people type them, and what each must be understood as."""

from __future__ import annotations

from typing import Any

WISHES: list[tuple[str, dict[str, Any]]] = [
    ("fröhliche Klaviermusik für eine Werbung", {
        "instruments": ("piano",), "moods": ("happy",), "scene": "advertisement"}),
    ("45 Sekunden düsterer Synthwave in d-Moll bei 90 bpm, ohne Schlagzeug", {
        "genres": ("synthwave",), "moods": ("dark",), "key": "D minor", "tempo_bpm": 90, "duration_seconds": 45,
        "without": ("drums",)}),
    ("ein trauriger Walzer für Geige und Harfe in a-Moll", {
        "genres": ("waltz",), "moods": ("sad",), "instruments": ("violin", "harp"), "key": "A minor"}),
    ("ein langsamer Blues mit Mundharmonika", {"genres": ("blues",), "instruments": ("harmonica",), "changes": {}}),
    ("Mach mir bitte einen ruhigen Lofi-Beat zum Lernen", {"genres": ("lofi",), "moods": ("calm",), "scene": "study"}),
    ("ich brauche epische Musik für einen Trailer", {"moods": ("epic",), "scene": "trailer"}),
    ("Jazz ohne Bass und Schlagzeug", {"genres": ("jazz",), "without": ("bass", "drums")}),
    ("kein Klavier, nur Streicher", {"without": ("piano",), "instruments": ("strings",)}),
    ("ein Wiegenlied mit Spieluhr, eine halbe Minute lang", {
        "scene": "sleep", "instruments": ("music box",), "duration_seconds": 30}),
    ("anderthalb Minuten Bossa Nova in B-Dur", {"genres": ("bossa nova",), "duration_seconds": 90, "key": "Bb major"}),
    ("Barockstück für Cembalo und Oboe in h-Moll, 16 Takte", {
        "instruments": ("harpsichord", "oboe"), "key": "B minor", "bars": 16}),
    ("Techno zwischen 125 und 130 bpm", {"genres": ("techno",), "tempo_range": (125.0, 130.0)}),
    ("House mit hundertvierundzwanzig bpm für eine Party", {"genres": ("house",), "tempo_bpm": 124, "scene": "party"}),
    ("weder Gitarre noch Orgel, lieber Flöte", {"instruments": ("flute",)}),
    ("etwas Gruseliges für Halloween", {"moods": ("scary",), "scene": "halloween"}),
    ("Weihnachtsmusik mit Glocken und Chor", {"scene": "christmas", "instruments": ("bells", "choir")}),
    ("ein Marsch im 2/4-Takt mit Blechbläsern", {"genres": ("march",), "meter": "2/4"}),
    ("Volksmusik im Dreivierteltakt mit Akkordeon", {
        "genres": ("folk",), "meter": "3/4", "instruments": ("accordion",)}),
    ("entspannte Akustikgitarre für einen Podcast", {
        "moods": ("calm",), "instruments": ("acoustic guitar",), "scene": "podcast"}),
    ("ein Loop aus 8 Takten, Chiptune für ein Spiel", {
        "genres": ("chiptune",), "bars": 8, "loop": True, "scene": "game"}),
    ("nicht traurig, eher heiter", {"moods": ("happy",)}),
    ("mittelalterliche Musik mit Dudelsack und Trommeln", {
        "genres": ("medieval",), "instruments": ("bagpipe", "drums")}),
    ("irische Flöte in fis-Moll", {"genres": ("celtic",), "instruments": ("flute",), "key": "F# minor"}),
    ("ein Lied mit Gesang", {"unsupported": ("Gesang",)}),
    ("schnelle Musik zum Trainieren", {"tempo_range": (125.0, 165.0), "scene": "workout"}),
]  # fmt: skip
EDITS: list[tuple[str, dict[str, Any]]] = [
    ("langsamer", {"changes": {"tempo": -1}}),
    ("langsamer und trauriger", {"changes": {"tempo": -1, "valence": -1}, "moods": ()}),
    ("mach es etwas schneller", {"changes": {"tempo": 1}}),
    ("viel zu laut", {"changes": {"volume": -1}}),
    ("zu schnell", {"changes": {"tempo": -1}}),
    ("nicht schnell genug", {"changes": {"tempo": 1}}),
    ("weniger traurig bitte", {"changes": {"valence": 1}}),
    ("etwas fröhlicher und kürzer", {"changes": {"valence": 1, "duration": -1}}),
    ("ohne Schlagzeug", {"without": ("drums",)}),
    ("nimm die Drums raus und füge Streicher hinzu", {"without": ("drums",), "instruments": ("strings",)}),
    ("ersetze das Klavier durch eine Geige", {"without": ("piano",), "instruments": ("violin",)}),
    ("statt Klavier lieber Orgel", {"without": ("piano",), "instruments": ("organ",)}),
    ("lass den Bass weg", {"without": ("bass",)}),
    ("einen Halbton höher", {"transpose_semitones": 1}),
    ("zwei Halbtöne tiefer bitte", {"transpose_semitones": -2}),
    ("das zweite, aber langsamer", {"reference": 2, "changes": {"tempo": -1}}),
    ("in g-Moll", {"key": "G minor"}),
    ("10 Sekunden länger", {"changes": {"duration": 1}}),
    ("mehr Schlagzeug", {"instruments": ("drums",)}),
]  # fmt: skip
TALK: list[tuple[str, dict[str, Any]]] = [
    ("gefällt mir", {"intent": "feedback", "likes": True}),
    ("gefällt mir nicht", {"intent": "feedback", "likes": False}),
    ("das ist der Hammer", {"intent": "feedback", "likes": True}),
    ("furchtbar", {"intent": "feedback", "likes": False}),
    ("langweilig", {"intent": "feedback", "likes": False}),
    ("echt toll geworden", {"intent": "feedback", "likes": True}),
    ("8 von 10", {"intent": "feedback", "likes": True}),
    ("das dritte", {"intent": "feedback", "reference": 3, "likes": True}),
    ("Nummer 2", {"intent": "feedback", "reference": 2}),
    ("Hilfe", {"intent": "help"}),
    ("Was kannst du alles?", {"intent": "help"}),
    ("Wie funktioniert das?", {"intent": "help"}),
    ("Welche Instrumente kennst du?", {"intent": "help"}),
    ("Hallo!", {"intent": "other"}),
    ("Danke", {"intent": "other"}),
]
