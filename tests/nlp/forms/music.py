"""How seven languages say keys, meters, lengths in bars, halves of minutes and Italian terms; sentences for them."""

from __future__ import annotations

BARS = {
    "en": ("{n} bars", "{n} measures", "{d}-bar", "{n} bar", "{n}-bar phrase", "{n} bars long", "for {n} bars",
           "{d}bars"),
    "zh": ("{n}小节", "{n}个小节", "{d} 小节", "长度{n}小节", "{n}小節", "共{n}小节"),
    "es": ("{n} compases", "de {n} compases", "que dure {n} compases", "{n} compases de largo", "unos {n} compases"),
    "pt": ("{n} compassos", "de {n} compassos", "com {n} compassos", "uns {n} compassos", "que dure {n} compassos"),
    "fr": ("{n} mesures", "de {n} mesures", "sur {n} mesures", "environ {n} mesures", "qui dure {n} mesures"),
    "de": ("{n} Takte", "{n} Takten", "von {n} Takten", "{d}-taktig", "{n} Takte lang", "etwa {n} Takte", "{n}taktig"),
    "ja": ("{n}小節", "{n}小節の", "{d} 小節", "長さは{n}小節", "約{n}小節", "{n}小節分"),
}  # fmt: skip

# Minutes and their halves, in seconds.
HALVES = {
    "en": {15: ("a quarter of a minute",), 30: ("half a minute", "a half minute", "half a minute long", "half-minute",
           "0.5 minutes", "½ minute", "one half of a minute"), 45: ("three quarters of a minute",),
           60: ("a minute", "one minute", "a full minute", "a minute long", "a whole minute"),
           90: ("a minute and a half", "one and a half minutes", "one minute and a half", "1 1/2 minutes", "1.5 min",
           "1½ minutes", "a minute and 30 seconds", "a minute thirty", "a minute-and-a-half", "one-and-a-half-minute",
           "1 and a half minutes"),
           120: ("a couple of minutes", "a couple minutes"), 150: ("two and a half minutes", "2½ min", "2 1/2 minutes",
           "two minutes and a half", "2.5-minute", "two-and-a-half-minute"), 210: ("three and a half minutes",)},
    "zh": {30: ("半分钟", "半分鐘", "0.5分钟"), 60: ("一分钟", "1分鐘", "一分鐘长"), 90: ("一分半", "一分半钟",
           "一分钟半",
           "1分半", "1.5分钟", "一个半分钟", "1分半钟"), 150: ("两分半", "2分半", "两分半钟", "两分钟半", "2.5分钟"),
           210: ("三分半", "3分半钟", "三分鐘半")},
    "es": {30: ("medio minuto", "medio minuto de duración", "0,5 minutos"), 60: ("un minuto", "un minuto entero"),
           90: ("un minuto y medio", "minuto y medio", "1,5 minutos", "1 minuto y medio", "un minuto treinta",
           "un minuto y treinta segundos"), 120: ("un par de minutos",), 150: ("dos minutos y medio", "2,5 minutos",
           "2 minutos y medio"), 210: ("tres minutos y medio",)},
    "pt": {30: ("meio minuto", "meio minuto de duração", "0,5 minuto"), 60: ("um minuto", "um minuto inteiro"),
           90: ("um minuto e meio", "minuto e meio", "1,5 minuto", "1 minuto e meio", "um minuto e trinta",
           "um minuto e trinta segundos"), 120: ("um par de minutos",), 150: ("dois minutos e meio", "2,5 minutos",
           "2 minutos e meio"), 210: ("três minutos e meio",)},
    "fr": {15: ("un quart de minute",), 30: ("une demi-minute", "une demi minute", "0,5 minute"),
           60: ("une minute", "une minute entière"), 90: ("une minute et demie", "1,5 minute", "une minute trente",
           "1 minute et demie", "une minute et trente secondes", "une minute et demi"),
           150: ("deux minutes et demie", "2,5 minutes", "2 minutes et demie"), 210: ("trois minutes et demie",)},
    "de": {30: ("eine halbe Minute", "einer halben Minute", "halbe Minute", "0,5 Minuten"), 60: ("eine Minute",
           "einer Minute",
           "eine ganze Minute"), 90: ("anderthalb Minuten", "eineinhalb Minuten", "1,5 Minuten", "eine Minute dreißig",
           "anderthalbminütig", "eine Minute und dreißig Sekunden", "1 1/2 Minuten", "einundeinhalb Minuten",
           "eine und eine halbe Minute"), 120: ("ein paar Minuten",),
           150: ("zweieinhalb Minuten", "2,5 Minuten", "2½ Minuten", "zweieinhalbminütig",
                 "zwei und eine halbe Minute"),
           210: ("dreieinhalb Minuten",)},
    "ja": {30: ("30秒", "0.5分"), 60: ("一分間", "1分"), 90: ("一分半", "1分半", "1.5分", "1分30秒", "一分三十秒",
           "1分半くらい"),
           150: ("二分半", "2分半", "2.5分間"), 210: ("三分半", "3分半の")},
}  # fmt: skip

# {k}: the name of a key, written out by the generator; {x}: its tonic alone, which is major.
KEY = {
    "en": ("{k}", "in {k}", "in the key of {k}", "key: {k}", "key of {k}", "something in {k}", "in {x}",
           "in the key of {x}"),
    "zh": ("{k}", "用{k}", "{k}的", "调性是{k}", "调：{k}"),
    "es": ("{k}", "en {k}", "en la tonalidad de {k}", "tonalidad: {k}", "tono de {k}", "algo en {k}"),
    "pt": ("{k}", "em {k}", "na tonalidade de {k}", "tom: {k}", "no tom de {k}", "tom de {k}"),
    "fr": ("{k}", "en {k}", "dans la tonalité de {k}", "tonalité : {k}", "un morceau en {k}"),
    "de": ("{k}", "in {k}", "in der Tonart {k}", "Tonart: {k}", "ein Stück in {k}"),
    "ja": ("{k}", "{k}で", "キーは{k}", "キー：{k}", "{k}の曲"),
}  # fmt: skip

# {c}: beats and unit as 3/4; {hc}: the same in the language's digits; words by meter below.
METER = {
    "en": ("{c}", "in {c}", "{c} time", "in {c} time", "time signature {c}", "a {c} feel", "{c} meter",
           "time signature: {c}"),
    "zh": ("{c}", "{c}拍", "{c} 拍子", "拍号{c}", "用{c}拍"),
    "es": ("{c}", "en {c}", "compás de {c}", "en compás {c}", "compás: {c}", "a {c}"),
    "pt": ("{c}", "em {c}", "compasso {c}", "compasso de {c}", "compasso: {c}", "no compasso {c}"),
    "fr": ("{c}", "en {c}", "mesure à {c}", "mesure en {c}", "une mesure {c}", "mesure : {c}"),
    "de": ("{c}", "im {c}-Takt", "im {c} Takt", "{c}-Takt", "Taktart {c}", "im {c}Takt", "{c}-Takte"),
    "ja": ("{c}", "{c}拍子", "{c}拍子の", "拍子は{c}", "{c}拍"),
}  # fmt: skip
METER_WORDS = {
    "en": {"4/4": ("four four", "four-four time", "common time", "four quarter time"), "6/8": ("six eight",
           "six-eight time"),
           "3/4": ("three four", "three-four time", "three quarter time", "waltz time", "in three-four", "triple time"),
           "5/4": ("five four", "five-four time"), "7/8": ("seven eight", "seven-eight", "in seven eight"),
           "12/8": ("twelve eight", "twelve-eight time"), "2/4": ("two four", "two-four time", "cut time")},
    "zh": {"3/4": ("四分之三拍", "四三拍", "三拍子", "4分之3拍"), "4/4": ("四分之四拍", "四四拍", "四拍子"),
           "2/4": ("四分之二拍", "四二拍", "二拍子"), "6/8": ("八分之六拍", "八六拍", "8分之6拍"),
           "5/4": ("四分之五拍", "五拍子"),
           "7/8": ("八分之七拍", "八七拍"), "12/8": ("八分之十二拍",)},
    "es": {"3/4": ("tres por cuatro", "tres cuartos", "3 por 4", "compás de tres por cuatro", "a tres tiempos"),
           "4/4": ("cuatro por cuatro", "cuatro cuartos", "4 por 4"), "6/8": ("seis por ocho", "seis octavos",
           "6 por 8"),
           "2/4": ("dos por cuatro", "dos cuartos"), "5/4": ("cinco por cuatro",), "7/8": ("siete por ocho",
           "siete octavos"),
           "12/8": ("doce por ocho", "doce octavos")},
    "pt": {"3/4": ("três por quatro", "três quartos", "compasso ternário", "3 por 4"), "4/4": ("quatro por quatro",
           "quatro quartos", "compasso quaternário"), "6/8": ("seis por oito", "seis oitavos"),
           "2/4": ("dois por quatro", "compasso binário"), "5/4": ("cinco por quatro",),
           "7/8": ("sete por oito", "sete oitavos"), "12/8": ("doze por oito",)},
    "fr": {"3/4": ("trois quatre", "trois-quatre", "à trois temps", "mesure à trois temps", "à 3 temps"),
           "4/4": ("quatre quatre", "quatre-quatre", "à quatre temps", "mesure à quatre temps"), "5/4": ("cinq quatre",
           "à cinq temps"), "6/8": ("six huit", "six-huit", "mesure à six-huit"), "2/4": ("deux quatre",
           "à deux temps"),
           "7/8": ("sept huit", "sept-huit"), "12/8": ("douze huit", "douze-huit")},
    "de": {"3/4": ("Dreivierteltakt", "im Dreivierteltakt", "Drei-Viertel-Takt", "Walzertakt", "drei Viertel Takt"),
           "4/4": ("Viervierteltakt", "im Vier-Viertel-Takt"), "2/4": ("Zweivierteltakt", "Zwei-Viertel-Takt"),
           "6/8": ("Sechsachteltakt", "Sechs-Achtel-Takt", "im Sechs-Achtel-Takt"), "7/8": ("Siebenachteltakt",),
           "5/4": ("Fünfvierteltakt", "Fuenfvierteltakt", "Fünf-Viertel-Takt"), "12/8": ("Zwölfachteltakt",)},
    "ja": {"3/4": ("四分の三拍子", "4分の3拍子", "三拍子", "3拍子", "ワルツのリズム"), "4/4": ("四分の四拍子",
           "4分の4拍子", "四拍子", "4拍子"),
           "6/8": ("八分の六拍子", "8分の6拍子", "8分の6"), "2/4": ("四分の二拍子", "二拍子", "2拍子"),
           "5/4": ("四分の五拍子", "五拍子", "5拍子"),
           "7/8": ("八分の七拍子", "8分の7拍子"), "12/8": ("八分の十二拍子", "8分の12拍子")},
}  # fmt: skip

# Terms and the entry of lexicon/pace.toml that each belongs to.
TERMS = {name: name for name in ("larghetto", "adagio", "andante", "moderato", "allegretto", "allegro", "vivace",
         "presto",
                                 "prestissimo")} | {"andantino": "andante", "vivacissimo": "vivace"}  # fmt: skip
OWN_TERMS = {
    "zh": {"快板": "allegro", "小快板": "allegretto", "行板": "andante", "柔板": "adagio", "急板": "presto",
           "中板": "medium"},
    "ja": {"アレグロ": "allegro", "アレグレット": "allegretto", "アンダンテ": "andante", "アダージョ": "adagio",
           "プレスト": "presto",
           "モデラート": "moderato", "ヴィヴァーチェ": "vivace", "ラルゲット": "larghetto",
           "アンダンティーノ": "andante"},
}  # fmt: skip
TERM = {
    "en": ("{t}", "an {t} for piano", "in {t}", "{t} tempo", "tempo: {t}", "play it {t}", "an {t} movement",
           "marked {t}"),
    "zh": ("{t}", "一首{t}的曲子", "用{t}的速度", "速度：{t}", "{t}钢琴曲", "来一首{t}"),
    "es": ("{t}", "un {t} para piano", "en tempo {t}", "tempo: {t}", "algo {t}", "un movimiento {t}"),
    "pt": ("{t}", "um {t} para piano", "em andamento {t}", "andamento: {t}", "algo {t}", "um movimento {t}"),
    "fr": ("{t}", "un {t} pour piano", "en tempo {t}", "tempo : {t}", "un mouvement {t}", "joué {t}"),
    "de": ("{t}", "ein {t} für Klavier", "im Tempo {t}", "Tempo: {t}", "ein {t}-Satz", "gespielt {t}"),
    "ja": ("{t}", "{t}で", "{t}の曲", "テンポは{t}", "ピアノの{t}", "{t}くらいの速さ"),
}  # fmt: skip

# Whole requests; {f}: a form. None of them says a figure of its own.
CARRIERS = {
    "en": ("write me a jazz piece, {f}", "{f}, with piano please", "something calm for cello, {f}, no drums"),
    "zh": ("来一首爵士乐，{f}，要钢琴", "{f}，写一首安静的曲子", "给我一首大提琴曲，{f}，不要鼓"),
    "es": ("hazme una pieza de jazz, {f}", "{f}, con piano por favor",
           "algo tranquilo para violonchelo, {f}, sin batería"),
    "pt": ("faça um jazz, {f}", "{f}, com piano por favor", "algo calmo para violoncelo, {f}, sem bateria"),
    "fr": ("fais-moi un morceau de jazz, {f}", "{f}, avec du piano",
           "un truc calme pour violoncelle, {f}, sans batterie"),
    "de": ("mach mir ein Jazzstück, {f}", "{f}, mit Klavier bitte", "etwas Ruhiges für Cello, {f}, ohne Schlagzeug"),
    "ja": ("ジャズの曲を作って、{f}、ピアノで", "{f}、静かなピアノ曲", "チェロの曲、{f}、ドラムなし"),
}  # fmt: skip
