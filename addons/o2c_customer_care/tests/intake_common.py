from pathlib import Path

from odoo import Command
from odoo.tools import mute_logger

from .common import CareCommon

HERE = Path(__file__).parent / "eml"
GATEWAY = "odoo.addons.mail.models.mail_thread"
ALIAS = "care@ticket.example"


class IntakeCommon(CareCommon):
    """A team with an address, and the mail gateway as a mail server feeds it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the first domain of a database is given to every address that has none
        taken = cls.env["mail.alias"].search([("alias_name", "in", ("care", "second"))])
        taken.alias_name = False
        cls.domain = cls.env["mail.alias.domain"].create(
            {"name": "ticket.example", "bounce_alias": "bounce-care"}
        )
        cls.company = cls.env.company
        cls.company.alias_domain_id = cls.domain
        cls.team = cls.env["o2c.ticket.team"].create(
            {
                "name": "Care by mail",
                "alias_name": "care",
                "member_ids": [Command.set(cls.agent.ids)],
            }
        )
        for code in ("it_IT", "es_ES", "pl_PL"):
            cls.env["res.lang"]._activate_lang(code)
        cls.customer.write({"email": "office@known.example", "is_company": True})
        cls.rita = cls.env["res.partner"].create(
            {
                "name": "Rita Neri",
                "parent_id": cls.customer.id,
                "email": "rita@known.example",
                "lang": "it_IT",
            }
        )
        cls.Intake = cls.env["o2c.intake"]
        cls.Ticket = cls.env["o2c.ticket"]

    @classmethod
    def _raw(cls, name, **words):
        raw = (HERE / f"{name}.eml").read_bytes()
        for word, value in words.items():
            raw = raw.replace(f"@@{word}@@".encode(), value.encode())
        return raw

    @classmethod
    def _feed(cls, raw):
        """Give the gateway a message as a mail server does: the ticket it is on."""
        before = cls.Ticket.search([], order="id desc", limit=1)
        with mute_logger(GATEWAY):
            cls.env["mail.thread"].message_process(False, raw)
        cls.env.flush_all()
        cls.env.invalidate_all()
        return cls.Ticket.search([("id", ">", before.id or 0)])

    @classmethod
    def _mail(cls, **words):
        """Feed a plain message."""
        options = {
            "FROM": "Rita <rita@known.example>",
            "TO": ALIAS,
            "SUBJECT": "Broken cups",
            "ID": "<plain1@known.example>",
            "HEADERS": "",
            "TEXT": "They are broken.",
        }
        return cls._feed(cls._raw("plain", **{**options, **words}))

    @classmethod
    def _entry(cls, message_id):
        return cls.Intake.search([("key", "=", f"mail:{message_id}")])

    @classmethod
    def _sent(cls, ticket):
        """The mails that left about a ticket by themselves."""
        return cls.env["mail.mail"].search(
            [
                ("model", "=", "o2c.ticket"),
                ("res_id", "=", ticket.id),
                ("message_type", "=", "auto_comment"),
            ]
        )
