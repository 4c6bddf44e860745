"""Ten thousand ways to say a figure, made from tables of seven languages: each is heard as it was meant.

What is expected comes from how a form was made, never from what the rules say of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

import nlp
from generation.vocabulary import key_name
from nlp import reading, text
from nlp.lexicon import built_in
from tests.nlp.forms import keys, music, templates
from tests.nlp.forms.spelling import digits, words

_LANGUAGES = ("en", "zh", "es", "pt", "fr", "de", "ja")
# How many different forms of each kind are made for each language, if it has so many.
_WANTED = {"tempo": 350, "range": 260, "seconds": 180, "minutes": 100, "clock": 160, "halves": 60, "bars": 130,
           "key": 330, "meter": 80, "term": 90}  # fmt: skip
_FIGURES = ("tempo_bpm", "tempo_range", "duration_seconds", "bars", "key", "meter", "transpose_semitones", "changes",
            "reference", "unsupported", "loop")  # fmt: skip
_CARRIED = 100  # forms of each language that are also put into whole requests
_SHOWN = 20


class Form(NamedTuple):
    """One way to say one thing. bare: nothing but the figure, so nothing else may be heard."""

    language: str
    kind: str
    text: str
    field: str
    expected: Any
    bare: bool = True


def _number(number: int, language: str, chance: Random) -> str:
    return digits(number, chance) if chance.random() < 0.45 else words(number, language, chance)


def _tempo(language: str, chance: Random) -> tuple[str, str, Any]:
    bpm = chance.randint(41, 220)
    said = {"n": _number(bpm, language, chance), "d": digits(bpm, chance)}
    return chance.choice(templates.TEMPO[language]).format(**said), "tempo_bpm", float(bpm)


def _range(language: str, chance: Random) -> tuple[str, str, Any]:
    low = chance.choice((chance.randint(60, 180), chance.randrange(60, 180, 10)))
    high = low + chance.choice((5, 10, 15, 20, 30, 40))
    written = words if chance.random() < 0.5 else _in_digits
    said = {"a": written(low, language, chance), "b": written(high, language, chance), "da": str(low), "db": str(high)}
    return chance.choice(templates.RANGE[language]).format(**said), "tempo_range", (float(low), float(high))


def _in_digits(number: int, language: str, chance: Random) -> str:
    return digits(number, chance)


def _seconds(language: str, chance: Random) -> tuple[str, str, Any]:
    seconds = chance.randint(5, 300)
    said = {"n": _number(seconds, language, chance), "d": digits(seconds, chance)}
    return chance.choice(templates.SECONDS[language]).format(**said), "duration_seconds", float(seconds)


def _minutes(language: str, chance: Random) -> tuple[str, str, Any]:
    minutes = chance.randint(2, 15)
    said = {"n": _number(minutes, language, chance), "d": digits(minutes, chance)}
    return chance.choice(templates.MINUTES[language]).format(**said), "duration_seconds", minutes * 60.0


def _clock(language: str, chance: Random) -> tuple[str, str, Any]:
    minutes, seconds = chance.randint(2, 9), chance.randint(10, 59)
    written = words if chance.random() < 0.5 else _in_digits
    said = {"m": written(minutes, language, chance), "s": written(seconds, language, chance)}
    said |= {"dm": str(minutes), "ds": str(seconds)}
    return chance.choice(templates.CLOCK[language]).format(**said), "duration_seconds", minutes * 60.0 + seconds


def _halves(language: str, chance: Random) -> tuple[str, str, Any]:
    seconds, ways = chance.choice(list(music.HALVES[language].items()))
    said = chance.choice(ways)
    return chance.choice((said, said.upper(), said.capitalize())), "duration_seconds", float(seconds)


def _bars(language: str, chance: Random) -> tuple[str, str, Any]:
    bars = chance.randint(2, 160)
    said = {"n": _number(bars, language, chance), "d": digits(bars, chance)}
    return chance.choice(music.BARS[language]).format(**said), "bars", bars


def _key(language: str, chance: Random) -> tuple[str, str, Any]:
    template = chance.choice(music.KEY[language])
    written, pitch, mode = keys.tonic(chance) if "{x}" in template else keys.key(language, chance)
    said = template.format(k=written, x=written)
    if written == "a" or (written.startswith("a ") and not said.startswith(("in ", "key"))):
        said = f"in {written}"  # alone and small it may be the article
    return said, "key", key_name(pitch, mode)


def _meter(language: str, chance: Random) -> tuple[str, str, Any]:
    meter, ways = chance.choice(list(music.METER_WORDS[language].items()))
    beats, unit = (digits(int(part), chance) for part in meter.split("/"))
    in_digits = chance.choice(music.METER[language]).format(c=f"{beats}{chance.choice('//／')}{unit}")
    said = chance.choice((in_digits, chance.choice(ways)))
    return said, "meter", meter


def _term(language: str, chance: Random) -> tuple[str, str, Any]:
    term, entry = chance.choice(list((music.TERMS | music.OWN_TERMS.get(language, {})).items()))
    said = chance.choice(music.TERM[language]).format(t=chance.choice((term, term.capitalize(), term.upper())))
    return said, "tempo_range", tuple(map(float, _pace()[entry]["range"]))


def _pace() -> dict[str, Any]:
    return tomllib.loads((Path(nlp.__file__).parent / "lexicon" / "pace.toml").read_text(encoding="utf-8"))


_KINDS: dict[str, Callable[[str, Random], tuple[str, str, Any]]] = {
    "tempo": _tempo, "range": _range, "seconds": _seconds, "minutes": _minutes, "clock": _clock, "halves": _halves,
    "bars": _bars, "key": _key, "meter": _meter, "term": _term}  # fmt: skip


def _forms() -> Iterator[Form]:
    for language in _LANGUAGES:
        chance = Random(f"figures in {language}")
        made: dict[str, Form] = {}
        for kind, wanted in _WANTED.items():
            own: dict[str, Form] = {}
            for _ in range(wanted * 12):
                if len(own) < wanted:
                    said, field, expected = _KINDS[kind](language, chance)
                    own[said] = Form(language, kind, said, field, expected, bare=kind != "term")
            made |= own
        yield from made.values()
        for form in chance.sample(list(made.values()), _CARRIED):
            said = chance.choice(music.CARRIERS[language]).format(f=form.text)
            yield form._replace(text=said, kind=f"{form.kind} in a request", bare=False)


def _misheard(form: Form) -> dict[str, Any] | None:
    """What was heard instead; None where it was heard as meant."""
    said = reading.read(text.read(form.text), built_in(), candidates=0, has_last_piece=False, spoken=form.language)
    if said.fields.get(form.field) != form.expected:
        return dict(said.fields)
    beside = {name: value for name, value in said.fields.items() if name in _FIGURES and name != form.field}
    return beside if beside and form.bare else None


@pytest.fixture(scope="module")
def forms() -> list[Form]:
    return list(_forms())


def test_ten_thousand_forms_are_made_and_every_language_has_its_share(forms: list[Form]):
    assert len(forms) >= 10_000
    assert all(sum(form.language == language for form in forms) >= 1_400 for language in _LANGUAGES)


def test_every_form_of_a_figure_is_heard_as_it_was_meant(forms: list[Form]):
    misheard = [(form, heard) for form in forms if (heard := _misheard(form)) is not None]
    shown = "\n".join(f"{form.language} {form.text!r}: {form.field} {form.expected}, heard {heard}"
                      for form, heard in misheard[:_SHOWN])  # fmt: skip
    assert not misheard, f"{len(misheard)} of {len(forms)}:\n{shown}"
