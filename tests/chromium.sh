#!/bin/sh
# Finds a Chromium for the tests, or installs Debian's; fails with the way out when it cannot.
set -eu
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && found=yes && break
done
# Arabic pages need a face for Arabic letters as much as they need a browser.
if [ "${found:-no}" = yes ] && { ! command -v fc-list >/dev/null 2>&1 || fc-list :lang=ar | grep -q .; }; then
  exit 0
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
if ! command -v apt-get >/dev/null 2>&1; then
  echo "The tests need Chromium. Install it, then set CHROMIUM=/path/to/chromium." >&2
  exit 1
fi
echo "Installing Chromium for the browser tests (once) …"
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends \
  chromium fonts-noto-core >/dev/null
