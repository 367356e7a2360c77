"""What ``content/site.yml`` says of the site itself: name, logo, licence, first entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from knowledge_repository.content import pictures
from knowledge_repository.content.files import Files
from knowledge_repository.content.names import is_picture_name
from knowledge_repository.content.strays import picture_name
from knowledge_repository.content.vocabularies import known_icon
from knowledge_repository.model import Diagnostic, Language, Licence, Location, Logo, Path, Site
from knowledge_repository.schema.data import SiteFile
from knowledge_repository.source.suggestions import Suggestions
from knowledge_repository.source.yaml import Document

FOLDER = "content"
LOGO_TYPES = (".png", ".webp")
"""Suffixes of a picture that can be the logo: these types can be transparent."""


def with_identity(
    site: Site,
    files: Files,
    file: SiteFile,
    document: Document,
    languages: Mapping[str, Language],
) -> Site:
    """*site* with its name, logo, licence and first entries. A text that a language does not have,
    a logo that cannot be shown, and an entry that is named twice are reported."""
    for key in ("name", "short_name", "tagline", "description"):
        _check_languages(files, getattr(file, key), document, (key,), languages)
    if file.licence:
        _check_languages(files, file.licence.name, document, ("licence", "name"), languages)
    named: Path = ("short_name",) if file.short_name else ("name",)
    licence = file.licence
    return replace(
        site,
        name=file.name,
        short_name=file.short_name,
        tagline=file.tagline,
        description=file.description,
        name_location=document.source_map.key(named) if file.name or file.short_name else None,
        logo=_logo(files, file.logo, document.source_map.value(("logo",))) if file.logo else None,
        licence=Licence(licence.id, licence.name, licence.url) if licence else None,
        email=file.email,
        featured=_featured(files, file, document),
    )


def _check_languages(
    files: Files,
    given: Mapping[str, str],
    document: Document,
    path: Path,
    languages: Mapping[str, Language],
) -> None:
    """Report the languages that a text does not have; none if it is not *given* at all."""
    for code, language in languages.items():
        if given and code not in given:
            key = ".".join(map(str, path))
            values = {"cause": "site", "id": key, "language": language.name, "code": code}
            location = document.source_map.key(path)
            files.diagnostics.append(Diagnostic(location, "missing-label", values, "warning"))


def _logo(files: Files, value: str, location: Location) -> Logo | None:
    """The logo called *value*; None after a report if it is neither an icon nor a picture."""
    suffix = PurePosixPath(value).suffix.lower()
    if "/" in value and not suffix:
        icon = known_icon(files, value, location, Suggestions())
        return None if icon is None else Logo(icon=icon)
    if "/" in value or suffix not in LOGO_TYPES:
        files.report(location, "wrong-logo", value=value)
        return None
    path = f"{FOLDER}/{value}"
    if path not in {found for _, found, _ in files.listing(FOLDER)}:
        files.report(location, "wrong-logo", cause="missing", value=value)
        return None
    if not is_picture_name(value):
        files.report(Location(path), "bad-picture-name", name=value, nearest=picture_name(value))
    file = files.root / path
    refusal = pictures.inspect(file, files.limits)
    if refusal is not None:
        files.report(Location(path), refusal[0], **refusal[1])
        return Logo(picture=path)
    return Logo(picture=path, size=pictures.size(file.read_bytes()))


def _featured(files: Files, file: SiteFile, document: Document) -> dict[str, Location]:
    found: dict[str, Location] = {}
    for index, id in enumerate(file.featured):
        location = document.source_map.value(("featured", index))
        if id in found:
            files.report(location, "duplicate-value", field="featured", value=id)
        found.setdefault(id, location)
    return found
