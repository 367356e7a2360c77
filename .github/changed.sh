# Prints program=true if something else than texts and lists has changed since $BASE, else
# program=false. What is not known to be text counts as program, so that a new folder is tested.
# The tests read the kinds and words of this repository: changes of these count, too.
set -eu
range="$BASE...HEAD"
if git diff --quiet "$range" -- . ':(exclude)casestudies' ':(exclude)bestpractices' ':(exclude)content' &&
  git diff --quiet "$range" -- content/kinds.yml content/words; then
  echo program=false
else
  echo program=true
fi
