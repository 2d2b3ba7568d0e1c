"""An edition: the owner's files and the environment, with what was changed at run time laid over
them. Every change that does not fit is left out and named."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct
from pydantic import ValidationError

from bot.business.faults import ProfileError, faults_of
from bot.business.knowledge import Section, load_pages, sections_of
from bot.business.overlay import REMOVED, NoSuchPath, laid, steps_of
from bot.business.profile import Profile
from bot.business.profile_files import load_profile
from bot.business.prompts import PromptError, PromptText, checked, owned_prompts
from bot.errors import CommandRefused
from bot.knobs import Knob
from storage.settings import Change

PAGES, ROLES, PROMPTS = "knowledge.", "roles.", "prompts."
_FILES = {"menu": "menu.toml", "wording": "wording.toml"}


class Owned(Struct, frozen=True):
    """What the owner's files say. data: the profile as JSON has it."""

    profile: Profile
    data: dict[str, Any]
    pages: Mapping[str, str]
    prompts: Mapping[str, str] = {}


class Misfit(Struct, frozen=True):
    """A change that does not fit what stands under it any more."""

    change: Change
    why: str


class Edition(Struct, frozen=True):
    """What is in force. newest: the id of the newest change that it knows of. data: the profile's.
    values: of the knobs, by path. roles: {desk's id: role} that was given at run time."""

    newest: int
    profile: Profile
    data: dict[str, Any]
    pages: Mapping[str, str]
    sections: tuple[Section, ...]
    values: Mapping[str, Any]
    roles: Mapping[str, str]
    misfits: tuple[Misfit, ...]
    version: int = 0
    prompts: Mapping[str, PromptText] = {}

    def key(self, owned: Owned) -> str:
        """By which its version of the profile is known: another one for other pages, too."""
        if self.pages == owned.pages:
            return self.profile.content_hash
        told = repr((self.profile.content_hash, sorted(self.pages.items())))
        return sha256(told.encode()).hexdigest()


def owned_by(folder: Path) -> Owned:
    """Reads the owner's files. Raises ProfileError and PromptError."""
    profile = load_profile(folder)
    pages = load_pages(folder / "knowledge")
    sections_of(pages)
    data = profile.model_dump(mode="json", by_alias=True)
    return Owned(profile, data, pages, owned_prompts(folder / "prompts"))


def canonical(path: str) -> str:
    """A path as it is kept."""
    if path.startswith((PAGES, ROLES)):
        return path.strip()
    return ".".join(steps_of(path))


def file_of(path: str) -> str:
    """The owner's file that a profile's path stands in."""
    return _FILES.get(path.partition(".")[0], "profile.toml")


def edition_of(owned: Owned, knobs: Mapping[str, Knob], changes: Sequence[Change]) -> Edition:
    """Lays changes, the oldest first, over what the owner and the environment say."""
    made = [change for change in changes if change.value is not None]
    of_pages = [change for change in made if change.path.startswith(PAGES)]
    of_knobs = [change for change in made if change.path in knobs]
    roles = [change for change in made if change.path.startswith(ROLES)]
    of_prompts = [change for change in made if change.path.startswith(PROMPTS)]
    rest = [c for c in made if c not in (*of_pages, *of_knobs, *roles, *of_prompts)]
    misfits: list[Misfit] = []
    profile, data = _profile(owned, rest, misfits)
    pages = _pages(owned.pages, of_pages, misfits)
    return Edition(
        newest=max((change.id for change in changes), default=0),
        profile=profile,
        data=data,
        pages=pages,
        sections=sections_of(pages),
        values=_values(knobs, of_knobs, misfits),
        roles={change.path.removeprefix(ROLES): change.value for change in roles},
        prompts=_prompts(owned.prompts, of_prompts, misfits),
        misfits=tuple(misfits),
    )


def _prompts(
    owned: Mapping[str, str], changes: Iterable[Change], misfits: list[Misfit]
) -> Mapping[str, PromptText]:
    found = {name: PromptText(text) for name, text in owned.items()}
    for change in changes:
        name = change.path.removeprefix(PROMPTS)
        try:
            if name not in found:
                raise PromptError(f"there is no such prompt; there are {', '.join(found)}")
            found[name] = PromptText(checked(name, str(change.value)), change.author_name)
        except PromptError as fault:
            misfits.append(Misfit(change, f"{change.path}: {fault}"))
    return found


def _profile(
    owned: Owned, changes: Sequence[Change], misfits: list[Misfit]
) -> tuple[Profile, dict[str, Any]]:
    if not changes:
        return owned.profile, owned.data
    try:
        return _laid(owned.data, changes)
    except (NoSuchPath, ProfileError):
        return _one_by_one(owned, changes, misfits)


def _one_by_one(
    owned: Owned, changes: Sequence[Change], misfits: list[Misfit]
) -> tuple[Profile, dict[str, Any]]:
    profile, data = owned.profile, owned.data
    for change in changes:
        try:
            profile, data = _laid(data, [change])
        except (NoSuchPath, ProfileError) as fault:
            misfits.append(Misfit(change, str(fault)))
    return profile, data


def _laid(data: dict[str, Any], changes: Iterable[Change]) -> tuple[Profile, dict[str, Any]]:
    for change in changes:
        data = laid(data, steps_of(change.path), change.value)
    try:
        profile = Profile.model_validate(data)
    except ValidationError as error:
        raise ProfileError(faults_of(error, Profile, data)) from None
    # As JSON has it, so that a price is read as one whatever way it was written.
    return profile, profile.model_dump(mode="json", by_alias=True)


def _pages(
    pages: Mapping[str, str], changes: Iterable[Change], misfits: list[Misfit]
) -> Mapping[str, str]:
    found = dict(pages)
    for change in changes:
        page = change.path.removeprefix(PAGES)
        if change.value == REMOVED:
            found.pop(page, None)
            continue
        if not isinstance(change.value, str):
            misfits.append(Misfit(change, f"{change.path}: a page is text"))
            continue
        try:
            sections_of({page: change.value})
        except ProfileError as fault:
            misfits.append(Misfit(change, str(fault)))
        else:
            found[page] = change.value
    return dict(sorted(found.items()))


def _values(
    knobs: Mapping[str, Knob], changes: Iterable[Change], misfits: list[Misfit]
) -> dict[str, Any]:
    values = {path: knob.present for path, knob in knobs.items()}
    for change in changes:
        try:
            values[change.path] = knobs[change.path].check(change.value)
        except CommandRefused as fault:
            misfits.append(Misfit(change, f"{change.path}: {fault}"))
    return values
