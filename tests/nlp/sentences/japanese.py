"""Japanese requests, changes and talk, as people type them, and what each must be understood as."""

from __future__ import annotations

from typing import Any

WISHES: list[tuple[str, dict[str, Any]]] = [
    ("広告用の楽しいピアノ曲", {"instruments": ("piano",), "moods": ("happy",), "scene": "advertisement"}),
    ("45秒の暗いシンセウェイヴ、ニ短調、90BPM、ドラムなし", {
        "genres": ("synthwave",), "moods": ("dark",), "key": "D minor", "tempo_bpm": 90, "duration_seconds": 45,
        "without": ("drums",)}),
    ("バイオリンとハープの悲しいワルツをイ短調で", {
        "genres": ("waltz",), "moods": ("sad",), "instruments": ("violin", "harp"), "key": "A minor"}),
    ("勉強用のローファイを作って", {"genres": ("lofi",), "scene": "study"}),
    ("予告編用の壮大な音楽がほしい", {"moods": ("epic",), "scene": "trailer"}),
    ("ドラムとベース抜きのジャズ", {"genres": ("jazz",), "without": ("drums", "bass")}),
    ("ピアノはいらない、ストリングスだけの曲", {"without": ("piano",), "instruments": ("strings",)}),
    ("オルゴールの子守唄を30秒", {"scene": "sleep", "instruments": ("music box",), "duration_seconds": 30}),
    ("ボサノバを2分半お願いします", {"genres": ("bossa nova",), "duration_seconds": 150}),
    ("チェンバロとオーボエのバロック曲、16小節", {
        "genres": ("baroque",), "instruments": ("harpsichord", "oboe"), "bars": 16}),
    ("テクノ、テンポは125から130", {"genres": ("techno",), "tempo_range": (125.0, 130.0)}),
    ("パーティー用のハウス、BPM124", {"genres": ("house",), "tempo_bpm": 124, "scene": "party"}),
    ("ハロウィンの怖い曲", {"moods": ("scary",), "scene": "halloween"}),
    ("鐘と合唱のクリスマスの曲", {"scene": "christmas", "instruments": ("bells", "choir")}),
    ("三拍子のケルト音楽、フルートで", {"genres": ("celtic",), "meter": "3/4", "instruments": ("flute",)}),
    ("ゲーム用のチップチューン、8小節のループ", {
        "genres": ("chiptune",), "bars": 8, "loop": True, "scene": "game"}),
    ("嬰ヘ短調の静かなピアノ曲", {"key": "F# minor", "instruments": ("piano",), "moods": ("peaceful",)}),
    ("変ロ長調の明るい行進曲", {"key": "Bb major", "genres": ("march",), "moods": ("happy",)}),
    ("Dマイナーのロックを作って", {"key": "D minor", "genres": ("rock",)}),
    ("悲しくない曲を作って", {"moods": ()}),
    ("アコギの落ち着いた曲、1分30秒", {
        "instruments": ("acoustic guitar",), "moods": ("calm",), "duration_seconds": 90}),
    ("琴と尺八の和風の曲", {"genres": ("world",), "instruments": ("koto", "pan flute")}),
    ("結婚式で流すロマンチックな曲", {"moods": ("romantic",), "scene": "wedding"}),
    ("8分の6拍子のフォーク", {"genres": ("folk",), "meter": "6/8"}),
    ("懐かしい感じのシティポップ", {"genres": ("pop",), "moods": ("nostalgic",)}),
    ("歌詞付きの曲を作って", {"unsupported": ("歌詞",)}),
]  # fmt: skip
EDITS: list[tuple[str, dict[str, Any]]] = [
    ("もっと遅く", {"changes": {"tempo": -1}}),
    ("もっとゆっくり、もっと悲しく", {"changes": {"tempo": -1, "valence": -1}, "moods": ()}),
    ("もう少し速く", {"changes": {"tempo": 1}}),
    ("速すぎる", {"changes": {"tempo": -1}}),
    ("うるさすぎる", {"changes": {"volume": -1}}),
    ("もっと明るくして", {"changes": {"valence": 1}}),
    ("短くして", {"changes": {"duration": -1}}),
    ("ドラムなしで", {"without": ("drums",)}),
    ("ドラムを消してストリングスを足して", {"without": ("drums",), "instruments": ("strings",)}),
    ("ピアノをバイオリンに変えて", {"without": ("piano",), "instruments": ("violin",)}),
    ("ピアノの代わりにフルート", {"without": ("piano",), "instruments": ("flute",)}),
    ("半音上げて", {"transpose_semitones": 1}),
    ("キーを2つ下げて", {"transpose_semitones": -2}),
    ("1オクターブ下げて", {"transpose_semitones": -12}),
    ("2番目をもっと遅くして", {"reference": 2, "changes": {"tempo": -1}}),
    ("ト短調で", {"key": "G minor"}),
    ("30秒長くして", {"changes": {"duration": 1}}),
    ("ベースを入れて", {"instruments": ("bass",)}),
    ("テンポを上げて", {"changes": {"tempo": 1}}),
]  # fmt: skip
TALK: list[tuple[str, dict[str, Any]]] = [
    ("最高", {"intent": "feedback", "likes": True}),
    ("好きじゃない", {"intent": "feedback", "likes": False}),
    ("いいね", {"intent": "feedback", "likes": True}),
    ("微妙", {"intent": "feedback", "likes": False}),
    ("ひどい", {"intent": "feedback", "likes": False}),
    ("すごくいい感じ", {"intent": "feedback", "likes": True}),
    ("2番目がいい", {"intent": "feedback", "reference": 2, "likes": True}),
    ("3番", {"intent": "feedback", "reference": 3}),
    ("ヘルプ", {"intent": "help"}),
    ("何ができますか?", {"intent": "help"}),
    ("使い方を教えて", {"intent": "help"}),
    ("どんな楽器が使えますか", {"intent": "help"}),
    ("こんにちは", {"intent": "other"}),
    ("ありがとうございます", {"intent": "other"}),
]
