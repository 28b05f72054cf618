#!/usr/bin/env bash
# Builds HipRehab.app and a disk image on macOS. NOT RUN by its authors: no Mac was at hand. Please
# report what has to be changed. The app is not signed: the first start needs a right click, Open.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python3 dev package
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' hiprehab/__init__.py)
hdiutil create -volname HipRehab -srcfolder dist/HipRehab.app -ov -format UDZO \
    "dist/hiprehab-$version.dmg"
