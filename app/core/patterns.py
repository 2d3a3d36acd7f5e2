"""What texts of a form look like: a pattern for programs, and an example for people, who read no patterns. Pure."""

URL = r"^https?://[^\s/]+[^\s]*$"
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
PHONE = r"^\+?[0-9][0-9 ()/.-]{2,38}$"
KLE = r"^\d{2}(\.\d{2}){0,2}$"
RULE = r"^[A-Z]{3}\d{3}$"
#: Pattern → a text that fits it.
EXAMPLES = {
    URL: "https://intranet.kommune.example/system",
    EMAIL: "navn@kommune.example",
    PHONE: "+45 12 34 56 78",
    KLE: "27.18.04",
    RULE: "OWN001",
}
