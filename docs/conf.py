"""Settings of the documentation."""

from importlib.metadata import version as installed_version

project = "ecosystem"
author = "The sector-ecosystem authors"
release = installed_version("sector-ecosystem")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "alabaster"
html_theme_options = {"description": "Map a sector's ecosystem", "fixed_sidebar": True}
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
