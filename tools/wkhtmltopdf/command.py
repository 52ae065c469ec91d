"""The command line that Odoo builds, as one frozen object. Lengths are in inches."""

from dataclasses import dataclass
from pathlib import Path

INCHES_PER_MM = 1 / 25.4
# width and height of report.paperformat's names that are in use, in millimetres
PAGE_SIZES = {
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "A6": (105, 148),
    "B4": (250, 353),
    "B5": (176, 250),
    "Legal": (215.9, 355.6),
    "Letter": (215.9, 279.4),
    "Tabloid": (279.4, 431.8),
}
# options that stand alone; every other takes one value, --cookie two
FLAGS = {
    "--disable-local-file-access",
    "--disable-smart-shrinking",
    "--header-line",
    "--quiet",
    "-q",
}


class CommandError(Exception):
    """Arguments that cannot be understood."""


@dataclass(frozen=True)
class Command:
    """What to print, on which paper, to which file."""

    documents: tuple[Path, ...]
    output: Path
    width: float
    height: float
    margins: dict[str, float]
    header: Path | None = None
    footer: Path | None = None
    cookies: tuple[str, ...] = ()


def parse(arguments):
    """Return the Command for a list of arguments.

    :raises CommandError: if a value is missing or no number, or no file is given
    """
    options, cookies, files = _split(list(arguments))
    if len(files) < 2:
        raise CommandError("needs a document and an output file")
    width, height = _paper(options)
    return Command(
        documents=tuple(Path(name).absolute() for name in files[:-1]),
        output=Path(files[-1]),
        width=width,
        height=height,
        margins=_margins(options),
        header=_path(options, "--header-html"),
        footer=_path(options, "--footer-html"),
        cookies=(*cookies, *_session_of(options.get("--cookie-jar"))),
    )


def _split(arguments):
    options, cookies, files = {}, [], []
    arguments.reverse()
    while arguments:
        word = arguments.pop()
        if word == "--cookie":
            cookies.append(f"{_value(arguments, word)}={_value(arguments, word)}")
        elif word in FLAGS:
            continue
        elif word.startswith("--"):
            options[word] = _value(arguments, word)
        else:
            files.append(word)
    return options, cookies, files


def _value(arguments, option):
    if not arguments:
        raise CommandError(f"{option} needs a value")
    return arguments.pop()


def _paper(options):
    if "--page-width" in options:
        sizes = (options["--page-width"], options.get("--page-height", ""))
        width, height = (_millimetres(size) for size in sizes)
    else:
        name = options.get("--page-size", "A4")
        if name not in PAGE_SIZES:
            raise CommandError(f"unknown page size {name}")
        width, height = (size * INCHES_PER_MM for size in PAGE_SIZES[name])
    if options.get("--orientation", "").lower() == "landscape":
        return height, width
    return width, height


def _margins(options):
    sides = ("top", "bottom", "left", "right")
    return {side: _millimetres(options.get(f"--margin-{side}", "10")) for side in sides}


def _millimetres(text):
    try:
        return float(text.removesuffix("mm")) * INCHES_PER_MM
    except ValueError:
        raise CommandError(f"{text!r} is no length in millimetres") from None


def _path(options, name):
    return Path(options[name]).absolute() if name in options else None


def _session_of(jar):
    """Odoo writes one Set-Cookie line into the jar; its first part is the session."""
    if not jar or not Path(jar).is_file():
        return []
    parts = [part.strip() for part in Path(jar).read_text().split(";")]
    return [part for part in parts if part.startswith("session_id=")]
