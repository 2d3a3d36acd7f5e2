"""Which worker runs which test: any, but those that share something costly run in one of them, one behind the other."""

from pathlib import PurePosixPath

from xdist.scheduler import LoadScopeScheduling

#: Folders and files whose tests share what is served for them, a browser included.
SHARING = ("tests/browser", "tests/http/test_connections.py")


class Sharing(LoadScopeScheduling):  # type: ignore[misc]
    """By the path: marks of groups (`xdist_group`) go with a part of the test's id that pytest 9.2 has no more."""

    def _split_scope(self, nodeid: str) -> str:
        path = PurePosixPath(nodeid.partition("::")[0])
        return next((shared for shared in SHARING if path.is_relative_to(shared)), nodeid)
