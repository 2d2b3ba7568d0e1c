"""The owner's files, read into a Profile."""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.business.faults import Fault, ProfileError, faults_of
from bot.business.profile import Profile

_MAIN = "profile.toml"
_SECTIONS = {"menu": "menu.toml", "wording": "wording.toml"}


def load_profile(folder: Path) -> Profile:
    """Read profile.toml, menu.toml and wording.toml. Raises ProfileError with every fault."""
    faults: list[Fault] = []
    main = _read(folder / _MAIN, faults)
    parts = {section: _read(folder / name, faults) for section, name in _SECTIONS.items()}
    unread = {fault.file for fault in faults}
    faults += _misplaced(main)
    data = main | parts
    try:
        profile = Profile.model_validate(data)
    except ValidationError as error:
        found = map(_in_its_file, faults_of(error, Profile, data))
        faults += (fault for fault in found if fault.file not in unread)
        raise ProfileError(faults) from None
    if faults:
        raise ProfileError(faults)
    return profile


def _read(path: Path, faults: list[Fault]) -> dict[str, Any]:
    """Return the file's tables. A file that cannot be read adds a fault and has none."""
    try:
        return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except OSError as error:
        why = error.strerror or "unknown reason"
        faults.append(Fault("", f"cannot be read ({why}): put it into {path.parent}", path.name))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(Fault("", f"is not written as TOML is: {error}", path.name))
    return {}


def _misplaced(main: Mapping[str, Any]) -> Iterator[Fault]:
    for section, name in _SECTIONS.items():
        if section in main:
            yield Fault(section, f"belongs in {name}: move it there", _MAIN)


def _in_its_file(fault: Fault) -> Fault:
    section, _, rest = fault.path.partition(".")
    if section in _SECTIONS:
        return Fault(rest, fault.mending, _SECTIONS[section])
    return Fault(fault.path, fault.mending, _MAIN)
