"""French requests, changes and talk, as people type them, and what each must be understood as."""

from __future__ import annotations

from typing import Any

WISHES: list[tuple[str, dict[str, Any]]] = [
    ("du piano joyeux pour une pub", {"instruments": ("piano",), "moods": ("happy",), "scene": "advertisement"}),
    ("45 secondes de synthwave sombre en ré mineur à 90 bpm, sans batterie", {
        "genres": ("synthwave",), "moods": ("dark",), "key": "D minor", "tempo_bpm": 90, "duration_seconds": 45,
        "without": ("drums",)}),
    ("une valse triste pour violon et harpe en la mineur", {
        "genres": ("waltz",), "moods": ("sad",), "instruments": ("violin", "harp"), "key": "A minor"}),
    ("un morceau lent en fa dièse mineur", {"key": "F# minor", "tempo_range": (58.0, 84.0), "changes": {}}),
    ("une chanson en si bémol majeur avec du saxo", {"key": "Bb major", "instruments": ("saxophone",)}),
    ("fais-moi un beat lofi pour réviser", {"genres": ("lofi",), "scene": "study"}),
    ("je voudrais de la musique épique pour une bande-annonce", {"moods": ("epic",), "scene": "trailer"}),
    ("du jazz sans batterie ni basse", {"genres": ("jazz",), "without": ("drums", "bass")}),
    ("pas de piano, seulement des cordes", {"without": ("piano",), "instruments": ("strings",)}),
    ("une berceuse avec boîte à musique, une demi-minute", {
        "scene": "sleep", "instruments": ("music box",), "duration_seconds": 30}),
    ("deux minutes et demie de bossa nova", {"genres": ("bossa nova",), "duration_seconds": 150}),
    ("un morceau baroque pour clavecin et hautbois, 16 mesures", {
        "genres": ("baroque",), "instruments": ("harpsichord", "oboe"), "bars": 16}),
    ("de la techno entre 125 et 130 bpm", {"genres": ("techno",), "tempo_range": (125.0, 130.0)}),
    ("house à cent vingt-quatre bpm pour une soirée", {"genres": ("house",), "tempo_bpm": 124, "scene": "party"}),
    ("quelque chose d'effrayant pour Halloween", {"moods": ("scary",), "scene": "halloween"}),
    ("musique de Noël avec des cloches et un chœur", {"scene": "christmas", "instruments": ("bells", "choir")}),
    ("une valse musette à l'accordéon à trois temps", {"meter": "3/4", "instruments": ("accordion",)}),
    ("guitare acoustique détendue pour un podcast", {
        "moods": ("calm",), "instruments": ("acoustic guitar",), "scene": "podcast"}),
    ("une boucle de 8 mesures, chiptune pour un jeu vidéo", {
        "genres": ("chiptune",), "bars": 8, "loop": True, "scene": "game"}),
    ("musique médiévale avec cornemuse et tambours", {"genres": ("medieval",), "instruments": ("bagpipe", "drums")}),
    ("pas triste, plutôt gai", {"moods": ("happy",)}),
    ("des cuivres triomphants", {"instruments": ("brass",), "moods": ("triumphant",)}),
    ("une chanson avec des paroles", {"unsupported": ("paroles",)}),
    ("musique douce pour dormir, quatre-vingts secondes", {
        "moods": ("calm",), "scene": "sleep", "duration_seconds": 80}),
    ("un truc funky qui bouge pour danser", {"genres": ("funk",), "moods": ("energetic",), "scene": "party"}),
]  # fmt: skip
EDITS: list[tuple[str, dict[str, Any]]] = [
    ("plus lent", {"changes": {"tempo": -1}}),
    ("plus lent et plus triste", {"changes": {"tempo": -1, "valence": -1}, "moods": ()}),
    ("un peu plus vite", {"changes": {"tempo": 1}}),
    ("trop rapide", {"changes": {"tempo": -1}}),
    ("c'est trop fort", {"changes": {"volume": -1}}),
    ("pas assez rapide", {"changes": {"tempo": 1}}),
    ("moins triste s'il te plaît", {"changes": {"valence": 1}}),
    ("plus joyeux et plus court", {"changes": {"valence": 1, "duration": -1}}),
    ("sans batterie", {"without": ("drums",)}),
    ("enlève la batterie et ajoute des cordes", {"without": ("drums",), "instruments": ("strings",)}),
    ("remplace le piano par un violon", {"without": ("piano",), "instruments": ("violin",)}),
    ("une flûte à la place du piano", {"without": ("piano",), "instruments": ("flute",)}),
    ("un demi-ton plus haut", {"transpose_semitones": 1}),
    ("descends d'un ton", {"transpose_semitones": -2}),
    ("la deuxième mais plus lente", {"reference": 2, "changes": {"tempo": -1}}),
    ("en sol mineur", {"key": "G minor"}),
    ("20 secondes de plus", {"changes": {"duration": 1}}),
    ("plus de batterie", {"instruments": ("drums",)}),
    ("ralentis un peu", {"changes": {"tempo": -1}}),
]  # fmt: skip
TALK: list[tuple[str, dict[str, Any]]] = [
    ("j'adore", {"intent": "feedback", "likes": True}),
    ("j'aime pas du tout", {"intent": "feedback", "likes": False}),
    ("c'est nul", {"intent": "feedback", "likes": False}),
    ("bof", {"intent": "feedback", "likes": False}),
    ("pas mal", {"intent": "feedback", "likes": True}),
    ("c'est magnifique", {"intent": "feedback", "likes": True}),
    ("8 sur 10", {"intent": "feedback", "likes": True}),
    ("la troisième", {"intent": "feedback", "reference": 3, "likes": True}),
    ("le numéro 2", {"intent": "feedback", "reference": 2}),
    ("aide", {"intent": "help"}),
    ("Qu'est-ce que tu sais faire ?", {"intent": "help"}),
    ("comment ça marche ?", {"intent": "help"}),
    ("quels instruments connais-tu ?", {"intent": "help"}),
    ("Bonjour !", {"intent": "other"}),
    ("merci beaucoup", {"intent": "other"}),
]
