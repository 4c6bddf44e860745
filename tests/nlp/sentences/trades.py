"""One player for another, as people type it, and what only looks like it."""

from __future__ import annotations

# Language, message, who goes, who comes.
TRADES: list[tuple[str, str, str, str]] = [
    ("en", "swap the old violin for a clarinet", "violin", "clarinet"),
    ("en", "could the choir bit be an oboe", "choir", "oboe"),
    ("en", "the piano is dull, use a harp instead", "piano", "harp"),
    ("en", "I'd sooner have strings than brass", "brass", "strings"),
    ("en", "swap it for a harp", "", "harp"),
    ("de", "kannst du das Cello durch eine Harfe ersetzen?", "cello", "harp"),
    ("de", "Geige gegen Cello tauschen", "violin", "cello"),
    ("de", "Saxsolo da, wo die Klarinette war", "clarinet", "saxophone"),
    ("de", "lieber eine Flöte als die Trompete", "trumpet", "flute"),
    ("de", "misch noch Mundharmonika rein", "", "harmonica"),
    ("es", "cambia solo el bajo por un arpa", "bass", "harp"),
    ("es", "flauta donde ahora hay piano", "piano", "flute"),
    ("es", "¿lo del coro podría hacerlo un oboe?", "choir", "oboe"),
    ("es", "yo preferiría cuerdas a metales", "brass", "strings"),
    ("pt", "sai o banjo e entra o bandolim", "banjo", "mandolin"),
    ("pt", "põe o órgão no lugar daquele baixo", "bass", "organ"),
    ("pt", "troca por harpa", "", "harp"),
    ("pt", "troca o piano e a flauta por cordas", "piano flute", "strings"),
    ("fr", "change le piano pour une harpe", "piano", "harp"),
    ("fr", "un solo de sax là où il y avait la clarinette", "clarinet", "saxophone"),
    ("fr", "le banjo sort, la mandoline entre", "banjo", "mandolin"),
    ("zh", "钢琴能换成竖琴吗", "piano", "harp"),
    ("zh", "大号下去，巴松上来", "tuba", "bassoon"),
    ("ja", "トロンボーンをファゴットに交換して", "trombone", "bassoon"),
    ("ja", "バイオリンやめてチェロにしない?", "violin", "cello"),
    ("ja", "今ピアノのところをハープで", "piano", "harp"),
]  # fmt: skip

# Language and message: both players stay.
NO_TRADES: list[tuple[str, str]] = [
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
