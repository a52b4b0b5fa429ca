"""Settings of the documentation.

Nothing in the built pages is fetched from elsewhere: the theme brings its own files and system
fonts, and formulas are written as MathML, which browsers draw themselves.
"""

from importlib.metadata import version as installed_version

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

project = "ecosystem"
author = "The sector-ecosystem authors"
release = installed_version("sector-ecosystem")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = f"ecosystem {release}"
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_math_renderer = "mathml"
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]


def setup(app: Sphinx) -> None:
    """Let formulas be MathML: Sphinx's own way fetches a script from elsewhere."""
    app.add_html_math_renderer("mathml", (_write_inline, None), (_write_block, None))


def _write_inline(page: HTML5Translator, node: nodes.math) -> None:
    page.body.append(tex2mathml(node.astext()))
    raise nodes.SkipNode


def _write_block(page: HTML5Translator, node: nodes.math_block) -> None:
    page.body.append(f'<div class="math">{tex2mathml(node.astext(), as_block=True)}</div>')
    raise nodes.SkipNode
