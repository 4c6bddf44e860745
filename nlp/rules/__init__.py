"""What is said outright, found by rule. Each file reads one thing and returns findings; none changes anything."""
