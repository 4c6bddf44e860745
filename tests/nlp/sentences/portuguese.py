"""Portuguese requests, changes and talk, as people type them, and what each must be understood as."""

from __future__ import annotations

from typing import Any

WISHES: list[tuple[str, dict[str, Any]]] = [
    ("piano alegre para uma propaganda", {"instruments": ("piano",), "moods": ("happy",), "scene": "advertisement"}),
    ("45 segundos de synthwave sombrio em ré menor a 90 bpm, sem bateria", {
        "genres": ("synthwave",), "moods": ("dark",), "key": "D minor", "tempo_bpm": 90, "duration_seconds": 45,
        "without": ("drums",)}),
    ("uma valsa triste para violino e harpa em lá menor", {
        "genres": ("waltz",), "moods": ("sad",), "instruments": ("violin", "harp"), "key": "A minor"}),
    ("uma música lenta em dó sustenido menor", {"key": "Db minor", "tempo_range": (58.0, 84.0), "changes": {}}),
    ("uma canção em si bemol maior com saxofone", {"key": "Bb major", "instruments": ("saxophone",)}),
    ("faz um beat lofi pra estudar", {"genres": ("lofi",), "scene": "study"}),
    ("quero uma música épica para um trailer", {"moods": ("epic",), "scene": "trailer"}),
    ("jazz sem bateria nem baixo", {"genres": ("jazz",), "without": ("drums", "bass")}),
    ("uma música triste no piano", {"moods": ("sad",), "instruments": ("piano",), "without": ()}),
    ("nada de piano, só cordas", {"without": ("piano",), "instruments": ("strings",)}),
    ("uma canção de ninar com caixinha de música, meio minuto", {
        "scene": "sleep", "instruments": ("music box",), "duration_seconds": 30}),
    ("um minuto e meio de bossa nova no violão", {"genres": ("bossa nova",), "duration_seconds": 90}),
    ("uma peça barroca para cravo e oboé, 16 compassos", {
        "genres": ("baroque",), "instruments": ("harpsichord", "oboe"), "bars": 16}),
    ("techno entre 125 e 130 bpm", {"genres": ("techno",), "tempo_range": (125.0, 130.0)}),
    ("house a cento e vinte e quatro bpm para uma festa", {"genres": ("house",), "tempo_bpm": 124, "scene": "party"}),
    ("algo assustador para o Halloween", {"moods": ("scary",), "scene": "halloween"}),
    ("música de Natal com sinos e coral", {"scene": "christmas", "instruments": ("bells", "choir")}),
    ("um forró animado com sanfona e triângulo", {"instruments": ("accordion", "percussion"), "genres": ("latin",)}),
    ("violão acústico relaxante para um podcast", {
        "moods": ("calm",), "instruments": ("acoustic guitar",), "scene": "podcast"}),
    ("um loop de 8 compassos, chiptune para um jogo", {
        "genres": ("chiptune",), "bars": 8, "loop": True, "scene": "game"}),
    ("música medieval com gaita de foles e tambores", {"genres": ("medieval",), "instruments": ("bagpipe", "drums")}),
    ("samba alegre em compasso binário com cavaquinho", {
        "genres": ("samba",), "moods": ("happy",), "meter": "2/4", "instruments": ("ukulele",)}),
    ("não quero nada triste, algo feliz", {"moods": ("happy",)}),
    ("uma música com voz", {"unsupported": ("voz",)}),
    ("música calma para dormir, trinta e cinco segundos", {
        "moods": ("calm",), "scene": "sleep", "duration_seconds": 35}),
]  # fmt: skip
EDITS: list[tuple[str, dict[str, Any]]] = [
    ("mais devagar", {"changes": {"tempo": -1}}),
    ("mais lento e mais triste", {"changes": {"tempo": -1, "valence": -1}, "moods": ()}),
    ("um pouco mais rápido", {"changes": {"tempo": 1}}),
    ("rápido demais", {"changes": {"tempo": -1}}),
    ("tá muito alto", {"changes": {"volume": -1}}),
    ("um pouco menos triste", {"changes": {"valence": 1}}),
    ("mais alegre e mais curta", {"changes": {"valence": 1, "duration": -1}}),
    ("sem bateria", {"without": ("drums",)}),
    ("tira a bateria e coloca cordas", {"without": ("drums",), "instruments": ("strings",)}),
    ("troca o piano por um violino", {"without": ("piano",), "instruments": ("violin",)}),
    ("flauta em vez de piano", {"without": ("piano",), "instruments": ("flute",)}),
    ("meio tom acima", {"transpose_semitones": 1}),
    ("desce um tom", {"transpose_semitones": -2}),
    ("a segunda, mas mais lenta", {"reference": 2, "changes": {"tempo": -1}}),
    ("em sol menor", {"key": "G minor"}),
    ("20 segundos a mais", {"changes": {"duration": 1}}),
    ("mais bateria", {"instruments": ("drums",)}),
    ("acelera um pouco", {"changes": {"tempo": 1}}),
    ("deixa mais animado", {"changes": {"energy": 1}}),
]  # fmt: skip
TALK: list[tuple[str, dict[str, Any]]] = [
    ("adorei", {"intent": "feedback", "likes": True}),
    ("não gostei", {"intent": "feedback", "likes": False}),
    ("ficou muito bom", {"intent": "feedback", "likes": True}),
    ("péssimo", {"intent": "feedback", "likes": False}),
    ("mais ou menos", {"intent": "feedback", "likes": False}),
    ("que lindo", {"intent": "feedback", "likes": True}),
    ("nota 9/10", {"intent": "feedback", "likes": True}),
    ("a terceira", {"intent": "feedback", "reference": 3, "likes": True}),
    ("a número 2", {"intent": "feedback", "reference": 2}),
    ("ajuda", {"intent": "help"}),
    ("o que você sabe fazer?", {"intent": "help"}),
    ("como funciona?", {"intent": "help"}),
    ("quais instrumentos você conhece?", {"intent": "help"}),
    ("Olá!", {"intent": "other"}),
    ("muito obrigado", {"intent": "other"}),
]
