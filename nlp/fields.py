"""From what is said outright and what the model guesses to the fields of an understanding. What was said stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nlp.lexicon import read_table
from nlp.mending import Unknown
from nlp.rules.edits import DEGREES, MOOD_PUSH
from nlp.said import Said

if TYPE_CHECKING:
    from nlp.tagger import Guess

_ABOUT_A_PIECE = ("reference", "unsupported")  # what may be said of a message that asks for no music
# Of a change: one that is all there is, one beside something said; NOTES.md of the checkpoint has what was tried.
_CHANGE_SURE, _FURTHER_CHANGE_SURE = 0.5, 0.8
_OTHERWISE_SURE, _CLEAR = 0.8, 0.1  # of a change; how far from the middle what a word names must be
_MIDDLE_BPM = 105.0
_MOODS_OWN = ("valence", "energy")
_LEVELS = (*_MOODS_OWN, "density")
_SCENES = read_table("scenes")
_BESIDE = {("instrument", False): "instruments", ("instrument", True): "without", ("genre", False): "genres",
           ("genre", True): "without_genres", ("name", False): "unsupported"}  # fmt: skip
# What says outright where a change would only say which way; "more mysterious" is no less predictable.
_SETTLED = {"tempo_bpm": ("tempo",), "tempo_range": ("tempo",), "duration_seconds": ("duration",),
            "bars": ("duration",), "transpose_semitones": ("pitch",), "moods": ("valence", "energy", "complexity"),
            "valence": ("valence",), "energy": ("energy",), "density": ("density", "complexity")}  # fmt: skip
_ASKS_FOR_A_CHANGE = {"changes", "transpose_semitones", "without"}
_EDITED = {*_SETTLED, "instruments", "without", "genres", "without_genres", "key", "meter", "loop", "scene"}


def of(kind: str, said: Said, guess: Guess, beside: Sequence[Unknown]) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields that an intent may carry, and where each comes from. beside: names that only the model knows."""
    fields, sources = dict(said.fields), dict(said.sources)
    if kind not in {"compose", "refine"}:
        fields = {name: value for name, value in fields.items() if name in _ABOUT_A_PIECE}
        return fields, {name: source for name, source in sources.items() if name in fields}
    for one in beside:
        _add(fields, sources, one)
    if kind == "refine":
        _take_descriptions_back(fields, sources, guess, said)
        _steps_for_moods(fields, sources, guess, said)
        _change(fields, sources, guess, said.kept)
        # "It sounds empty, add some notes": the level is what it has, the change what it wants. A mood brings its own.
        for name in ("density",) if "moods" in fields else _LEVELS:
            if name in fields.get("changes", {}):
                fields.pop(name, None)
        # "Sooo loud, quieter": what is loud is said of the level, and of the volume.
        if "volume" in fields.get("changes", {}) and sources.get("energy") == "lexicon" and "moods" not in fields:
            fields.pop("energy", None)
        # "Lauter, hier kreischen zwei Kinder": why it shall change, not what it is for.
        if said.is_scene_told and "changes" in fields:
            fields.pop("scene", None)
        # "Lower, my aunt sings it": nobody asks for a voice.
        if said.told_voices and not _ASKS_FOR_A_CHANGE.isdisjoint(fields):
            asked = tuple(name for name in fields.pop("unsupported", ()) if name not in said.told_voices)
            fields |= {"unsupported": asked} if asked else {}
    if kind == "compose":
        _changes_as_wishes(fields, sources)
        _fill(fields, sources, said, guess)
    return fields, {name: source for name, source in sources.items() if name in fields}


def _add(fields: dict[str, Any], sources: dict[str, str], one: Unknown) -> None:
    """A name that only the model heard joins what was said; a mood it fills in anyway."""
    name = _BESIDE.get((one.kind, one.is_refused))
    said = {name for own in _BESIDE.values() for name in fields.get(own, ())}
    new = tuple(name for name in one.names if name not in said)  # what was said outright stands
    if name is not None and new:
        fields[name] = (*fields.get(name, ()), *new)
        sources.setdefault(name, "model")


def _take_descriptions_back(fields: dict[str, Any], sources: dict[str, str], guess: Guess, said: Said) -> None:
    """ "Dark as a funeral", "slow as a snail": a word that names what the piece has, where it is said, or the model is
    sure, that it shall change the other way. "Nothing sad" is a change as well, and no level of its own."""
    sure = {name: change.direction for name, change in guess.changes.items() if change.sure >= _OTHERWISE_SURE}
    for name, way in {**sure, **fields.get("changes", {})}.items():
        if _lean(fields, name) * way >= -_CLEAR:
            continue
        if name == "tempo" and sources["tempo_range"] == "lexicon":
            del fields["tempo_range"]
        elif name in _MOODS_OWN and sources.get("moods") == "lexicon":
            for own in ("moods", *_MOODS_OWN):
                fields.pop(own, None)
    for name in _MOODS_OWN:
        way = guess.changes[name].direction if name in guess.changes else 0
        if _lean(fields, name) * way > 0 and said.refused_moods and "moods" not in fields:
            del fields[name]


def _steps_for_moods(fields: dict[str, Any], sources: dict[str, str], guess: Guess, said: Said) -> None:
    """ "Louder, a bit of joy in it" is a step, "quieter, my neighbour is sad" none: of a piece that exists a mood that
    is only a degree of valence or energy is one beside other changes where the model hears it too, and else is none."""
    moods = fields.get("moods", ())
    if not moods or said.is_mood_made or sources.get("moods") != "lexicon" or not set(moods) <= DEGREES:
        return
    ruled: Mapping[str, int] = fields.get("changes", {})
    heard = {name: change for name, change in guess.changes.items() if name in _MOODS_OWN and name not in said.kept}
    if not ruled and not any(change.sure >= _FURTHER_CHANGE_SURE for change in heard.values()):
        return
    for own in ("moods", *_MOODS_OWN):
        fields.pop(own, None)
    if ruled and not said.is_mood_told:
        steps = {name: way for name, way in MOOD_PUSH[moods[0]].items()
                 if name in heard and heard[name].direction == way}  # fmt: skip
        fields["changes"] = {**steps, **ruled}


def _lean(fields: Mapping[str, Any], name: str) -> float:
    """To which side of the middle a field names an attribute; 0 where it names none."""
    if name == "tempo":
        return (sum(fields["tempo_range"]) / 2 / _MIDDLE_BPM - 1) if "tempo_range" in fields else 0.0
    return fields[name] - 0.5 if name in fields else 0.0


def _change(fields: dict[str, Any], sources: dict[str, str], guess: Guess, kept: Sequence[str]) -> None:
    """ "Less caffeine": what no rule hears, the model may. What was said outright stands. kept: untouched."""
    ruled: Mapping[str, int] = fields.get("changes", {})
    least = _FURTHER_CHANGE_SURE if set(fields) & _EDITED or ruled else _CHANGE_SURE
    said = {said for name, own in _SETTLED.items() if name in fields for said in own}
    if "moods" not in fields:
        # "It sounds crowded, fewer notes": the level is what it has, if the model is sure that it shall change.
        said -= {name for name in _LEVELS if sources.get(name) == "lexicon"}
    said |= {*ruled, *kept}
    changes = {name: change.direction for name, change in guess.changes.items()
               if change.sure >= least and name not in said}  # fmt: skip
    if changes:
        fields["changes"], sources["changes"] = {**ruled, **changes}, sources.get("changes", "model")


def _changes_as_wishes(fields: dict[str, Any], sources: dict[str, str]) -> None:
    """ "Make me something slower" with nothing to compare to: the directions become wishes."""
    changes = fields.pop("changes", {})
    fields.pop("transpose_semitones", None)
    for name in _LEVELS:
        if name in changes and name not in fields:
            fields[name], sources[name] = (0.8 if changes[name] > 0 else 0.2), "rule"
    if "tempo" in changes and "tempo_bpm" not in fields:
        fields["tempo_range"], sources["tempo_range"] = (
            ((125.0, 165.0) if changes["tempo"] > 0 else (58.0, 84.0)),
            "rule",
        )


def _fill(fields: dict[str, Any], sources: dict[str, str], said: Said, guess: Guess) -> None:
    """What nobody said outright, from the model. What was said, and what was refused, stands."""
    moods = tuple(mood for mood in guess.moods if mood not in said.refused_moods)
    guessed: dict[str, Any] = {"moods": moods, "scene": guess.scene, "density": guess.density}
    if moods or not guess.moods:
        guessed |= {"valence": guess.valence, "energy": guess.energy}
    for name, value in guessed.items():
        if value not in (None, ()) and name not in fields:
            fields[name], sources[name] = value, "model"
    # Music for sleeping is quiet though nobody says so; like any guess it yields to taste.
    usual = _SCENES.get(fields.get("scene", ""), {})
    for name in ("valence", "energy"):
        if name in usual and name not in fields and not said.refused_moods:
            fields[name], sources[name] = float(usual[name]), "model"
