"""Checks of the built site with external tools: the Nu HTML checker and Lighthouse."""
