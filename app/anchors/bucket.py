"""Anchors in an S3-compatible bucket with object lock: nobody can delete them before their time."""

import os
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.credentials.providers import EnvAWSProvider
from minio.error import MinioException
from minio.retention import Retention
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from app.anchors.anchor import SignedAnchor

_AWS = "s3.amazonaws.com"
_TIMEOUT = Timeout(connect=5.0, read=15.0)
#: Of the calls themselves; whoever writes anchors tries again anyhow.
_RETRIES = Retry(total=1, backoff_factor=0.2)


class Bucket:
    """An object for each anchor, named by its revision and the beginning of its hash, kept for `keep_days` days.

    The bucket must have been made with object lock, and so has versions: the same anchor written twice is two versions
    of one object. Keys and region come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and AWS_REGION
    (or AWS_DEFAULT_REGION); without both keys it raises ValueError. Trusted certificates are those of SSL_CERT_FILE,
    or the system's.
    """

    def __init__(self, bucket: str, prefix: str, *, endpoint: str | None, secure: bool, keep_days: int) -> None:
        self._bucket, self._prefix = bucket, prefix
        self._kept = timedelta(days=keep_days)
        if not (os.environ.get("AWS_ACCESS_KEY_ID") and os.environ.get("AWS_SECRET_ACCESS_KEY")):
            raise ValueError("A bucket wants keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
        self._client = Minio(
            endpoint or _AWS,
            secure=secure,
            region=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"),
            credentials=EnvAWSProvider(),
            http_client=PoolManager(timeout=_TIMEOUT, retries=_RETRIES, maxsize=1),
        )

    def write(self, signed: SignedAnchor) -> None:
        """Put the object with its retention in COMPLIANCE mode; raises OSError."""
        content = signed.line().encode() + b"\n"
        try:
            self._client.put_object(
                self._bucket,
                self._name(signed),
                BytesIO(content),
                len(content),
                content_type="application/json",
                # S3 asks for a checksum where a retention is given; the client itself sends none without TLS.
                metadata={"x-amz-checksum-sha256": b64encode(sha256(content).digest()).decode("ascii")},
                retention=Retention(COMPLIANCE, signed.anchor.at + self._kept),
            )
        except (MinioException, HTTPError, ValueError) as error:
            raise OSError(f"The bucket {self._bucket} does not take the anchor: {error}") from error

    def _name(self, signed: SignedAnchor) -> str:
        # With the hash, a forged anchor of the same revision is another object, and hides none.
        name = f"{signed.anchor.revision:012}-{signed.anchor.hash[:16]}.json"
        return f"{self._prefix}/{name}" if self._prefix else name
