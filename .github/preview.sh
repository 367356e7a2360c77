# Builds preview/ from the folder contribution/ with the program and the mkdocs.yml of the folder
# base/. Errors have been reported by check.sh, and the first page of the preview lists them.
set -eu
base/.venv/bin/knowledge build --root contribution --config base/mkdocs.yml --site-dir preview \
  --drafts --keep-going --offline "--changed-since=$BASE" || test -f preview/index.html
