"""What a server means by a refusal: its own words differ, and its status alone does not tell."""

import math
import re
import time
from collections.abc import Mapping
from email.utils import mktime_tz, parsedate_tz

from agents.models.errors import Busy, Need, Unwell
from agents.ports import ModelError

_NO_SUCH_MODEL = re.compile(
    r"model_not_found|model_?not_?exist|deployment_?not_?found|invalid_model|model_deprecated"
    r"|(?:model|deployment)\b.{0,120}\b(?:not (?:exist|found|available|supported for chat)"
    r"|n't exist|does not exist|no longer|deprecated|decommissioned|retired|shut down)"
    r"|(?:no such|unknown|invalid|not a valid) model|no (?:endpoints|allowed providers) found"
    r"|not have access to (?:the )?model",
    re.IGNORECASE | re.DOTALL,
)
_OUT_OF_CREDIT = re.compile(
    r"insufficient_quota|billing|payment required|(?:out of|insufficient) (?:credit|balance|funds)",
    re.IGNORECASE,
)


def refused(status: int, text: str, headers: Mapping[str, str]) -> ModelError:
    """The error of a refusal. text: all that was said of it; none of it is in the error, since it
    may quote what a customer wrote."""
    if need := need_of(status, text):
        said = f"the model's server refused: {status}, for want of the {need}"
        return Unwell(said, sent=False, whole=need != "model", need=need)
    if status == 429:
        return Busy(seconds_asked(headers))
    if status >= 500 or status in (408, 409, 425):
        return Unwell(f"the model's server failed: {status}", again=True)
    return ModelError(f"the model's server refused: {status}", sent=False)


def need_of(status: int, text: str) -> Need | None:
    """What only the operator can mend."""
    if status in (400, 403, 404, 410, 422) and _NO_SUCH_MODEL.search(text):
        return "model"
    if status == 402 or (status in (403, 429) and _OUT_OF_CREDIT.search(text)):
        return "quota"
    if status in (401, 403):
        return "key"
    return "address" if status in (404, 405, 410) else None


def seconds_asked(headers: Mapping[str, str]) -> float:
    """Of a Retry-After, in any of its forms; 0: none."""
    for name, a_second in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        value = headers.get(name, "")
        try:
            seconds = float(value) / a_second
        except ValueError:
            continue
        return max(0.0, seconds) if math.isfinite(seconds) else math.inf
    moment = parsedate_tz(headers.get("retry-after", ""))
    return max(0.0, mktime_tz(moment) - time.time()) if moment else 0.0
