"""A knowledge repository: Markdown entries, checked, linked and built into a multilingual site."""

__version__ = "0.1.0"
