"""An incoming e-mail as far as its headers go: who speaks, and whether a machine does.

Only headers are read, and whatever stands in them: a broken one counts as absent.
"""

import re
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import getaddresses

LOOP_MARK = "X-O2C-Loop"
# what a reader of headers may stumble over in a broken message
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, MessageError)
RECIPIENTS = ("Delivered-To", "To", "Cc", "Resent-To", "Resent-Cc")
AUTO_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply-From")
LIST_HEADERS = ("List-Id", "List-Unsubscribe", "List-Post")
AUTO_PRECEDENCE = "auto_reply"
LIST_PRECEDENCE = frozenset({"bulk", "list", "junk"})
ADDRESS = re.compile(r"^[^\s@,;<>]+@[^\s@,;<>]+$")
MESSAGE_IDS = re.compile(r"<[^<>\s]+>")
# an absence notice of which the headers say nothing (four languages and German)
AUTO_SUBJECT = re.compile(
    r"^\W*(out of (the )?office|automatic reply|auto(matic)?[ -]?(reply|response)"
    r"|fuori (ufficio|sede)|risposta automatica|assenza dall'ufficio"
    r"|fuera de (la )?oficina|respuesta autom[aá]tica"
    r"|poza biurem|nieobecno[sś][cć]|automatyczna odpowied[zź]|autoodpowied[zź]"
    r"|abwesenheit\w*|automatische antwort)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What the headers of a message say.

    ``sender`` is the bare address in small letters, empty when there is none;
    ``return_path`` is None when the header is missing and empty for ``<>``.
    """

    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    message_id: str = ""
    recipients: tuple = ()
    references: tuple = ()
    size: int = 0
    auto_submitted: str = ""
    auto_reply: bool = False
    is_list: bool = False
    is_spam: bool = False
    suppress: str = ""
    return_path: str | None = None
    loop_mark: str = ""
    language: str = ""


def read_letter(raw):
    """The :class:`Letter` of a message as it came, in bytes.

    >>> read_letter(
    ...     b"From: Rita <RITA@bar.example>\\r\\nSubject: Cups\\r\\n\\r\\nHi"
    ... ).sender
    'rita@bar.example'
    """
    return letter_of(BytesHeaderParser().parsebytes(raw), len(raw))


def letter_of(message, size=0):
    """The :class:`Letter` of a parsed message of ``size`` bytes."""
    name, sender = _first_address(message, "From")
    subject = _text(message, "Subject")
    precedence = _text(message, "Precedence").lower()
    submitted = _text(message, "Auto-Submitted").lower().split(";")[0].strip()
    paths = [address for _name, address in _addresses(message, "Return-Path")]
    return Letter(
        sender=sender,
        sender_name=name,
        subject=subject,
        message_id=_text(message, "Message-Id"),
        recipients=_recipients(message),
        references=_references(message),
        size=size,
        auto_submitted="" if submitted == "no" else submitted,
        auto_reply=_is_auto_reply(message, submitted, precedence, subject),
        is_list=precedence in LIST_PRECEDENCE or _has_any(message, LIST_HEADERS),
        is_spam=_is_spam(message),
        suppress=_text(message, "X-Auto-Response-Suppress").lower(),
        return_path=_return_path(message, paths),
        loop_mark=_text(message, LOOP_MARK),
        language=_text(message, "Content-Language").lower()[:2],
    )


def _is_auto_reply(message, submitted, precedence, subject):
    return (
        submitted == "auto-replied"
        or precedence == AUTO_PRECEDENCE
        or _has_any(message, AUTO_HEADERS)
        or bool(AUTO_SUBJECT.match(subject))
    )


def _is_spam(message):
    flag = _text(message, "X-Spam-Flag").lower()
    status = _text(message, "X-Spam-Status").lower()
    return flag == "yes" or status.startswith("yes")


def _has_any(message, names):
    return any(_text(message, name) for name in names)


def _recipients(message):
    found = [a for name in RECIPIENTS for _n, a in _addresses(message, name) if a]
    return tuple(dict.fromkeys(found))


def _references(message):
    text = f"{_text(message, 'References')} {_text(message, 'In-Reply-To')}"
    return tuple(dict.fromkeys(MESSAGE_IDS.findall(text)))


def _return_path(message, paths):
    if message.get("Return-Path") is None:
        return None
    return next((path for path in paths if path), "")


def _first_address(message, header):
    found = [pair for pair in _addresses(message, header) if pair[1]]
    return found[0] if found else ("", "")


def _addresses(message, header):
    """The (name, address) pairs of a header; an address that is none is empty."""
    pairs = getaddresses([_text(message, header)])
    return [(n, a.lower() if ADDRESS.match(a) else "") for n, a in pairs]


def _text(message, header):
    """A header in words, on one line; empty when it is missing or unreadable."""
    try:
        value = message.get(header)
        text = str(make_header(decode_header(str(value)))) if value else ""
    except UNREADABLE:
        return ""
    # what is no character of a text goes, line ends above all
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
