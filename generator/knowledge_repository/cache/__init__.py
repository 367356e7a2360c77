"""Build cache: results of earlier builds, keyed by hashes of their inputs.

Only ``build`` and ``preview`` import this package; they wrap the calls of the pipeline with it, and
no other module knows that a cache exists. Validity is by content:

- a folder is parsed again when the bytes of its files or the settings of parsing changed;
- a text is checked again when its own folder, a data file or the facts of any entry changed: of
  other entries, a check reads only the facts;
- a page is rendered again when a text that it shows, a data file or the facts of any entry changed;
- a language is indexed again when one of its search documents changed;
- nothing is done when no input and no file of the site changed.
"""
