"""Charts as SVG with the table that says the same. They know no concern: words and shown numbers come from the caller.

Plain Python, so that pages and commands draw alike. The colours are classes of `static/ui/trellis.css`; nothing here has a style
attribute, a script or an address.
"""

from trellis.core.ui.charts.bars import Bar, bars
from trellis.core.ui.charts.chances import Line, chances
from trellis.core.ui.charts.chart import Chart, Table
from trellis.core.ui.charts.dots import dots
from trellis.core.ui.charts.flow import flow
from trellis.core.ui.charts.shares import Stack, shares

__all__ = ["Bar", "Chart", "Line", "Stack", "Table", "bars", "chances", "dots", "flow", "shares"]
