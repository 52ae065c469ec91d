"""The file of a lawsuit: everything that proves something, in one ZIP."""

import hashlib
import io
import json
import re
import zipfile

from odoo import fields, models

from odoo.addons.o2c_orders.explain.case import folder

from .. import explain

UNSAFE = re.compile(r"[^\w.,()\- ]+")
# file systems and mail programs cut longer ones
NAME_LENGTH = 120


class O2cLitigation(models.Model):
    _name = "o2c.litigation"
    _inherit = "o2c.litigation"

    def action_make_file(self):
        """Make the file anew and keep it here; the earlier ones stay too."""
        self.ensure_one()
        self._check_may_make_file()
        content, papers = self._zip()
        now = fields.Datetime.now()
        name = explain.litigation_file.file_name(self, now)
        # the file holds documents that not everybody may read one by one: a leader
        # is answerable for it, and only readers of the lawsuit reach it
        lawsuit = self.sudo()
        attachment = lawsuit.env["ir.attachment"].create(
            {
                "name": name,
                "raw": content,
                "mimetype": "application/zip",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        lawsuit.write({"file_id": attachment.id, "file_made_at": now})
        self._message_log(
            body=explain.litigation_file.made(self, name, papers, _digest(content))
        )
        return self.action_get_file()

    def action_get_file(self):
        """Download the last file."""
        self.ensure_one()
        # who reads the lawsuit reads its file
        attachment = self.sudo().file_id
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "new",  # and the form behind it is shown anew
        }

    def _check_may_make_file(self):
        self.check_access("read")
        self._check_leader()

    # ------------------------------------------------------------- papers
    def _zip(self):
        """The file as bytes, and how many papers are in it."""
        papers = [_safe(*paper) for paper in self._papers()]
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            index = explain.litigation_file.index(
                self, [(name, _digest(content)) for name, content in _unique(papers)]
            )
            archive.writestr(explain.litigation_file.index_name(self.env), index)
            for name, content in _unique(papers):
                archive.writestr(name, content)
        return buffer.getvalue(), len(papers)

    def _papers(self):
        """(folder, name, bytes) of everything in the file."""
        # the leader who makes the file answers for it: not each paper by its right
        lawsuit = self.sudo()
        yield from lawsuit.dispute_ids.invoice_id._o2c_case_papers()
        yield from lawsuit._credit_papers()
        yield from lawsuit._contact_papers()
        yield from lawsuit._ticket_papers()
        yield from lawsuit._event_papers()

    def _credit_papers(self):
        """What was credited already of these invoices."""
        invoices = self.dispute_ids.invoice_id
        for credit in invoices.reversal_move_ids.filtered(
            lambda move: move.state == "posted"
        ):
            name, content, _mimetype = credit._o2c_invoice_file()
            yield folder(self.env, "invoices"), name, content

    def _contact_papers(self):
        """The contacts about the ticket and its documents, with their proof."""
        documents = [self.ticket_id, *self.ticket_id._about()]
        documents += self.dispute_ids.invoice_id
        domain = fields.Domain.OR(
            fields.Domain("document_ids.res_model", "=", document._name)
            & fields.Domain("document_ids.res_id", "=", document.id)
            for document in set(documents)
        )
        contacts = self.env["o2c.contact"].search(
            fields.Domain("partner_id", "=", self.partner_id.id)
            & fields.Domain("company_id", "=", self.company_id.id)
            & domain,
            order="at, id",
        )
        if contacts:
            where = folder(self.env, "contacts")
            proof = json.dumps(contacts._extract(), indent=1, ensure_ascii=False)
            texts = explain.litigation_file
            yield where, texts.contacts_name(self.env), texts.contacts(contacts)
            yield where, texts.proof_name(self.env), proof.encode()

    def _ticket_papers(self):
        """What was said in the ticket, and what came with it."""
        where, texts = folder(self.env, "tickets"), explain.litigation_file
        ticket = self.ticket_id
        # notes between colleagues are not for the other side's eyes
        messages = ticket.message_ids.filtered(
            lambda m: (
                m.message_type != "notification"
                and not m.is_internal
                and (m.body or m.attachment_ids)
            )
        ).sorted("date")
        yield where, texts.ticket_name(ticket), texts.ticket(ticket, messages)
        for attachment in messages.attachment_ids | self._loose_papers(ticket):
            yield where, attachment.name, attachment.raw or b""

    def _event_papers(self):
        where = explain.litigation_file.own_folder(self.env)
        for attachment in self.event_ids.attachment_ids:
            yield where, attachment.name, attachment.raw or b""

    def _loose_papers(self, record):
        domain = [("res_model", "=", record._name), ("res_id", "=", record.id)]
        return self.env["ir.attachment"].search(
            [*domain, ("res_field", "=", False)], order="id"
        )


def _digest(content):
    return hashlib.sha256(content).hexdigest()


def _safe(place, name, content):
    stem = UNSAFE.sub("-", name or "-").strip(" .")[-NAME_LENGTH:] or "-"
    return f"{UNSAFE.sub('-', place)}/{stem}", content


def _unique(papers):
    """The papers with names of which no two are the same."""
    seen = {}
    for name, content in papers:
        seen[name] = seen.get(name, 0) + 1
        number = seen[name]
        folder_name, _slash, file_name = name.rpartition("/")
        plain = number == 1
        yield name if plain else f"{folder_name}/{number} {file_name}", content
