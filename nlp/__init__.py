"""From a person's words to what can be composed. Speaks the generator's vocabulary, knows no chat."""
