"""Languages as readers and authors use them. The only package that imports Babel (CLDR data).

``translator``: interface words, numbers and dates in one language. ``words``: the words that come
with the program. ``marked``: texts that carry their language. ``locale``: what Babel knows of a
language. ``numbers``: numbers and currencies in texts.
"""
