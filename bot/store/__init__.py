"""Where jobs, pieces, reactions and styles are kept."""
