"""Text as the XML of a workbook can say it. Pure."""

import re
from xml.sax.saxutils import escape

# What XML cannot say is written as _xHHHH_ (ECMA-376, ST_Xstring), and so is what only looks like that.
_UNSAYABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def said(text: str) -> str:
    """Text as XML can say it."""
    return escape(_UNSAYABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
