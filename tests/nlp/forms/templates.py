"""How seven languages say figures. {n}: a number in digits or words; {d}: in digits only; {a}, {b}: a range.

{m}: minutes and {s}: the seconds beside them; {k}: a key; {c}: a meter as 3/4; {t}: an Italian term.
"""

from __future__ import annotations

TEMPO = {
    "en": ("{n} bpm", "{d}bpm", "{n} BPM", "{n} beats per minute", "{n} beats a minute", "at {n} bpm", "tempo {n}",
           "tempo of {n}", "tempo: {n}", "bpm {n}", "BPM: {n}", "bpm={d}", "around {n} bpm", "roughly {n} BPM",
           "♩ = {d}", "♩={d}", "{d}-bpm", "{n} b.p.m.", "quarter note = {d}", "{n} beats/min", "about {n} BPM",
           "at a tempo of {n} beats per minute", "with a tempo around {n}", "{d} Beats Per Minute", "{d}.0 bpm"),
    "zh": ("{n}拍每分钟", "每分钟{n}拍", "{n} BPM", "{d}bpm", "速度{n}", "速度为{n}", "速度：{n}", "BPM {n}", "bpm{d}",
           "{n}拍/分钟", "速度大约{n}", "一分钟{n}拍", "每分钟{n}下", "♩={d}", "速度在{n}左右", "bpm是{n}",
           "大概{n}拍每分钟",
           "{d} 拍／分", "BPM：{d}", "四分音符={d}", "速度设为{n}"),
    "es": ("{n} bpm", "{d}bpm", "{n} BPM", "a {n} bpm", "{n} pulsaciones por minuto", "{n} ppm", "tempo {n}",
           "tempo de {n}", "unos {n} bpm", "velocidad de {n} bpm", "{n} golpes por minuto", "{n} pulsos por minuto",
           "{n} latidos por minuto", "alrededor de {n} bpm", "bpm: {d}", "negra = {d}", "♩ = {d}", "tempo: {n}",
           "{n} tiempos por minuto", "velocidad {n}", "aproximadamente {n} bpm", "{n} beats por minuto"),
    "pt": ("{n} bpm", "{d}bpm", "{n} BPM", "a {n} bpm", "{n} batidas por minuto", "tempo de {n}", "andamento de {n}",
           "uns {n} bpm", "cerca de {n} bpm", "{n} pulsações por minuto", "{n} batimentos por minuto", "tempo {n}",
           "andamento: {n}", "bpm: {d}", "velocidade de {n} bpm", "semínima = {d}", "♩={d}", "por volta de {n} bpm",
           "{n} batidas por min", "andamento {n}", "{n} tempos por minuto", "em torno de {n} bpm"),
    "fr": ("{n} bpm", "{d}bpm", "{n} BPM", "à {n} bpm", "{n} battements par minute", "{n} battements à la minute",
           "tempo {n}", "tempo de {n}", "tempo à {n}", "environ {n} bpm", "{n} pulsations par minute", "vers {n} bpm",
           "noire = {d}", "noire à {d}", "la noire à {n}", "autour de {n} bpm", "bpm : {d}", "tempo : {d}", "♩ = {d}",
           "{n} temps par minute", "un tempo d'environ {n} bpm", "vitesse de {n} bpm", "{n} à la noire"),
    "de": ("{n} bpm", "{d}bpm", "{n} BPM", "mit {n} bpm", "bei {n} bpm", "{n} Schläge pro Minute", "Tempo {n}",
           "Tempo von {n}", "etwa {n} BPM", "ca. {n} bpm", "{n} Schläge in der Minute", "{n} Beats pro Minute",
           "rund {n} bpm", "ungefähr {n} bpm", "Viertel = {d}", "♩ = {d}", "BPM: {d}", "um die {n} bpm", "tempo: {d}",
           "{n} Schlägen pro Minute", "mit Tempo {n}", "im Tempo {n}", "{n} Schlaege pro Minute"),
    "ja": ("{n}BPM", "BPM{n}", "BPM {n}", "テンポ{n}", "テンポは{n}", "テンポ{n}で", "毎分{n}拍", "1分間に{n}拍",
           "♩={d}",
           "四分音符={d}", "bpmは{n}", "約{n}BPM", "{n}BPMくらい", "毎分{n}ビート", "テンポ：{n}", "bpm {d}", "{d} bpm",
           "テンポを{n}に", "速さは{n}bpm", "だいたい{n}BPM", "BPM：{d}", "ＢＰＭ{d}", "一分間に{n}拍"),
}  # fmt: skip

RANGE = {
    "en": ("between {a} and {b} bpm", "{a} to {b} bpm", "from {a} to {b} bpm", "{da}-{db} bpm", "{da}–{db} BPM",
           "tempo between {a} and {b}", "{a} bpm to {b} bpm", "between {a} and {b} beats per minute", "{da}-{db}bpm",
           "tempo {da}-{db}", "bpm {da}-{db}", "between {a} bpm and {b} bpm", "anywhere from {a} to {b} bpm",
           "{da}-{db}",
           "tempo from {a} to {b}", "bpm between {a} and {b}", "{da} - {db} BPM", "{da}~{db} bpm", "{a} or {b} bpm"),
    "zh": ("{a}到{b}拍每分钟", "{a}至{b} BPM", "{da}-{db}bpm", "{da}~{db} BPM", "速度{a}到{b}", "速度在{a}到{b}之间",
           "每分钟{a}到{b}拍", "bpm {da}-{db}", "速度{da}-{db}", "BPM在{a}和{b}之间", "{a}到{b}bpm", "从{a}到{b} bpm",
           "{da}－{db} BPM", "速度介于{a}和{b}之间", "{da}-{db}"),
    "es": ("entre {a} y {b} bpm", "de {a} a {b} bpm", "{da}-{db} bpm", "{a} a {b} bpm", "tempo entre {a} y {b}",
           "desde {a} hasta {b} bpm", "entre {a} y {b} pulsaciones por minuto", "bpm entre {a} y {b}", "{da}-{db}",
           "entre los {a} y los {b} bpm", "tempo de {a} a {b}", "{da}–{db} BPM", "entre {a} bpm y {b} bpm"),
    "pt": ("entre {a} e {b} bpm", "de {a} a {b} bpm", "{da}-{db} bpm", "{a} a {b} bpm", "tempo entre {a} e {b}",
           "de {a} até {b} bpm", "entre {a} e {b} batidas por minuto", "andamento entre {a} e {b}", "{da}-{db}",
           "bpm entre {a} e {b}", "andamento de {a} a {b}", "{da}–{db} BPM", "entre {a} bpm e {b} bpm"),
    "fr": ("entre {a} et {b} bpm", "de {a} à {b} bpm", "{da}-{db} bpm", "{a} à {b} bpm", "tempo entre {a} et {b}",
           "entre {a} et {b} battements par minute", "bpm entre {a} et {b}", "tempo de {a} à {b}", "{da}–{db} BPM",
           "de {a} jusqu'à {b} bpm", "{da}-{db}", "entre {a} bpm et {b} bpm", "un tempo compris entre {a} et {b}"),
    "de": ("zwischen {a} und {b} bpm", "von {a} bis {b} bpm", "{da}-{db} bpm", "{a} bis {b} bpm", "{da}–{db} BPM",
           "Tempo zwischen {a} und {b}", "zwischen {a} und {b} Schlägen pro Minute", "Tempo {a} bis {b}", "{da}-{db}",
           "bpm zwischen {a} und {b}", "{a} bis {b} Schläge pro Minute", "zwischen {a} bpm und {b} bpm"),
    "ja": ("{a}から{b}BPM", "{da}〜{db}BPM", "BPM{da}〜{db}", "{da}-{db}bpm", "テンポは{a}から{b}", "{da}～{db} BPM",
           "BPM{a}から{b}", "テンポ{a}〜{b}", "BPM {da}-{db}", "{a}から{b}の間のBPM", "{a}BPMから{b}BPM", "{da}-{db}",
           "毎分{a}から{b}拍", "テンポは{a}から{b}の間"),
}  # fmt: skip

SECONDS = {
    "en": ("{n} seconds", "{n} secs", "{d} sec", "{n}-second", "{n} seconds long", "lasting {n} seconds",
           "for {n} seconds", "{n} second", "about {n} seconds", "{d} s", "{d}sec", "duration: {d} seconds"),
    "zh": ("{n}秒", "{n}秒钟", "{d} 秒", "大约{n}秒", "{n}秒长", "时长{n}秒", "长度{n}秒"),
    "es": ("{n} segundos", "{d} s", "{d} seg", "de {n} segundos", "unos {n} segundos", "que dure {n} segundos",
           "{n} segundos de duración", "{d} segs", "durante {n} segundos", "duración: {d} segundos"),
    "pt": ("{n} segundos", "{d} s", "{d} seg", "de {n} segundos", "uns {n} segundos", "com {n} segundos",
           "{n} segundos de duração", "que dure {n} segundos", "duração de {n} segundos", "cerca de {n} segundos"),
    "fr": ("{n} secondes", "{d} s", "{d} sec", "de {n} secondes", "environ {n} secondes", "qui dure {n} secondes",
           "pendant {n} secondes", "d'une durée de {n} secondes", "{d} sec.", "durée : {d} secondes"),
    "de": ("{n} Sekunden", "{d} s", "{d} Sek", "{d} Sek.", "von {n} Sekunden", "{n} Sekunden lang",
           "etwa {n} Sekunden", "{d}-sekündig", "{d} sekündiges", "Dauer: {d} Sekunden", "{d} sec",
           "rund {n} Sekunden"),
    "ja": ("{n}秒", "{n}秒間", "{d} 秒", "約{n}秒", "{n}秒くらい", "{n}秒の", "長さは{n}秒", "{n}秒ほど",
           "{d}秒ぐらい"),
}  # fmt: skip

MINUTES = {
    "en": ("{n} minutes", "{d} min", "{n}-minute", "{d} mins", "{n} minutes long", "lasting {n} minutes", "{d}min",
           "about {n} minutes", "a {n} minute", "{d}m", "for {n} mins"),
    "zh": ("{n}分钟", "{d} 分钟", "大约{n}分钟", "{n}分钟长", "时长{n}分钟", "{d}分", "{d}min", "长度为{n}分钟"),
    "es": ("{n} minutos", "{d} min", "de {n} minutos", "unos {n} minutos", "que dure {n} minutos", "{d}min",
           "{n} minutos de duración", "{d} mins"),
    "pt": ("{n} minutos", "{d} min", "de {n} minutos", "uns {n} minutos", "com {n} minutos", "{d}min",
           "{n} minutos de duração", "que dure {n} minutos"),
    "fr": ("{n} minutes", "{d} min", "de {n} minutes", "environ {n} minutes", "qui dure {n} minutes", "{d}min",
           "{d} mn",
           "d'une durée de {n} minutes", "pendant {n} minutes"),
    "de": ("{n} Minuten", "{d} min", "{d} Min.", "von {n} Minuten", "{n} Minuten lang", "{d}-minütig", "{n}minütiges",
           "etwa {n} Minuten", "{d}min", "{n} Minuten langes"),
    "ja": ("{n}分", "{n}分間", "{d} 分", "約{n}分", "{n}分くらい", "長さは{n}分", "{n}分の", "{d}分ほど"),
}  # fmt: skip

_CLOCKS = ("{dm}:{ds}", "0{dm}:{ds}", "{dm}'{ds}", "{dm}'{ds}\"", "{dm}m{ds}s", "{dm}min {ds}s", "{dm} min {ds} s")
CLOCK = {
    "en": (*_CLOCKS, "{m} minutes {s} seconds", "{m} minutes and {s} seconds", "{dm}m {ds}s", "{dm} min {ds} sec",
           "{dm}:{ds} long", "{dm}:{ds} minutes", "{m} minutes, {s} seconds", "{m} minutes {s}", "{dm}m{ds}"),
    "zh": (*_CLOCKS, "{m}分{s}秒", "{m}分钟{s}秒", "{dm} 分 {ds} 秒", "{m}分零{s}秒"),
    "es": (*_CLOCKS, "{m} minutos {s} segundos", "{m} minutos y {s} segundos", "{dm} min {ds} seg", "{dm}:{ds} minutos",
           "{m} minutos {s}", "{m} minutos con {s} segundos"),
    "pt": (*_CLOCKS, "{m} minutos {s} segundos", "{m} minutos e {s} segundos", "{dm} min {ds} seg", "{dm}:{ds} minutos",
           "{m} minutos e {s}"),
    "fr": (*_CLOCKS, "{m} minutes {s} secondes", "{m} minutes et {s} secondes", "{dm} min {ds}", "{dm}min{ds}",
           "{dm}mn{ds}",
           "{m} minutes {s}"),
    "de": (*_CLOCKS, "{m} Minuten {s} Sekunden", "{m} Minuten und {s} Sekunden", "{dm} Min. {ds} Sek.", "{dm}:{ds} min",
           "{m} Minuten {s}"),
    "ja": (*_CLOCKS, "{m}分{s}秒", "{m}分と{s}秒", "{dm} 分 {ds} 秒", "{m}分{s}秒間"),
}  # fmt: skip
