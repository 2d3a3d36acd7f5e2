"""How a process begins that runs this program's own code."""

import os
import sys

_START = "import sys; sys.path[:] = {path!r}; from {module} import run; run({arguments})"


def command(module: str, *arguments: object) -> list[str]:
    """The words that begin it: it calls the module's `run`, with the arguments as code says them.

    It has this process's own places to import from: so it makes no difference whether the program is installed or a
    checkout, nor in which folder it was started; and `site`, which takes a third of the start, is not needed.
    """
    path = [os.path.abspath(place) for place in sys.path]  # noqa: PTH100 - an empty one is the folder we are in
    start = _START.format(path=path, module=module, arguments=", ".join(map(repr, arguments)))
    return [sys.executable, "-I", "-S", "-c", start]
