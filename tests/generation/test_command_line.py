"""`python -m generation` refuses what it cannot use in one sentence, before anything heavy is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from generation.__main__ import main


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[" * 100_000, "is not JSON"), ("{", "is not JSON"), ("[]", "must be a JSON object"),
        ('{"foo": 1}', "'foo' is not a preference"), ('{"tempo_bpm": NaN}', "tempo_bpm: a number"),
        ('{"duration_seconds": -Infinity}', "duration_seconds: a number"), ('{"moods": "happy"}', "moods: a list"),
        ('{"moods": [["happy"]]}', "is not known"), ('{"style": "polka"}', "'polka' is not built in"),
    ],
)  # fmt: skip
def test_preferences_that_cannot_be_used_are_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str, told: str
) -> None:
    (tmp_path / "wishes.json").write_text(written)
    assert main(["compose", str(tmp_path / "wishes.json"), "--out", str(tmp_path / "out")]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("seed", ["-5", "pi", "9" * 23])
def test_a_seed_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["compose", "wishes.json", "--out", str(tmp_path / "out"), "--seed", seed])
    assert ended.value.code == 2 and "whole number from 0" in capsys.readouterr().err
