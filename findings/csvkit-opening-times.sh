#!/usr/bin/env bash
# csvkit turns opening times such as 09:30 into nine and a half minutes.
#
# Versions: csvkit 2.2.0, agate 1.14.2, Python 3.11
#
# What happens: csvkit guesses what each column holds. A column of times is taken for durations,
# and of two parts the first for minutes: `csvsort`, `csvjoin`, `csvjson` and `csvsql` write 09:30
# as 0:09:30. A column of days ("Monday", "Friday") is taken for dates of the year 1. Both are
# changed even if another column was to be sorted or joined by. Nothing is said.
#
# Why it hurts a map of a sector: the timetables of HSDS and Open Referral UK, which are published
# as CSV, hold just these columns. A service is open from 0:09:30 to 0:12:00, in the middle of the
# night, on 0001-01-08.
#
# Output seen:
#   before: s1,food,Monday,09:30,12:00
#   after: s1,food,0001-01-08,0:09:30,0:12:00
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    agate==1.14.2 agate-dbf==0.2.4 agate-excel==0.4.2 agate-sql==0.7.3 babel==2.19.0 \
    csvkit==2.2.0 dbfread==2.0.7 et_xmlfile==2.0.0 isodate==0.7.2 leather==0.4.1 olefile==0.47 \
    openpyxl==3.1.5 parsedatetime==2.6 python-slugify==9.2.0 pytimeparse==1.1.10 \
    SQLAlchemy==2.1.9 text-unidecode==1.3 typing_extensions==4.16.0 xlrd==2.0.2

cat > schedule.csv <<'CSV'
id,service_id,day,opens_at,closes_at
s2,law,Friday,14:00,16:30
s1,food,Monday,09:30,12:00
CSV
before=$(tail -1 schedule.csv)
after=$(venv/bin/csvsort -c id schedule.csv | sed -n 2p)
echo "before: $before"
echo "after: $after"
if [ "$after" != "s1,food,0001-01-08,0:09:30,0:12:00" ]; then
    echo "no longer as stated" >&2
    exit 1
fi
