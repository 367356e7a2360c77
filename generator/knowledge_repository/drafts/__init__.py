"""Draft entries from facts that are not yet a file: their front matter, and rows of tables."""
