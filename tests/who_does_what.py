"""Tables of who does what, where (3W), with HXL tags: written by hand, and drawn by chance."""

import csv
import io
import json
import random

TAGS = (
    *("#org+funder", "#org+prog", "#org+impl", "#sector", "#activity"),
    *("#adm1+name", "#adm1+code", "#adm2+name", "#adm2+code", "#status", "#reached"),
)
HEADINGS = (
    *("Donor", "Lead agency", "Implementing partner", "Cluster", "Activity"),
    *("Province", "Pcode", "District", "Pcode", "Status", "People reached"),
)
ROWS = (
    *(
        ("Big Fund", "Harbour", "River", "Health", "Clinic", *where, "Ongoing", reached)
        for where, reached in (
            (("North", "XX01", "Alma", "XX0101"), "120"),
            (("North", "XX01", "Bela", "XX0102"), "1,080"),
        )
    ),
    ("", "HARBOUR", "", "Food", "Parcels", "South", "XX02", "Cora", "XX0201", "Completed", "30"),
)


def write_table(rows, headings=HEADINGS, tags=TAGS):
    """Return a table as CSV: headings, tags and rows."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([headings, tags, *rows])
    return text.getvalue()


def draw_table(seed, rows=40):
    """Return the cells of a 3W drawn by chance: a title, headings, tags in some order, rows."""
    chance = random.Random(seed)  # noqa: S311 - a table, no secret
    organisations = [f"Agency {letter}" for letter in "ABCDEFGH"]
    columns = list(range(len(TAGS)))
    chance.shuffle(columns)
    made = []
    for number in range(rows):
        district = chance.randrange(12)
        province = district % 3
        row = (
            chance.choice(["Big Fund", "Small Fund", ""]),
            *(chance.choice(organisations) for _ in range(2)),
            chance.choice(["Health", "Food", "Shelter"]),
            f"Activity {chance.randrange(6)}",
            f"Province {province}",
            f"XX{province:02}",
            f"District {district}",
            f"XX{province:02}{district:02}",
            chance.choice(["Ongoing", "Planned", "Completed", ""]),
            str(number),
        )
        made.append([row[column] for column in columns])
    spaced = [chance.choice([tag, tag.upper(), tag.replace("+", " +")]) for tag in TAGS]
    titles = [["Who does what, where"]] * chance.randrange(3)
    named = [[HEADINGS[column] for column in columns], [spaced[column] for column in columns]]
    return [*titles, *named, *made]


def write_cells(path, cells):
    """Write cells as CSV, or as JSON if the path ends so."""
    if path.suffix == ".json":
        path.write_text(json.dumps(cells), encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(cells)
    return path
