"""Says back in one line what was understood, in the person's language where the lexicon speaks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generation.preferences import Preferences
from nlp.lexicon import LANGUAGES, built_in, read_table
from nlp.understanding import Understanding


def describe(heard: Understanding | Preferences, language: str = "en") -> str:
    """One natural line, such as "Heard: piano for an advertisement, happy and energetic". Other languages: English."""
    language = language if language in LANGUAGES else "en"
    words = read_table(f"phrases/{language}")
    if isinstance(heard, Preferences):
        return _sentence(words, "compose", _wishes(heard, words, language))
    parts = _wishes(heard.preferences, words, language)
    if heard.intent == "refine":
        parts = [*_changes(heard, words), *parts]
    if heard.reference is not None:
        parts.insert(0, words["reference"].format(n=heard.reference))
    if heard.intent == "feedback":
        parts.append(_verdict(heard.sentiment, words))
    line = _sentence(words, heard.intent, [part for part in parts if part])
    if heard.unsupported:
        line += words["unsupported"].format(what=words["comma"].join(heard.unsupported))
    return line


def _sentence(words: Mapping[str, Any], intent: str, parts: list[str]) -> str:
    if intent in {"help", "other"}:
        return str(words[intent])
    return str(words["heard"]) + (words["comma"].join(parts) if parts else str(words[f"open_{intent}"]))


def _wishes(wishes: Preferences, words: Mapping[str, Any], language: str) -> list[str]:
    def names(category: str, values: tuple[str, ...]) -> str:
        return _joined([_name(category, value, language) for value in values], words)

    what = names("instruments", wishes.instruments)
    parts = [_genres(wishes, words, names, what)]
    if wishes.scene:
        parts[0] += ("" if parts[0] else words["music"]) + words["scene"].format(
            x=words["scenes"].get(wishes.scene, wishes.scene)
        )
    moods = [_name("moods", mood, language) for mood in wishes.moods]
    parts.append(_joined(moods, words, words.get("mood_and")))
    if not wishes.moods:
        parts += [_level(words, "valence", wishes.valence), _level(words, "energy", wishes.energy)]
    parts.append(_level(words, "density", wishes.density))
    key = _key(wishes.key, words) if wishes.key else ""
    parts += [_tempo(wishes, words), key, wishes.meter or "", _length(wishes, words)]
    parts.append("" if wishes.loop is None else words["loop" if wishes.loop else "no_loop"])
    refused = [*(_name("instruments", name, language) for name in wishes.without),
               *(_name("genres", name, language) for name in wishes.without_genres)]  # fmt: skip
    if refused:
        parts.append(words["without"].format(x=_joined(refused, words, words["or"])))
    return [part for part in parts if part]


def _genres(
    wishes: Preferences, words: Mapping[str, Any], names: Callable[[str, tuple[str, ...]], str], what: str
) -> str:
    genres = names("genres", wishes.genres)
    return str(words["with"].format(genre=genres, what=what)) if genres and what else genres or what


def _name(category: str, name: str, language: str) -> str:
    return name if language == "en" else built_in().display(category, name, language)


def _joined(names: list[str], words: Mapping[str, Any], last: str | None = None) -> str:
    last = words["and"] if last is None else last
    return names[0] if len(names) == 1 else words["list"].join(names[:-1]) + last + names[-1] if names else ""


def _level(words: Mapping[str, Any], name: str, value: float | None) -> str:
    if value is None:
        return ""
    return str(words[name][0 if value < 0.4 else 2 if value > 0.6 else 1])


def _tempo(wishes: Preferences, words: Mapping[str, Any]) -> str:
    if wishes.tempo_bpm is not None:
        return f"{wishes.tempo_bpm:g} BPM"
    if wishes.tempo_range is not None:
        return words["range"].format(low=f"{wishes.tempo_range[0]:g}", high=f"{wishes.tempo_range[1]:g}") + " BPM"
    return ""


def _key(key: str, words: Mapping[str, Any]) -> str:
    tonic, _, mode = key.partition(" ")
    tonics = {**words["tonics"], **(words.get("minor_tonics", {}) if mode == "minor" else {})}
    return str(words["key"].format(tonic=tonics.get(tonic, tonic), mode=words[mode or "major"]))


def _length(wishes: Preferences, words: Mapping[str, Any]) -> str:
    said = []
    if wishes.duration_seconds is not None:
        minutes, seconds = divmod(wishes.duration_seconds, 60)
        if minutes >= 1 and seconds:
            said.append(words["clock"].format(m=f"{minutes:.0f}", s=f"{seconds:g}"))
        else:
            said.append(
                words["minutes"].format(n=f"{minutes:g}") if minutes else words["seconds"].format(n=f"{seconds:g}")
            )
    if wishes.bars is not None:
        said.append(words["bars"].format(n=wishes.bars))
    return str(words["comma"].join(said))


def _changes(heard: Understanding, words: Mapping[str, Any]) -> list[str]:
    parts = [words["changes"][name][0 if sign < 0 else 1] for name, sign in heard.changes.items()]
    if heard.transpose_semitones:
        way = words["up"] if heard.transpose_semitones > 0 else words["down"]
        parts.append(way.format(n=abs(heard.transpose_semitones)))
    return parts


def _verdict(sentiment: float | None, words: Mapping[str, Any]) -> str:
    if sentiment is None or abs(sentiment) < 0.15:
        return str(words["verdict"][1])
    return str(words["verdict"][2 if sentiment > 0 else 0])
