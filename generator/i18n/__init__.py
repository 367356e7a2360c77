"""Languages as their readers and writers use them. The only package that knows Babel (CLDR).

``voice`` says words, numbers and dates; ``figures`` reads numbers and currencies in texts.
"""
