"""``check --fix``: ``fixes`` edits text (pure functions), ``apply`` writes files."""
