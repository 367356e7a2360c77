"""Measurements of the program and of other tools on generated repositories."""
