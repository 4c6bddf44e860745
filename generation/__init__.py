"""Troubadour's generator: preferences in, scores and sound out."""
