"""`python -m bot components FOLDER`: what this installation is made of, as a bill of materials and as notices of its licences.

The bill is CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). Nothing is asked of any network: each package's own metadata says it.
"""

import json
import platform
import re
import tomllib
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BILL_FILE, NOTICES_FILE = "atelier.cdx.json", "THIRD-PARTY-NOTICES.txt"
NAME_CHARS = 100
"""A field `License` that is longer is a text, and no name."""
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", re.MULTILINE)
_NEEDED = re.compile(r"^([A-Za-z0-9._-]+)")
_LICENCE_FILE = re.compile(r"(?:licen[cs]e|copying|notice|authors|copyright)", re.IGNORECASE)
_RULE = "=" * 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One package. `expression`: SPDX; else `named`, as its own metadata calls its licence; both may be empty. `texts`: licence files."""

    name: str
    version: str
    expression: str
    named: str
    texts: Sequence[str]
    needs: Sequence[str]

    @property
    def reference(self) -> str:
        """The package URL (https://github.com/package-url/purl-spec)."""
        return f"pkg:pypi/{self.name}@{self.version}"


def write_components(folder: Path) -> int:
    """Both files into the folder, which is made. Raises OSError."""
    found = components(locked(ROOT / "requirements.txt"))
    folder.mkdir(parents=True, exist_ok=True)
    bill, notices = folder / BILL_FILE, folder / NOTICES_FILE
    bill.write_text(json.dumps(bill_of(found), indent=1) + "\n", encoding="utf-8")
    notices.write_text(notices_of(found), encoding="utf-8")
    print(f"{len(found)} packages: {bill} (CycloneDX 1.6) and {notices}.")
    for each in found:
        if not each.texts:
            print(f"{each.name} {each.version} carries no text of its licence ({_licence(each)}).")
    return 0


def locked(lock: Path) -> frozenset[str] | None:
    """The names that are shipped; None where there is no lock, as in the image, which holds nothing else."""
    if not lock.exists():
        return None
    return frozenset(_canonical(name) for name in _LOCKED.findall(lock.read_text(encoding="utf-8")))


def components(shipped: frozenset[str] | None) -> Sequence[Component]:
    """Of what is installed here, by name; what tools of development bring is left out."""
    found = {_canonical(each.metadata["Name"]): each for each in distributions()}
    kept = {name: each for name, each in found.items() if shipped is None or name in shipped}
    return [_component(name, kept[name], kept.keys()) for name in sorted(kept)]


def _component(name: str, found: Distribution, known: Collection[str]) -> Component:
    needed = {
        _canonical(hit[1])
        for need in found.requires or ()
        if (hit := _NEEDED.match(need)) and "extra ==" not in need
    }
    return Component(
        name=name,
        version=found.version,
        expression=_field(found, "License-Expression"),
        named=_named(found),
        texts=[*_texts(found)],
        needs=sorted(needed & set(known)),
    )


def _named(found: Distribution) -> str:
    classified = [
        line.rpartition(" :: ")[2]
        for line in found.metadata.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    said = _field(found, "License")
    return said if said and len(said) <= NAME_CHARS and "\n" not in said else "; ".join(classified)


def _field(found: Distribution, name: str) -> str:
    return next(iter(found.metadata.get_all(name) or ()), "").strip()


def _texts(found: Distribution) -> Iterator[str]:
    for file in found.files or ():
        if (
            ".dist-info" in file.parts[0]
            and _LICENCE_FILE.search(file.name)
            and file.suffix not in (".py", ".json")
        ):
            path = Path(str(file.locate()))
            if path.is_file():
                yield path.read_text(encoding="utf-8", errors="replace").strip()


def bill_of(found: Sequence[Component]) -> dict[str, Any]:
    """The same packages make the same bill, byte for byte."""
    references = {each.name: each.reference for each in found}
    python: dict[str, Any] = {
        "type": "platform", "bom-ref": "python", "name": platform.python_implementation(), "version": platform.python_version(),
    }  # fmt: skip
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, " ".join(references.values())).urn,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "atelier",
                "name": "atelier",
                "version": _own_version(),
            }
        },
        "components": [python, *map(_in_the_bill, found)],
        "dependencies": [
            {"ref": each.reference, "dependsOn": [references[name] for name in each.needs]} for each in found
        ],
    }


def _in_the_bill(component: Component) -> dict[str, Any]:
    licence: list[dict[str, Any]] = []
    if component.expression:
        licence = [{"expression": component.expression}]
    elif component.named:
        licence = [{"license": {"name": component.named}}]
    return {
        "type": "library",
        "bom-ref": component.reference,
        "name": component.name,
        "version": component.version,
        "purl": component.reference,
        **({"licenses": licence} if licence else {}),
    }


def notices_of(found: Sequence[Component]) -> str:
    """Every package with the texts that it carries."""
    parts = ["What Atelier is built on, and under which licences. Made by `python -m bot components`."]
    for each in found:
        texts = each.texts or ["The package carries no text of its licence."]
        parts += [f"{_RULE}\n{each.name} {each.version}: {_licence(each)}\n{_RULE}", *texts]
    return "\n\n".join(parts) + "\n"


def _licence(component: Component) -> str:
    return component.expression or component.named or "it states no licence"


def _own_version() -> str:
    project = ROOT / "pyproject.toml"
    return (
        str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
        if project.exists()
        else "unknown"
    )


def _canonical(name: str) -> str:
    """As packages are compared (PEP 503).

    >>> _canonical("Discord.py")
    'discord-py'
    """
    return re.sub(r"[-_.]+", "-", name).lower()
