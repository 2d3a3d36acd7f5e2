"""Anchors to the system's log, or to the log of another machine."""

import logging
from logging.handlers import SysLogHandler

from app.anchors.anchor import SignedAnchor

#: What the messages begin with, so that they are found again.
IDENT = "ansvarsregister-anchor: "


class _Strict(SysLogHandler):
    """The standard library's handler, which would print a failure and go on."""

    append_nul = False
    ident = IDENT

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the name is the base's
        raise  # noqa: PLE0704 - called while the failure is handled


class Syslog:
    """`address`: the path of a local socket, or host and port for datagrams (UDP, RFC 3164).

    Opened anew for each anchor, so that a log that was restarted is found.
    """

    def __init__(self, address: str | tuple[str, int]) -> None:
        self._address = address

    def write(self, signed: SignedAnchor) -> None:
        """Send the line; raises OSError where nobody takes it, which UDP mostly cannot tell."""
        try:
            handler = _Strict(self._address, facility=SysLogHandler.LOG_AUTHPRIV)
            try:
                handler.emit(logging.makeLogRecord({"msg": signed.line(), "levelname": "INFO"}))
            finally:
                handler.close()
        except OSError as error:
            raise OSError(f"Syslog at {self._address} does not take the anchor ({error.strerror}).") from error
