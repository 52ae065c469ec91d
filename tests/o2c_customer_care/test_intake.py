"""What comes in: headers, who speaks, loops, forms, text messages, files."""

import email
import json

import pytest

from odoo.addons.o2c_customer_care.domain import (
    files,
    intake,
    language,
    letter,
    mending,
    phone_call,
    sender,
    sms_reply,
    web_form,
)
from odoo.addons.o2c_customer_care.domain.intake import Outcome, Sent, Silent
from odoo.addons.o2c_customer_care.domain.letter import Letter
from odoo.addons.o2c_customer_care.domain.web_form import Objection

RITA = Letter(sender="rita@bar.example")


def raw(*lines):
    return "\r\n".join([*lines, "", "text"]).encode()


@pytest.mark.parametrize(
    ("_case", "headers", "name", "value"),
    [
        (
            "case of letters",
            ["From: Rita <RITA@Bar.example>"],
            "sender",
            "rita@bar.example",
        ),
        (
            "name in quotes",
            ['From: "Neri, Rita" <r@b.example>'],
            "sender_name",
            "Neri, Rita",
        ),
        ("no address", ["From: Rita"], "sender", ""),
        ("two senders", ["From: a@b.example, c@d.example"], "sender", "a@b.example"),
        ("broken charset", ["Subject: =?nope?Q?abc?="], "subject", ""),
        ("line end", ["Subject: =?utf-8?Q?a=0D=0ABcc:x?="], "subject", "a Bcc:x"),
        ("null path", ["Return-Path: <>"], "return_path", ""),
        ("path", ["Return-Path: <a@b.example>"], "return_path", "a@b.example"),
        ("no path", ["From: a@b.example"], "return_path", None),
        ("not automatic", ["Auto-Submitted: no"], "auto_submitted", ""),
        (
            "generated",
            ["Auto-Submitted: auto-generated; x"],
            "auto_submitted",
            "auto-generated",
        ),
        ("replied", ["Auto-Submitted: auto-replied"], "auto_reply", True),
        ("vacation", ["X-Autoreply: yes"], "auto_reply", True),
        ("precedence", ["Precedence: auto_reply"], "auto_reply", True),
        ("english", ["Subject: Out of office: x"], "auto_reply", True),
        ("italian", ["Subject: Risposta automatica: x"], "auto_reply", True),
        ("spanish", ["Subject: Fuera de la oficina"], "auto_reply", True),
        ("polish", ["Subject: Poza biurem"], "auto_reply", True),
        (
            "office meant",
            ["Subject: The coffee is out of office hours"],
            "auto_reply",
            False,
        ),
        ("list", ["List-Id: <a.example>"], "is_list", True),
        ("bulk", ["Precedence: bulk"], "is_list", True),
        ("spam", ["X-Spam-Flag: YES"], "is_spam", True),
        ("no spam", ["X-Spam-Status: No, score=1"], "is_spam", False),
    ],
)
def test_headers(_case, headers, name, value):
    assert getattr(letter.read_letter(raw(*headers)), name) == value


def test_recipients_and_references():
    read = letter.read_letter(
        raw(
            "Delivered-To: care@a.example",
            "To: Care <care@a.example>, x@a.example",
            "In-Reply-To: <2@a>",
            "References: <1@a> <2@a>",
        )
    )
    assert read.recipients == ("care@a.example", "x@a.example")
    assert read.references == ("<1@a>", "<2@a>")


@pytest.mark.parametrize(
    ("_case", "message", "around", "outcome"),
    [
        ("a person", {}, {}, None),
        ("our own mail", {"loop_mark": "x"}, {"mark": "x"}, Outcome.LOOP),
        ("mark of another", {"loop_mark": "y"}, {"mark": "x"}, None),
        ("robot", {"sender": "mailer-daemon@a.example"}, {}, Outcome.BOUNCE),
        ("automatic", {"auto_reply": True}, {}, Outcome.AUTO_REPLY),
        (
            "automatic answer",
            {"auto_reply": True},
            {"is_reply": True},
            Outcome.AUTO_REPLY,
        ),
        (
            "own address",
            {},
            {"own_addresses": frozenset({RITA.sender})},
            Outcome.OWN_ADDRESS,
        ),
        ("just fits", {"size": 10}, {"largest": 10}, None),
        ("too large", {"size": 11}, {"largest": 10}, Outcome.TOO_LARGE),
        ("spam", {"is_spam": True}, {}, Outcome.SPAM),
        ("29 before", {}, {"recent": 29}, None),
        ("30 before", {}, {"recent": 30}, Outcome.TOO_MANY),
        ("no sender", {"sender": ""}, {}, Outcome.NO_SENDER),
        ("colleague", {}, {"colleague": True}, Outcome.COLLEAGUE),
        ("colleague answers", {}, {"colleague": True, "is_reply": True}, None),
        ("one customer", {}, {"customers": 1}, None),
        ("two customers", {}, {"customers": 2}, Outcome.SEVERAL_CUSTOMERS),
        ("two answer", {}, {"customers": 2, "is_reply": True}, None),
        ("newsletter", {"is_list": True}, {}, Outcome.MAILING_LIST),
        ("machine", {"auto_submitted": "auto-generated"}, {}, Outcome.MAILING_LIST),
        (
            "customer's machine",
            {"auto_submitted": "auto-generated"},
            {"customers": 1},
            None,
        ),
    ],
)
def test_judgement(_case, message, around, outcome):
    message = Letter(**{"sender": RITA.sender, **message})
    decision = intake.judge(message, intake.Surroundings(**around))
    assert [reason.code for reason in decision.reasons] == (
        [outcome] if outcome else []
    )


@pytest.mark.parametrize(
    ("_case", "message", "sent", "reason"),
    [
        ("a person", {}, {}, None),
        ("no address", {"sender": ""}, {}, Silent.NO_ADDRESS),
        ("generated", {"auto_submitted": "auto-generated"}, {}, Silent.MACHINE),
        ("null path", {"return_path": ""}, {}, Silent.MACHINE),
        ("suppress all", {"suppress": "all"}, {}, Silent.MACHINE),
        ("suppress receipts", {"suppress": "dr, nrn"}, {}, None),
        ("list", {"is_list": True}, {}, Silent.MAILING_LIST),
        ("no-reply", {"sender": "no-reply@a.example"}, {}, Silent.NO_REPLY),
        ("noreply with more", {"sender": "noreply+1@a.example"}, {}, Silent.NO_REPLY),
        ("normal", {"sender": "norepair@a.example"}, {}, None),
        ("own", {}, {"own_addresses": frozenset({RITA.sender})}, Silent.OWN_ADDRESS),
        ("off", {}, {"switched_off": True}, Silent.SWITCHED_OFF),
        ("two this hour", {}, {"this_hour": 2, "seconds_ago": 600}, None),
        ("three this hour", {}, {"this_hour": 3, "seconds_ago": 600}, Silent.TOO_OFTEN),
        ("299 s", {}, {"this_hour": 1, "seconds_ago": 299}, Silent.TOO_SOON),
        ("300 s", {}, {"this_hour": 1, "seconds_ago": 300}, None),
    ],
)
def test_acknowledgement(_case, message, sent, reason):
    message = Letter(**{"sender": RITA.sender, **message})
    decision = intake.may_acknowledge(message, Sent(**sent))
    assert [r.code for r in decision.reasons] == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("_case", "known", "chosen"),
    [
        ("nobody", [], None),
        ("a person before his company", [(7, 7), (9, 7)], 9),
        ("two people of one company", [(9, 7), (8, 7)], 8),
        ("two customers", [(7, 7), (8, 8)], None),
        ("a colleague does not count", [(7, 7), (3, 1, True)], 7),
        ("a colleague alone", [(3, 1, True)], None),
    ],
)
def test_who_speaks(_case, known, chosen):
    assert sender.choose([sender.Known(*row) for row in known]) == chosen


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Re: [TK00012] S00042", ["TK00012", "S00042"]),
        ("INV/2026/00012 is wrong", ["INV/2026/00012"]),
        ("4 cups, 100 %", []),
        ("", []),
    ],
)
def test_numbers(text, found):
    assert [n for n in sender.numbers(text) if n[0].isalpha()] == found


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Re: Fwd: R: I: Odp: Cups", "Cups"),
        ("RE[2]: Cups", "Cups"),
        ("Report: Re: Cups", "Report: Re: Cups"),
        ("x" * 300, "x" * 200),
        ("Re:", ""),
    ],
)
def test_subject(text, plain):
    assert sender.subject(text) == plain


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The cups have not been sent, please look into our order", "en"),
        ("Buongiorno, la merce non è arrivata, grazie per il vostro aiuto", "it"),
        ("Buenos días, hemos pedido las tazas para el café, gracias", "es"),
        ("Dzień dobry, przesyłka nie dotarła, proszę o odpowiedź", "pl"),
        ("Cups", ""),
        ("", ""),
    ],
)
def test_language(text, code):
    assert language.guess(text) == code


@pytest.mark.parametrize(
    ("_case", "names", "kept"),
    [
        ("harmless", ["a.pdf", "b.jpg"], [0, 1]),
        ("programs", ["a.exe", "b.pdf.exe", "c.exe.pdf", "d.JS"], []),
        ("no ending", ["README"], [0]),
        ("no name", [None], [0]),
    ],
)
def test_files(_case, names, kept):
    assert files.sort_out([(name, 1) for name in names], files.Limits()) == kept


def test_limits_of_files():
    limits = files.Limits(largest=10, total=25, most=3, allowed=frozenset({"pdf"}))
    sizes = [10, 11, 10, 6, 5, 0]
    found = files.sort_out([("a.pdf", size) for size in sizes], limits)
    assert found == [0, 2, 4]
    assert files.sort_out([("a.png", 1), ("README", 1)], limits) == []


@pytest.mark.parametrize(
    ("_case", "values", "codes"),
    [
        ("good", {}, []),
        ("trap", {"trap": "x"}, [Objection.TRAP]),
        ("3.9 s", {"age": 3.9}, [Objection.TOO_QUICK]),
        ("4 s", {"age": 4}, []),
        ("a day", {"age": 86_400}, []),
        ("more than a day", {"age": 86_401}, [Objection.EXPIRED]),
        ("from the future", {"age": -1}, [Objection.EXPIRED]),
        ("not ours", {"age": None}, [Objection.EXPIRED]),
        ("9 from there", {"from_place": 9}, []),
        ("10 from there", {"from_place": 10}, [Objection.TOO_MANY]),
        ("4 of him", {"of_address": 4}, []),
        ("5 of him", {"of_address": 5}, [Objection.TOO_MANY]),
        ("no consent", {"consent": False}, [Objection.NO_CONSENT]),
        ("files", {"files_left": 1}, [Objection.BAD_FILES]),
    ],
)
def test_form(_case, values, codes):
    words = web_form.read(
        {"name": "R", "email": "R@b.example", "subject": "s", "text": "t"}
    )
    sent = web_form.Sent(**{"values": words, "age": 60, "consent": True, **values})
    assert [reason.code for reason in web_form.judge(sent).reasons] == codes


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("rita@bar.example", True),
        ("rita@bar", False),
        ("rita bar@x.example", False),
        ("a@b.example,c@d.example", False),
        ('"x"@b.example', False),
    ],
)
def test_addresses(address, good):
    assert bool(web_form.EMAIL.match(address)) is good


@pytest.mark.parametrize(
    ("_case", "item", "fault"),
    [
        ("good", {"id": 7, "from": "+39 333 123", "text": "Hi"}, ""),
        ("no id", {"from": "+39 333 123", "text": "Hi"}, "id"),
        ("short number", {"id": "1", "from": "333", "text": "Hi"}, "from"),
        ("no text", {"id": "1", "from": "+39 333 123", "text": " "}, "text"),
        ("object in text", {"id": "1", "from": "+39 333 123", "text": {}}, "text"),
        ("no object", "Hi", "object"),
    ],
)
def test_text_message(_case, item, fault):
    (text,) = sms_reply.read_json(json.dumps({"messages": [item]}).encode())
    assert text.fault == fault


@pytest.mark.parametrize("body", [b"{", b"5", b"{}", b"[" + b"1," * 500 + b"1]"])
def test_text_messages_unreadable(body):
    with pytest.raises(sms_reply.Unreadable):
        sms_reply.read_json(body)


@pytest.mark.parametrize(
    ("text", "stop"),
    [("STOP", True), (" basta ", True), ("stop the delivery", False)],
)
def test_stop(text, stop):
    assert sms_reply.Text("1", "+39", text).is_stop is stop


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [(0, 0), (1, 1), (60, 1), (61, 2), (-5, 0), (None, 0), (10**9, 720)],
)
def test_minutes(seconds, minutes):
    assert phone_call.minutes(seconds) == minutes


def test_mended_message_can_be_read_and_is_the_same():
    broken = (
        b"From: Zo\xeb <zoe@b.example>\r\nTo: care@a.example\r\nMessage-Id: <1@b>\r\n"
        b"Auto-Submitted: auto-replied\r\n"
        b"Content-Type: text/plain; charset=nope\r\n\r\ncaff\xe8"
    )
    mended = mending.mend(broken)
    read = letter.read_letter(mended)
    assert (read.sender, read.message_id) == ("zoe@b.example", "<1@b>")
    assert read.auto_reply
    *_others, original = email.message_from_bytes(mended).walk()
    assert original.get_filename() == "message.eml"
    assert original.get_payload(decode=True) == broken
