"""Taking a change back, as people type it in seven languages, and what only sounds like it."""

from __future__ import annotations

import time

import pytest

from nlp.rules.undo import is_undo
from nlp.text import read

SAID = {
    "en": (
        "undo that", "Undo", "wait no, undo the last change please", "go back", "go back to the previous version",
        "revert", "revert that change", "the previous version", "no, go back to the one before", "ctrl z", "Ctrl+Z!!",
        "can you put it back how it was?", "actually, take that back", "hmm I want the old version back", "roll back",
        "cancel that", "change it back please", "go back one step", "I'd like the version before that", "restore it",
        "oops undo what you just did", "back to how it was before", "make it like it was",
    ),
    "es": (
        "deshaz eso", "Deshacer", "deshazlo por favor", "no, deshaz el último cambio", "vuelve atrás",
        "vuelve a la anterior", "quiero volver a la versión anterior", "la versión anterior", "mejor la de antes",
        "revierte el cambio", "¡anula eso!", "cancela el último cambio", "déjalo como estaba",
        "vuelve a como estaba antes", "un paso atrás", "espera, marcha atrás", "ctrl z por favor",
        "¿puedes deshacer lo que hiciste?", "devuélveme la versión anterior",
    ),
    "pt": (
        "desfaz", "desfaz isso", "desfaça a última mudança", "não, desfazer", "volta", "volta pra versão anterior",
        "a versão anterior por favor", "volta atrás", "reverte isso", "cancela a última alteração",
        "quero a anterior de volta", "deixa como estava antes", "volta como era", "prefiro a de antes", "anula isso",
        "espera, volta um passo", "ctrl z", "pode desfazer o que você fez?", "volta para a versão anterior",
    ),
    "fr": (
        "annule", "annule ça", "Annule le dernier changement", "non, reviens en arrière", "la version précédente",
        "reviens à la version précédente", "retour", "défais ça stp", "remets comme avant", "remets-le comme c'était",
        "je préfère celle d'avant", "marche arrière", "annuler la dernière modification",
        "rétablis la version précédente", "attends, reviens à celle d'avant", "tu peux annuler ça ?",
        "donne-moi l'ancienne version", "ctrl z", "comme avant",
    ),
    "de": (
        "mach das rückgängig", "Rückgängig", "rückgängig machen", "bitte mach es wieder rückgängig", "geh zurück",
        "zurück", "zurück zur vorherigen Version", "die vorherige Version", "nein, geh einen Schritt zurück",
        "nimm das zurück", "mach es wieder wie vorher", "die letzte Änderung rückgängig machen",
        "kannst du das rueckgaengig machen?", "lieber die alte Version", "strg z", "Strg+Z", "wie vorher bitte",
        "ich will die vorherige Version zurück", "setz es zurück", "geh zurück zur alten Version",
    ),
    "zh": (
        "撤销", "撤銷", "撤消刚才的修改", "取消刚才的改动", "回到上一版", "回到上一个版本", "返回上一步", "改回去",
        "变回原来的样子", "恢复原样", "还原", "请恢复到之前的版本", "上一版", "还是上一个版本吧", "等等，不对，撤销",
        "退回上一步", "把它改回去", "我想要之前的版本", "不,改回来", "能不能撤销一下?", "换回之前那个", "后退一步",
    ),
    "ja": (
        "元に戻して", "戻して", "もとに戻してください", "取り消して", "さっきの変更を取り消して",
        "やっぱり元に戻して", "前のバージョンに戻して", "一つ前に戻して", "前のバージョン", "キャンセルして",
        "今のなしで", "変更をキャンセルしてください", "前の状態に戻してほしい", "さっきのやつに戻して",
        "ごめん、取り消し", "元通りにして", "戻してもらえますか", "アンドゥ", "いや、前のほうがいい",
        "なかったことにして",
    ),
}  # fmt: skip
NEAR = {
    "en": (
        "go back to the chorus", "undo the drums part at 0:30", "I want to go back to school", "back to school music",
        "take me back to the 80s", "the previous song was great", "bring back the drums", "a song called undo",
        "revert to D minor", "go back to piano only", "don't undo that", "a song about going back home", "reverse it",
        "give me an old song", "the original was better", "turn it down", "undo the reverb",
        "the one before was great", "give me a piece with an original melody", "backbeat", "cancel culture anthem",
        "put the strings back",
    ),
    "es": (
        "vuelve al estribillo", "deshaz la batería", "volver al colegio", "música para volver a casa",
        "anula el bajo", "la anterior me gustó más", "no lo deshagas", "vuelve a re menor",
        "una canción sobre el pasado", "más atrás la batería", "vuelve a poner los violines",
        "quiero volver a empezar",
    ),
    "pt": (
        "volta pro refrão", "desfaz a bateria", "música de volta às aulas", "quero voltar para casa",
        "volta para ré menor", "a anterior era melhor", "não desfaz", "uma música sobre voltar no tempo",
        "coloca os violinos de volta", "anula o baixo", "uma valsa antiga", "cancela a guitarra",
    ),
    "fr": (
        "reviens au refrain", "annule la batterie", "une musique de retour à la maison", "n'annule pas",
        "reviens en ré mineur", "la précédente était mieux", "une chanson sur le passé", "remets la batterie",
        "remets les violons comme au début", "retour vers le futur", "une vieille chanson", "comme avant Noël",
    ),
    "de": (
        "geh zurück zum Refrain", "mach das Schlagzeug rückgängig", "Musik für den Rückweg", "zurück in die Schule",
        "mach es nicht rückgängig", "die vorherige war besser", "zurück zu d-Moll", "ein Lied über die Heimkehr",
        "nimm das Schlagzeug zurück", "bring die Geigen zurück", "ein altes Lied", "zurück in die Zukunft",
    ),
    "zh": (
        "取消鼓", "回到副歌", "回到D小调", "我想回到学校", "不要撤销", "上一版我很喜欢", "回到过去",
        "还原80年代的声音", "恢复鼓声", "撤销鼓的部分", "关于回家的歌", "把吉他换回来",
    ),
    "ja": (
        "サビに戻して", "ドラムを取り消して", "元気な曲", "学校に戻る曲", "80年代に戻りたい", "前の曲が好き",
        "ピアノに戻して", "戻さないで", "取り消さないで", "ドラムなしで", "過去に戻る歌", "前のめりなビート",
    ),
}  # fmt: skip


def each(phrases: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in phrases.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), each(SAID))
def test_taking_the_last_change_back_is_understood_and_nothing_else_with_it(hear, language: str, text: str):
    heard = hear(text, has_last_piece=True, candidates=4, language=language)
    assert (heard.undo, heard.intent, heard.language) == (True, "refine", language)
    said = {name for name, value in heard.to_json().items() if value not in (None, [], {})}
    assert said == {"intent", "language"} and heard.sources == {"intent": "rule"}


@pytest.mark.parametrize(("language", "text"), each(NEAR))
def test_what_only_sounds_like_it_is_not_taken_for_it(hear, language: str, text: str):
    assert not hear(text, has_last_piece=True, candidates=4, language=language).undo


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("desfaz isso", "pt"),
        ("annule", "fr"),
        ("deshaz eso", "es"),
        ("rückgängig", "de"),
        ("撤销", "zh"),
        ("元に戻して", "ja"),
    ],
)
def test_its_language_is_told_by_the_phrase(hear, text: str, language: str):
    assert hear(text).language == language


def test_it_is_no_field_of_the_contract(hear):
    assert "undo" not in hear("undo that").to_json()


@pytest.mark.parametrize(
    "text",
    ["可以吗" * 26, "no " * 26, "ね" * 80, "warte mal " * 8, "不对," * 26, "戻して" * 26, "^" * 80, "undo" * 999],
)
def test_hostile_repetition_is_turned_down_at_once(text: str):
    began = time.perf_counter()
    assert not is_undo(read(text).folded)
    assert time.perf_counter() - began < 0.2
