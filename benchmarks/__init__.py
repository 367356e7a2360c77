"""How long the program takes: made-up repositories, other tools beside it, and a stopwatch."""
