# Checks the folder contribution/ with the program and the mkdocs.yml of the folder base/, and
# writes summary.md. $BASE is the revision to compare with.
set -eu
status=0
base/.venv/bin/knowledge check --root contribution --config base/mkdocs.yml \
  --format github "--changed-since=$BASE" || status=$?
cp "$GITHUB_STEP_SUMMARY" summary.md
exit "$status"
