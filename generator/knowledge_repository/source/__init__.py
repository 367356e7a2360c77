"""Files as text and YAML whose values know their location. Knows nothing of entries."""
