#!/usr/bin/env bash
# langcodes finds a language of another country for English names such as Karen and Barawa.
#
# Versions: langcodes 3.5.1, language-data 1.4.0, marisa-trie 1.4.1, Python 3.11
#
# What happens: `langcodes.find("Karen", "en")`, asked for an English name, returns Kari of the
# Democratic Republic of Congo; Barawa, of the Somali coast, is returned as Malagasy, and Luri,
# which millions speak in Iran, as a language of a few dozen people in Nigeria. A name that is not
# known raises LookupError, as Hindko does; these raise and warn of nothing, and look like the
# answers for Farsi or Sorani, which are right. Languages that may be meant have codes, which
# langcodes names: S'gaw Karen is ksw, Northern Luri lrc.
#
# Why it hurts a map of a sector: a matrix of languages is matched to the languages of those who
# come. An adviser who speaks Karen, spoken by refugees from Burma, is counted for people from
# Congo, and one who speaks Barawa for people from Madagascar.
#
# Output seen:
#   Farsi: fa, Persian
#   Sorani: ckb, Central Kurdish
#   Karen: kbj, Kari
#   Barawa: mg, Malagasy
#   Luri: ldd, Luri
#   Hindko: LookupError
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    langcodes==3.5.1 language-data==1.4.0 marisa-trie==1.4.1

venv/bin/python - <<'PYTHON'
import sys

import langcodes

found = {}
for name in ("Farsi", "Sorani", "Karen", "Barawa", "Luri"):
    language = langcodes.find(name, "en")
    found[name] = language.to_tag()
    print(f"{name}: {language.to_tag()}, {language.display_name('en')}")
try:
    found["Hindko"] = langcodes.find("Hindko", "en").to_tag()
except LookupError:
    found["Hindko"] = "LookupError"
print("Hindko:", found["Hindko"])
as_stated = (
    list(found.values()) == ["fa", "ckb", "kbj", "mg", "ldd", "LookupError"]
    and langcodes.Language.get("ksw").display_name("en") == "S'gaw Karen"
    and langcodes.Language.get("lrc").display_name("en") == "Northern Luri"
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
