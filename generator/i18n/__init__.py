"""Languages as readers and authors use them. The only package that imports Babel (CLDR data).

``translator``: interface words, numbers and dates in one language. ``locale``: what Babel knows
of a language. ``numbers``: numbers and currencies in texts.
"""
