"""One player for another: which goes, and which comes, in seven languages; and what is no trade."""

from __future__ import annotations

import pytest

from nlp.lexicon import LANGUAGES, built_in
from nlp.rules.negation import negated
from nlp.text import read

# language, message, who goes, who comes
_TRADES = [
    ("en", "swap the sad violin for a clarinet", "violin", "clarinet"),
    ("en", "could the choir bit be an oboe", "choir", "oboe"),
    ("en", "the piano is dull, use a harp instead", "piano", "harp"),
    ("en", "I'd sooner have strings than brass", "brass", "strings"),
    ("en", "swap it for a harp", "", "harp"),
    ("de", "kannst du das Cello durch eine Harfe ersetzen?", "cello", "harp"),
    ("de", "Geige gegen Cello tauschen", "violin", "cello"),
    ("de", "Saxsolo da, wo die Klarinette war", "clarinet", "saxophone"),
    ("de", "lieber eine Flöte als die Trompete", "trumpet", "flute"),
    ("de", "misch noch Mundharmonika rein", "", "harmonica"),
    ("es", "cambia solo el bajo por un contrabajo", "bass", "double bass"),
    ("es", "flauta donde ahora hay piano", "piano", "flute"),
    ("es", "¿lo del coro podría hacerlo un oboe?", "choir", "oboe"),
    ("es", "yo preferiría cuerdas a metales", "brass", "strings"),
    ("pt", "sai o banjo e entra o bandolim", "banjo", "mandolin"),
    ("pt", "põe o órgão no lugar daquele baixo", "bass", "organ"),
    ("pt", "troca por harpa", "", "harp"),
    ("fr", "change le piano pour une harpe", "piano", "harp"),
    ("fr", "un solo de sax là où il y avait la clarinette", "clarinet", "saxophone"),
    ("fr", "le banjo sort, la mandoline entre", "banjo", "mandolin"),
    ("zh", "钢琴能换成竖琴吗", "piano", "harp"),
    ("zh", "大号下去，巴松上来", "tuba", "bassoon"),
    ("ja", "トロンボーンをファゴットに交換して", "trombone", "bassoon"),
    ("ja", "バイオリンやめてチェロにしない?", "violin", "cello"),
    ("ja", "今ピアノのところをハープで", "piano", "harp"),
]  # fmt: skip
_NO_TRADES = [
    ("en", "use violin and cello instead"),
    ("en", "could the piano be a bit louder and add a harp"),
    ("es", "cambia el ritmo y pon piano con flauta"),
    ("de", "kann das Klavier lauter sein, und die Harfe dazu"),
    ("fr", "change le tempo, garde le piano et la harpe"),
    ("pt", "muda o andamento e põe piano e harpa"),
    ("en", "the piano should be louder than the drums"),
    ("en", "turn the drums down to let the piano shine"),
    ("en", "keep the piano, make the drums quieter instead"),
    ("en", "could the piano be behind the strings"),
    ("en", "I'd rather have the piano louder than the drums"),
    ("pt", "muda o piano e a harpa"),
    ("pt", "passa o piano pra frente e a flauta pra trás"),
    ("pt", "quero mais piano do que bateria"),
    ("fr", "un morceau passionné au piano et à la flûte"),
    ("fr", "je préfère le piano au début et la flûte à la fin"),
    ("es", "prefiero el piano al principio y la flauta al final"),
    ("de", "es soll ein Klavier und eine Geige dabei sein"),
    ("de", "ein wechselvolles Stück für Klavier mit Geige"),
    ("de", "kann das Klavier lauter als die Geige sein"),
    ("ja", "ピアノを入れて、フルートをもっと静かに変えて"),
]


def _heard(language: str, message: str) -> tuple[set[str], set[str]]:
    """(refused, wanted)."""
    folded = read(message).folded
    hits = built_in().find(folded, language)
    gone = negated(folded, hits, language)
    names = [{entry.name for entry in hit.of("instruments", "instrument_groups")} for hit in hits]
    refused = {name for index, own in enumerate(names) if index in gone for name in own}
    return refused, {name for index, own in enumerate(names) if index not in gone for name in own}


@pytest.mark.parametrize(("language", "message", "goes", "comes"), _TRADES)
def test_one_goes_and_the_other_comes(language: str, message: str, goes: str, comes: str):
    assert _heard(language, message) == ({goes} - {""}, {comes})


@pytest.mark.parametrize(("language", "message"), _NO_TRADES)
def test_two_players_that_are_both_wanted_stay(language: str, message: str):
    refused, wanted = _heard(language, message)
    assert not refused and len(wanted) == 2


def test_every_language_has_trades():
    assert {language for language, *_ in _TRADES} == set(LANGUAGES)
