"""A hook: code that a build would run."""
