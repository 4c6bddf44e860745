"""What a "no" reaches, in seven languages: the names it refuses, and the names beside it that are still wanted."""

from __future__ import annotations

import pytest

from nlp.lexicon import LANGUAGES, built_in
from nlp.rules.negation import negated
from nlp.text import read
from tests.nlp.sentences.trades import NO_TRADES, TRADES

_NAMES = ("instruments", "genres", "moods")

# language, message, refused, wanted
_SENTENCES = [
    ("en", "a dark track with oboe, and the bells stay out of it", "bells", "dark oboe"),
    ("en", "violin good, the trumpet has to go", "trumpet", "violin"),
    ("en", "flute yes, clarinet no", "clarinet", "flute"),
    ("en", "ska. violin? nope. harmonica? yes please", "violin", "ska harmonica"),
    ("en", "lose the choir and bring the strings out", "choir", "strings"),
    ("en", "I'd rather have trumpet than flute", "flute", "trumpet"),
    ("en", "I'm allergic to punk, anything but techno too", "punk techno", ""),
    ("en", "not only piano but also strings, and don't forget the bass", "", "piano strings bass"),
    ("en", "I can't imagine this without drums", "", "drums"),
    ("en", "piano. nothing else. no more than 45 seconds", "", "piano"),
    ("en", "don't make it too happy, keep the piano", "happy", "piano"),
    ("en", "we're done with techno, neither bells nor choir, try funk", "techno bells choir", "funk"),
    ("zh", "给我来点爵士,萨克斯就别上场了", "saxophone", "jazz"),
    ("zh", "鼓和贝斯都不要,只留钢琴", "drums bass", "piano"),
    ("zh", "除了钢琴还要加上小提琴", "", "piano violin"),
    ("zh", "不光要小号,还要贝斯", "", "trumpet bass"),
    ("zh", "钢琴可以有,鼓就免了吧", "drums", "piano"),
    ("zh", "竖琴代替钢琴", "piano", "harp"),
    ("zh", "有没有那种悲伤的爵士", "", "sad jazz"),
    ("zh", "不能没有鼓", "", "drums"),
    ("zh", "大号静音,来首民谣", "tuba", "folk"),
    ("es", "violín sí, trompeta ni loco", "trumpet", "violin"),
    ("es", "la flauta déjala fuera, mete un oboe", "flute", "oboe"),
    ("es", "no busco algo triste sino nostálgico", "sad", "nostalgic"),
    ("es", "no solo piano, también cuerdas", "", "piano strings"),
    ("es", "que no falte la batería", "", "drums"),
    ("es", "nadie quiere oír la tuba, usa clarinete", "tuba", "clarinet"),
    ("es", "una balada que no sea melancólica", "melancholic", ""),
    ("es", "ya estoy harta de techno, piano y nada más", "techno", "piano"),
    ("pt", "quero violino, trompete não quero", "trumpet", "violin"),
    ("pt", "deixa a flauta de fora e bota um oboé", "flute", "oboe"),
    ("pt", "uma valsa que não fique melancólica", "melancholic", "waltz"),
    ("pt", "não só piano, mas também cordas", "", "piano strings"),
    ("pt", "bateria não pode faltar", "", "drums"),
    ("pt", "no piano, por favor, uma coisa triste", "", "piano sad"),
    ("pt", "chega de trance épico, bora de orquestral", "trance epic", "orchestral"),
    ("pt", "não me venha com banjo, piano e nada mais", "banjo", "piano"),
    ("fr", "laisse la flûte de côté et mets un hautbois", "flute", "oboe"),
    ("fr", "violon oui, trompette non", "trumpet", "violin"),
    ("fr", "j'en ai marre de la techno, mets du funk", "techno", "funk"),
    ("fr", "pas seulement du piano, des cordes aussi", "", "piano strings"),
    ("fr", "n'oublie pas la basse", "", "bass"),
    ("fr", "le banjo est de trop, et pas une note de tuba", "banjo tuba", ""),
    ("fr", "t'aurais pas un jazz calme ?", "", "jazz calm"),
    ("fr", "je ne dis pas non au piano, mais oublie le chœur", "choir", "piano"),
    ("de", "Geige ja, Trompete nein", "trumpet", "violin"),
    ("de", "lass die Flöte weg und nimm eine Oboe", "flute", "oboe"),
    ("de", "Flöte und Oboe kannst du weglassen", "flute oboe", ""),
    ("de", "nicht nur Klavier, sondern auch Streicher", "", "piano strings"),
    ("de", "vergiss den Bass nicht", "", "bass"),
    ("de", "das Schlagzeug darf nicht fehlen", "", "drums"),
    ("de", "ich hab genug von Techno, Trance kann ich nicht ausstehen", "techno trance", ""),
    ("de", "hau mal nen Barock beat raus, Orgel geht gar nicht", "organ", "baroque"),
    ("ja", "バイオリンはあり、トランペットはなし", "trumpet", "violin"),
    ("ja", "フルートは外してオーボエを入れて", "flute", "oboe"),
    ("ja", "ドラムもベースもいらない", "drums bass", ""),
    ("ja", "ピアノだけじゃなくてストリングスも", "", "piano strings"),
    ("ja", "ピアノがないと困る、バンジョーはやめて", "banjo", "piano"),
    ("ja", "テクノはもう飽きた、ファンクにして", "techno", "funk"),
    ("ja", "悲しすぎない曲を", "sad", ""),
    ("ja", "バンジョー禁止、ロックだけ", "banjo", "rock"),
]


def _heard(language: str, text: str) -> tuple[set[str], set[str]]:
    folded = read(text).folded
    hits = built_in().find(folded, language)
    refused = negated(folded, hits, language)
    sides: tuple[set[str], set[str]] = set(), set()
    for index, hit in enumerate(hits):
        sides[index not in refused].update(entry.name for entry in hit.of(*_NAMES))
    return sides


@pytest.mark.parametrize(("language", "text", "refused", "wanted"), [*_SENTENCES, *TRADES])
def test_a_no_refuses_what_it_is_said_of_and_nothing_beside_it(language: str, text: str, refused: str, wanted: str):
    assert _heard(language, text) == (set(refused.split()), set(wanted.split()))


@pytest.mark.parametrize(("language", "text"), NO_TRADES)
def test_two_players_that_are_both_wanted_stay(language: str, text: str):
    refused, wanted = _heard(language, text)
    assert not refused and len(wanted) >= 2


def test_every_language_has_trades():
    assert {language for language, *_ in TRADES} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bare_name_is_refused_in_no_language(language: str):
    assert _heard(language, "jazz, piano, techno")[0] == set()


@pytest.mark.parametrize(
    "text", ["piano no, drums yes", "drums yes, piano no", "drums, not piano", "drums minus piano"]
)
def test_a_message_of_unknown_language_is_heard_in_all_of_them(text: str):
    folded = read(text).folded
    hits = built_in().find(folded, None)
    assert [hits[index].entries[0].name for index in negated(folded, hits)] == ["piano"]
