"""Edits of the files of authors. ``check --fix``: ``fixes``; ``move`` and ``retire``: ``edits``,
``moving``, ``retiring``. All are pure functions on text; ``apply`` writes files."""
