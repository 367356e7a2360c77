"""Translations and their originals: what changed, what is missing, texts out and in.

``parts`` compares a translation with its original by short hashes, which work without git.
"""
