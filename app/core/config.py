"""Settings: read once from the environment, with defaults that serve a single municipality on one machine."""

import re
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_DATABASE_URL = "sqlite:///var/register.db"


#: Databases count in whole milliseconds, and take none for no limit. Whoever waits for a day has gone.
_LEAST_SECONDS, _MOST_SECONDS = 0.01, 86_400
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


class Settings(BaseSettings):
    """Every setting has the environment variable of its name in upper case."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: str = DEFAULT_DATABASE_URL
    """`sqlite:///file`, `postgresql://user:password@host/name`, or `…@host1:5432,host2:5432/name` for a primary and its
    standbys: whichever of them takes writes is used."""
    replica_url: str | None = None
    """A copy of the database on PostgreSQL that answers large reads: `postgresql://user:password@host/name`. Of several
    hosts one that is a standby comes first."""
    replica_wait_seconds: float = Field(1.0, ge=0, le=60)
    """How long a large read waits until the replica has what is committed; then the primary answers."""
    time_zone: str = "Europe/Copenhagen"
    """Decides when a new day begins for the rules that look at the calendar."""
    pool_size: int = Field(10, ge=1, le=200)
    """Connections to PostgreSQL that one process keeps."""
    pool_timeout_seconds: float = Field(5.0, gt=0, le=_MOST_SECONDS)
    lock_timeout_seconds: float = Field(30.0, ge=_LEAST_SECONDS, le=_MOST_SECONDS)
    """How long a write waits for the writes before it; then 503."""
    statement_timeout_seconds: float = Field(60.0, ge=_LEAST_SECONDS, le=_MOST_SECONDS)
    max_body_bytes: int = Field(1_048_576, ge=1024)
    max_upload_bytes: int = Field(20 * 1_048_576, ge=1024)
    import_memory_bytes: int = Field(1024 * 1_048_576, ge=256 * 1_048_576)
    """Memory that reading one file of an import may take, in a process of its own; two are read at once."""
    import_cpu_seconds: int = Field(20, ge=1, le=600)
    """Computing time that reading one file may take."""
    head_timeout_seconds: float = Field(20.0, gt=0)
    """How long the head of a request may take to arrive; then the connection is closed."""
    body_idle_seconds: float = Field(20.0, gt=0)
    """How long a body may send nothing; then 408."""
    body_total_seconds: float = Field(120.0, gt=0)
    """How long a body may take to arrive; then 408."""
    token_requests_per_minute: int = Field(120_000, ge=0)
    """For each worker process, in bursts of as many; above that 429. 0: no limit."""
    address_requests_per_minute: int = Field(240_000, ge=0)
    """The same for all callers at one address, who may be a whole town hall."""
    wrong_tokens_per_minute: int = Field(600, ge=0)
    """After so many, an address may use only tokens that were right before, until the minute is over."""
    cors_origins: str = ""
    """Origins of pages whose scripts may read the register, by commas: https://intranet.example.dk"""
    forwarded_allow_ips: str = ""
    """Addresses and networks of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, by commas."""
    read_cache_bytes: int = Field(8 * 1_048_576, ge=0)
    """Memory for answers that are kept until the next write."""
    card_cache_bytes: int = Field(64 * 1_048_576, ge=0)
    """Memory for cards that were read last."""
    contact_url: str = "/docs"
    """Where whoever writes a client finds those who run this register; the OpenAPI document names it."""
    contact_email: str | None = None
    """Their mail address, for the same place."""
    anchor_to: str | None = None
    """Where anchors of the journal go, outside the database: `file:///folder/anchors.jsonl`, `syslog:`,
    `syslog://host:514`, `s3://bucket/prefix` or `s3+https://host/bucket/prefix`. Without it none are written."""
    anchor_key_file: Path | None = None
    """The private key that signs them."""
    anchor_every_seconds: int = Field(300, ge=1, le=86_400)
    """How often the head is looked at; an anchor is written where it has moved."""
    anchor_keep_days: int = Field(1825, ge=1, le=36_500)
    """How long a bucket refuses to delete an anchor. It cannot be taken back for those that are written."""
    token_max_days: int = Field(0, ge=0, le=36_500)
    """For how many days a token may work at most from its making; a new one must have an end. 0: not demanded."""
    read_log_days: int = Field(365, ge=1, le=36_500)
    """How long it is known who was shown contact details, histories and exports."""
    session_idle_minutes: int = Field(60, ge=1, le=1_440)
    """After so many minutes without a click, whoever has signed in to the pages has to do so again."""
    session_hours: int = Field(12, ge=1, le=168)
    """After so many hours in any case."""
    oidc_issuer: str | None = None
    """The login provider (OpenID Connect) whose access tokens are accepted, as its own document names it: https://…"""
    oidc_audience: str | None = None
    """What its tokens have to be meant for (`aud`)."""
    oidc_roles_claim: str = "roles"
    """The claim that gives roles; a dotted path leads into claims: `realm_access.roles`."""
    oidc_roles: str = ""
    """Its values and the roles that they give, as a JSON object: {"register-editors": "registrar"}."""
    oidc_name_claim: str = "preferred_username"
    """What the journal calls an account that belongs to no person; `sub` where the claim is missing."""
    oidc_person_claim: str = "email"
    """Finds the person of an account: a mail address, or, with a source, the person's externalId. Empty: none is."""
    oidc_person_source: str | None = None
    """The `source` of the keys that the person's claim gives."""
    oidc_unit_claim: str | None = None
    """The unit, by its externalId, within which an account with the role `registrar` writes."""
    oidc_unit_source: str | None = None
    """The `source` of the keys that the unit's claim gives."""
    oidc_keys_every_seconds: int = Field(900, ge=1, le=86_400)
    """How often the provider's keys are fetched anew."""
    oidc_keys_pause_seconds: int = Field(10, ge=1, le=3_600)
    """How much lies between two fetches at least, whatever keys tokens name."""
    oidc_client_id: str | None = None
    """What the provider calls the pages, so that people sign in to them with it. Without it they use tokens."""
    oidc_client_secret: SecretStr | None = None
    """For a confidential client. A public one has none; PKCE guards both."""
    oidc_scopes: str = "openid profile email"
    """What the provider is asked for when somebody signs in; an access token for the register may need a scope too."""

    erasure_list: Path | None = None
    """The file, kept beside the backups, that says who was erased: a restored backup forgets them again."""

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            message = f"{name!r} is no time zone; write one as Europe/Copenhagen."
            raise ValueError(message) from error
        return name

    @field_validator("cors_origins")
    @classmethod
    def _named_origins(cls, text: str) -> str:
        for origin in _parts(text):
            if not _ORIGIN.fullmatch(origin):
                message = f"{origin!r} is no origin; write https://host or https://host:port, without a path."
                raise ValueError(message)
        return text

    @property
    def origins(self) -> list[str]:
        """`cors_origins`, one by one."""
        return _parts(self.cors_origins)

    @cached_property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.time_zone)
