"""How long builds take: a made-up repository of any size, and a stopwatch."""
