"""Training text for understanding: our own sentences filled with words, and public sets, each part labelled."""
