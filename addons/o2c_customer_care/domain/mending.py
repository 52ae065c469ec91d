"""A broken message written anew, so that it can be read; nothing of it is lost.

What could not be decoded is replaced, and the message as it came goes along as a file.
"""

import email
from email.message import EmailMessage
from email.policy import SMTP

from .letter import letter_of

KEPT = (
    "Message-Id",
    "Date",
    "References",
    "In-Reply-To",
    "Auto-Submitted",
    "Precedence",
    "List-Id",
    "List-Unsubscribe",
    "X-Auto-Response-Suppress",
    "X-Spam-Flag",
)
DECODABLE = (LookupError, ValueError, TypeError, AttributeError)
ORIGINAL = "message.eml"


def mend(raw):
    """The bytes of a readable message that says what the broken ``raw`` says.

    >>> broken = b"From: a@b.example\\nContent-Type: text/plain; charset=nope\\n\\nHi"
    >>> b"Hi" in mend(broken)
    True
    """
    old = email.message_from_bytes(raw)
    letter = letter_of(old, len(raw))
    new = EmailMessage(policy=SMTP)
    new["From"] = _address(letter)
    new["To"] = ", ".join(letter.recipients)
    new["Subject"] = letter.subject
    for name in KEPT:
        value = _plain(old.get(name))
        if value:
            new[name] = value
    texts, files = _content(old)
    new.set_content("\n".join(texts))
    for name, data in [*files, (ORIGINAL, raw)]:
        new.add_attachment(
            data, maintype="application", subtype="octet-stream", filename=name
        )
    return new.as_bytes()


def _address(letter):
    name = "".join(c for c in letter.sender_name if c.isalnum() or c == " ").strip()
    return f"{name} <{letter.sender}>" if name else letter.sender


def _plain(value):
    """A header that anything can read again: what is no ASCII of it goes."""
    text = str(value or "").encode("ascii", "ignore").decode()
    return " ".join(text.split())


def _content(message):
    """The texts and the (name, bytes) files of a message, as far as they go."""
    texts, files = [], []
    for part in message.walk():
        if part.is_multipart():
            continue
        name, data = _name(part), _bytes(part)
        if name:
            files.append((name, data))
        elif part.get_content_maintype() in ("text", "multipart"):
            # of a multipart without its boundary everything is text
            texts.append(_decoded(data, part))
    return texts or [""], files


def _name(part):
    try:
        return _plain(part.get_filename())
    except DECODABLE:
        return "file"


def _bytes(part):
    try:
        return part.get_payload(decode=True) or b""
    except DECODABLE:
        return str(part.get_payload()).encode(errors="replace")


def _decoded(data, part):
    for charset in (_charset(part), "utf-8"):
        try:
            return data.decode(charset)
        except DECODABLE:
            continue
    return data.decode("windows-1252", errors="replace")


def _charset(part):
    try:
        return part.get_content_charset() or "utf-8"
    except DECODABLE:
        return "utf-8"
