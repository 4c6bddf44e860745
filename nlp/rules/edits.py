"""Changes to a piece that exists: comparatives, "more X", "too X", "not X enough", and the verbs of editing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.lexicon import Entry, Hit
from nlp.rules import phrases, talk
from nlp.rules.described import is_unwanted
from nlp.rules.finding import before_arrows

MORE, LESS, TOO, ENOUGH, KEPT, UNWANTED = "more", "less", "too", "enough", "kept", "unwanted"

# What stands right before the compared word.
_BEFORE = (
    (
        LESS,
        re.compile(
            r"(?:(?<![a-z])(?:less|fewer|reduce(?: the)?|decrease(?: the)?|lower the|"
            r"(?:not|shouldn't be|isn't|needn't be) (?:so|as|that|quite as|quite so)|"
            r"turn down the|tone down the|ease off(?: on)? the|"
            r"menos|no (?:(?:sea|suene|este|quede) )?tan|baja(?:r|le)?(?: el| la| los)?|reduce(?: el| la)?)"
            r"(?: of(?: the)?| de| much| many)?\s|"
            r"(?:少一?点儿?|少些|(?:别|不|不要|没|唔好)[那这]么|别太|减少|降低)的?\s?)$"
        ),
    ),
    (
        TOO,
        re.compile(
            r"(?:(?<![a-z])(?:too|way too|demasiad[oa]s?)(?: (?:much|many|damn))?\s|"
            r"(?:太|过于|有点太|有点儿?|太过))$"
        ),
    ),
    (
        MORE,
        re.compile(
            r"(?:(?<![a-z])(?:more|even more|increase(?: the)?|boost(?: the)?|beef up the|push the|"
            r"turn up the|bring up the|raise the|mas|"
            r"aumenta(?:r)?(?: el| la)?|sube(?: el| la| los)?)(?: of(?: the)?| de)?\s|"
            r"(?:比[^,.!?]{1,12}(?:还要?|都)|更加?|再|多一?点儿?|多些|多来点|加强|增加|加一?点|增强|再多一?点|变得更)的?\s?)$"
        ),
    ),
)
_KEPT_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:(?:just|exactly|equally|every bit) as|(?:keep|leave|stay(?:ing)?)(?: it| this| that)? as|"
    r"(?:keep|leave|lose none of)(?: all)? (?:the|its|that)|"
    r"igual de|(?<!et )aussi|genauso|ebenso)\s|(?<!像.)(?<!像..)(?<!像...)(?:一样|同样)的?)$"
)
_KEPT_AFTER = re.compile(
    r"^ (?:(?:should|must|can|has to|have to|needs? to|may) (?:stay|remain)|(?:stays|remains)(?= |$|[,.!])|"
    r"(?:soll|sollen|sollte|muss|darf|kann)(?: (?:aber|ruhig|so|gern|gerne|da|bitte|genau|trotzdem|schon))* bleiben|"
    r"bleibt(?= |$|[,.!])|(?:que )?(?:se quede|se mantenga|siga) igual|(?:doit|peut) rester|reste(?= pareil|$|[,.!]))"
)
# The same in languages whose words for it are everyday words elsewhere ("plus", "zu", "mais").
_BEFORE_IN = {
    "pt": (
        (LESS, re.compile(r"(?<![a-z])(?:menos|nao (?:(?:seja|fique|soe|esteja) )?tao|nem tao|"
            r"reduz(?:a|ir)?(?: o| a)?|diminu[ai](?: o| a| os| "
            r"as)?|abaixa(?: o| a)?)(?: de)?\s$")),
        # "Rápida e muito triste": after an adjective it is an "and".
        (TOO, re.compile(r"(?<![a-z])(?:(?:esta|ta|ficou|fica|(?<!(?<!ss)(?<!st)[aoe] )e|achei|soa)(?: um pouco| "
            r"meio| bem)? (?:muito|demasiado)|demasiad[oa]|excessivamente)\s$")),
        (MORE, re.compile(r"(?<![a-z])(?:mais|ainda mais|aumenta(?:r)?(?: o| a| os| as)?|sobe(?: o| a| os)?|um "
            r"pouco mais)(?: de)?\s$")),
    ),
    "fr": (
        (LESS, re.compile(r"(?<![a-z])(?:moins(?: de trucs?)?|pas (?:si|aussi)|reduis(?: le| la| les)?|"
            r"baisse(?: le| la| les)?|diminue(?: le| la| les)?)(?: de | d'|\s)$")),
        (TOO, re.compile(r"(?<![a-z])trop(?: de | d'|\s)$")),
        (MORE, re.compile(r"(?<![a-z])(?:plus|encore plus|un peu plus|augmente(?: le| la| les)?|monte(?: le| la| "
            r"les)?|davantage)(?: de | d'|\s)$")),
    ),
    "de": (
        (LESS, re.compile(r"(?<![a-z])(?:weniger|nicht (?:so|ganz so)|reduzier(?:e|en)?(?: die| das| den)?)\s$")),
        (TOO, re.compile(r"(?<![a-z])(?:zu|viel zu|etwas zu|zu (?:viel|viele|sehr))\s$")),
        (MORE, re.compile(r"(?<![a-z])(?:mehr|noch mehr|etwas mehr)\s$")),
    ),
    "ja": (
        (TOO, re.compile("(?:ちょっと|少し)?あまりにも?$")),
        (MORE, re.compile("(?:もっと|もう少し|もうすこし|もうちょっと|もうちょい|もう一段|もう一声|"
            "さらに|更に|より|一层)(?:も|、)?$")),
    ),
}  # fmt: skip
# What stands right after it.
_AFTER = (
    (MORE, re.compile(r"^\s?(?:啲|多啲|多一?点|多些|强一?点|加强|重一?点|再多|一?点儿?(?![a-z什都也没不的])|一些|些)")),
    (LESS, re.compile(r"^\s?(?:少一?点|少些|弱一?点|轻一?点)")),
    (LESS, re.compile("^(?:(?:し|は)?ないで|なくて(?:も|い|良|よ|结构|結構))")),
    (
        LESS,
        re.compile(
            r"^ (?:down(?= a (?:bit|little|touch|notch)|$|[,.!])|"
            r"(?:se (?:oig|escuch)a|suene) (?:un poco )?menos(?=$|[,.!]))"
        ),
    ),
    (
        MORE,
        re.compile(
            r"^ (?:up(?= a (?:bit|little|touch|notch)|$|[,.!])|"
            r"(?:se (?:oig|escuch)a|suene) (?:un poco )?mas(?=$|[,.!]))"
        ),
    ),
    (ENOUGH, re.compile(r"^ (?:enough|genug|o (?:suficiente|bastante))")),
    (
        TOO,
        re.compile(
            "^(?: demais(?![a-z])|(?:な|なり)?(?:すぎ|过ぎ)|感じ(?:た|ま[しす]|る(?!よう|曲|の))|"
            "が(?:多|强|強|うるさ|大き)すぎ|ない(?:[?？]|か|です|かな))"
        ),
    ),
    (
        LESS,
        re.compile(
            "^(?:の量|の音量|さ)?(?:を|は)?(?:もう少し|もっと|少し|ちょっと)?(?:减ら|減ら|抑え|控えめ|"
            "弱く|弱め|少なく|少なめ|下げ|小さく)"
        ),
    ),
    (
        MORE,
        re.compile(
            "^(?:の量|の音量|さ)?(?:を|は)?(?:もう少し|もっと|少し|ちょっと)?(?:増や|强く|強く|强め|強め|"
            "多め|多く|上げ|大きく|目立た|前面)"
        ),
    ),
)
_NOT_ENOUGH = re.compile(
    r"(?:(?:not|isn't|aren't|wasn't|no)(?: really| quite)? |不够|"
    r"no (?:es |esta )?(?:lo )?(?:suficientemente|bastante) |pas assez (?:de |d'|le |la |les )?|"
    r"nao (?:esta |e |ta |ficou )?|"
    r"nicht )$"
)

_ADDED = re.compile("(?:加|加入|加上|增加)(?:一?点儿?|一?些)?$")  # "加点竖琴" adds a harp
_SHARING = ("moods", "pace", "texture")
_AND = re.compile(r"\s?(?:and|y|e|et|und|,|和|、|で)\s?")
_KEPT_JA = re.compile("(?:し|は)?ないで")  # "速くしないで" asks for no change
_ADVERB_JA, _OWN_WAY_JA = ("く", "に", "くて"), re.compile("(?:小さ|大き|弱|強|强|少な|多)[くめ]")
_PARTICLE = re.compile(" (?:down|up)(?![a-z])")  # "quieten down" is no less quiet
_TOO_JA = ("すぎ", "过ぎ")
# No comparatives.
_ER_DE = {"heiter", "munter", "locker", "durcheinander", "duster", "duester", "finster", "leer", "schwer"}
_ARTICLE_DE = re.compile(r"(?<![a-z])(?:k?ein|n|der|dieser|jeder|so|ganz)[ ,]+(?:[a-z]+er,? )*$")
_ARTICLE_WINDOW = 40  # characters
_NO_NOUN_DE = re.compile(r"\s*(?:$|[,.!?;)]|(?:und|aber|bitte|bittschon|halt|als|dafur|machen|werden|sein|klingen|"
                         r"gehen|laufen|wirken|wird|klingt|wirkt|spielen|sollte|soll|gern|noch|so|"
                         r"(?:schon|ja)(?! (?:gar )?nicht))(?![a-z]))")  # fmt: skip

MOOD_PUSH: dict[str, dict[str, int]] = {
    "happy": {"valence": 1}, "sad": {"valence": -1}, "calm": {"energy": -1}, "tense": {"energy": 1},
    "dark": {"valence": -1}, "epic": {"energy": 1}, "romantic": {"valence": 1}, "dreamy": {"energy": -1},
    "angry": {"energy": 1}, "playful": {"valence": 1}, "nostalgic": {"valence": -1},
    "mysterious": {"valence": -1}, "hopeful": {"valence": 1}, "melancholic": {"valence": -1},
    "energetic": {"energy": 1}, "solemn": {"energy": -1}, "funny": {"valence": 1}, "scary": {"valence": -1},
    "peaceful": {"energy": -1}, "triumphant": {"valence": 1, "energy": 1},
}  # fmt: skip
# Moods that are only a step along valence or energy.
DEGREES = frozenset({"happy", "sad", "calm", "dark", "melancholic", "energetic", "peaceful", "hopeful"})
_TWO_HITS_ENERGY = ("happy", "energetic")  # "more upbeat" names both and means the livelier


def pushes(entry: Entry) -> dict[str, int]:
    """What "more of it" pushes: attribute -> -1 or +1; empty where more of it is no direction."""
    if entry.category == "moods":
        return MOOD_PUSH[entry.name]
    if entry.category == "pace":
        return {"tempo": 1 if entry.facts["range"][0] > 100 else -1}
    if entry.category in {"texture", "edits"} and "push" in entry.facts:
        return dict(entry.facts["push"])
    if entry.category == "texture" and "value" in entry.facts:
        return {entry.facts["kind"]: 1 if entry.facts["value"] > 0.5 else -1}
    if entry.category in {"instruments", "instrument_groups"}:
        return {"energy" if entry.name in {"drums", "percussion"} else "density": 1}
    return {}


def is_of_its_own(hit: Hit) -> bool:
    """Whether more of it is another mood ("scarier") and not only a step along valence or energy ("sadder")."""
    is_level = any(entry.name in DEGREES or entry.category == "edits" for entry in hit.entries)
    return bool(hit.of("moods")) and not is_level


def degrees(
    folded: str, hits: Sequence[Hit], spoken: str | None = None, *, has_last_piece: bool = False
) -> list[str | None]:
    """For each hit how it is compared; None where it is named. ENOUGH: said after a "not"."""
    found: list[str | None] = []
    for index, hit in enumerate(hits):
        how = _degree(folded, hit, spoken)
        if how in {KEPT, UNWANTED} and not has_last_piece:
            how = None
        if how is None and spoken == "de" and has_last_piece and _is_german_comparative(folded, hit):
            how = MORE
        # "Darker and more epic", "more epic and sad": a list shares its "more".
        if how is None and index and found[-1] in {MORE, LESS} and hits[index - 1].of("moods") and hit.of(*_SHARING):
            how = found[-1] if _is_listed(folded, hits[index - 1], hit) else None
        found.append(how)
    return found


def _is_listed(folded: str, first: Hit, second: Hit) -> bool:
    """Whether nothing but an "and" stands between, which in Japanese may be the end of the first: 暗くて長い."""
    joins = _AND.fullmatch(folded, first.end, second.start) is not None
    return joins or (first.end == second.start and folded[: first.end].endswith(("くて", "で")))


def _is_german_comparative(folded: str, hit: Hit) -> bool:
    """ "Trauriger bitte" asks for a sadder piece; "ein trauriger Walzer" is a sad one."""
    word = folded[hit.start : hit.end]
    return (
        bool(hit.of("moods", "pace", "texture"))
        and word.endswith("er")
        and word not in _ER_DE
        and not _ARTICLE_DE.search(folded[max(0, hit.start - _ARTICLE_WINDOW) : hit.start])
        and _NO_NOUN_DE.match(folded, hit.end) is not None
    )


def _degree(folded: str, hit: Hit, spoken: str | None) -> str | None:
    before, after = folded[max(0, hit.start - 28) : hit.start], folded[hit.end : hit.end + 28]
    if hit.of("instruments", "instrument_groups") and _ADDED.search(before):
        return None
    if folded[: hit.end].endswith(_TOO_JA) and not hit.of("edits"):
        return TOO
    if is_unwanted(hit, before, after):
        return UNWANTED
    for word, pattern in (*_BEFORE, *_BEFORE_IN.get(spoken or "", ())):
        if pattern.search(before):
            return word
    if hit.of(*_SHARING) and not hit.of("edits") and (_KEPT_BEFORE.search(before) or _KEPT_AFTER.search(after)):
        return KEPT
    if _NOT_ENOUGH.search(before) and (
        "够" in before or "suficiente" in before or "bastante" in before or "assez" in before
    ):
        return ENOUGH
    if hit.of("edits") and _KEPT_JA.match(after):
        return None
    is_adverb = folded[: hit.end].endswith(_ADVERB_JA)  # 低く小さく: both, and no less of the first
    for word, pattern in _AFTER:
        if (is_adverb and _OWN_WAY_JA.match(after)) or (hit.of("edits") and _PARTICLE.match(after)):
            continue
        if pattern.search(after) and (word != ENOUGH or _NOT_ENOUGH.search(before)):
            return word
    return None


def change(hit: Hit, how: str) -> dict[str, int]:
    """The directions of one compared hit."""
    entries = [entry for entry in hit.entries if pushes(entry)]
    names = tuple(entry.name for entry in entries)
    if names == _TWO_HITS_ENERGY:
        entries = entries[1:]
    sign = 1 if how in {MORE, ENOUGH} else -1
    return {name: sign * step for entry in entries for name, step in pushes(entry).items()}


def attributes_named(hit: Hit) -> set[str]:
    """The attributes that a hit names."""
    return {name for entry in hit.entries for name in pushes(entry)}


def attributes(hit: Hit) -> set[str]:
    """The attributes that a hit speaks of; what is said of energy may be said of loudness as well."""
    names = attributes_named(hit)
    return names | {"volume"} if "energy" in names else names


def has_edit_verb(folded: str) -> bool:
    """ "make it", "add", "去掉", "ponle": words that only make sense of a piece that exists."""
    return phrases.EDIT_VERB.search(folded) is not None or has_arrow(folded)


def has_arrow(folded: str) -> bool:
    """ "90 bpm -> 100 bpm": what it was and what it shall be."""
    return bool(before_arrows(folded))


def asks_for_new(folded: str) -> bool:
    """ "compose", "give me", "来一首", "hazme": words that ask for a piece of its own."""
    return talk.says("asks", folded)


def leaves_the_last(folded: str) -> bool:
    """ "Scrap those", "都算了", "vergiss das": what follows is wanted in place of what was played."""
    return talk.says("anew", folded)


def is_fragment(folded: str) -> bool:
    """ "no drums", "in D minor", "with strings": half a sentence, which leans on the piece before it."""
    return phrases.FRAGMENT.match(folded) is not None
