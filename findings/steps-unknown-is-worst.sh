#!/usr/bin/env bash
# branca, which colours the maps of folium, gives an unknown value the colour of the highest.
#
# Versions: branca 0.8.2, folium 0.20.0, Jinja2 3.1.6, Python 3.11
#
# What happens: a `StepColormap`, as `scale(0, 100).to_step(5)` makes it, called with nan returns
# the colour of its last step, that of 100. Nothing is raised or warned; the `LinearColormap` it is
# made of raises ValueError for the same nan. A map that colours its areas by such a function, as
# folium's GeoJson is told to by `style_function`, has the uncounted area in the darkest colour.
#
# Why it hurts a map of a sector: an area nobody has counted looks like the one in greatest need,
# and the next service is placed there.
#
# Output seen:
#   0: #ffffb2ff
#   90: #bd0026ff
#   nan: #bd0026ff
#   nan without steps: ValueError
#   on the map: {'Leeds': '#ffffb2ff', 'Bradford': '#bd0026ff', 'Craven': '#bd0026ff'}
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    branca==0.8.2 certifi==2026.10.19.post1 charset-normalizer==3.5.3 folium==0.20.0 idna==3.20 \
    jinja2==3.1.6 markupsafe==3.0.4 numpy==2.4.6 requests==2.34.2 urllib3==2.8.0 \
    xyzservices==2026.9.1

venv/bin/python - <<'PYTHON'
import sys

import branca.colormap
import folium

NOT_KNOWN = float("nan")
smooth = branca.colormap.linear.YlOrRd_05.scale(0, 100)
steps = smooth.to_step(5)
for people in (0, 90, NOT_KNOWN):
    print(f"{people}: {steps(people)}")
try:
    plain = smooth(NOT_KNOWN)
except ValueError:
    plain = "ValueError"
print("nan without steps:", plain)

need = {"Leeds": 0, "Bradford": 90, "Craven": NOT_KNOWN}
square = [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]
shapes = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": name,
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": square},
        }
        for name in need
    ],
}
drawn = {}


def style(feature):
    name = feature["properties"]["name"]
    drawn[name] = steps(need[name])
    return {"fillColor": drawn[name]}


page = folium.Map()
folium.GeoJson(shapes, style_function=style).add_to(page)
html = page.get_root().render()
print("on the map:", drawn)
as_stated = (
    drawn["Craven"] == drawn["Bradford"] != drawn["Leeds"]
    and plain == "ValueError"
    and '"Craven"' in html
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
