"""Notices on paper: print batches, registered letters, Odoo's letter service."""

import io
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

from .. import explain
from ..domain.notice import rest
from .o2c_dunning_outbox import Sheet

_logger = logging.getLogger(__name__)
LETTER = "o2c_credit.report_dunning_letter"
ON_PAPER = ("letter", "registered")
BATCH = 200  # letters; more than a request should wait for


class O2cDunningNotice(models.Model):
    _name = "o2c.dunning.notice"
    _inherit = "o2c.dunning.notice"

    print_id = fields.Many2one(
        "o2c.dunning.print", "Print batch", index="btree_not_null"
    )
    letter_id = fields.Many2one(
        "snailmail.letter",
        "Letter given to the letter service",
        index="btree_not_null",
        ondelete="set null",
    )
    registered_number = fields.Char(help="The post's number of the registered letter.")

    # ------------------------------------------------------------- print batches
    def action_print_letters(self):
        """Print those of these that are letters to be sent: one PDF, each once.

        Their facts are read again; what was paid meanwhile is not printed. With more
        than a batch the rest waits for the next one.

        :raise UserError: there is nothing to print
        """
        self._check_collector()
        # notices and batches are written by code alone
        batch = self.sudo()._print_letters()
        if not batch:
            raise UserError(explain.notice.not_to_print(self.env))
        return batch.with_env(self.env).action_download()

    def _print_letters(self, limit=BATCH):
        """Print one batch: letters of one kind and company, in order of their numbers.

        :return: the batch; none when nothing is left to print
        """
        letters = self._lock_approved().filtered(lambda n: n.channel in ON_PAPER)
        letters = letters.sorted("id")
        same = letters[:1]
        letters = letters.filtered(
            lambda n: n.channel == same.channel and n.company_id == same.company_id
        )[:limit]
        letters = letters._still_to_print()
        if not letters:
            return self.env["o2c.dunning.print"]
        letters._left_on_paper()
        content, pages = letters._letters_pdf()
        batch = self.env["o2c.dunning.print"]._of_letters(letters, content, pages)
        letters.print_id = batch
        letters._finish()
        return batch

    def _still_to_print(self):
        """Those of these letters that may still leave, their amounts as of now."""
        self._speak_his_language()
        facts = self._leaving_facts()
        self._apply_rests({n: (rest(*facts[n]), facts[n][1]) for n in self})
        left = self.filtered(lambda n: n.state in ("approved", "queued", "failed"))
        for notice in left:
            notice._reachable()
        return left.filtered(lambda n: n.state != "dropped" and n.channel in ON_PAPER)

    def _left_on_paper(self):
        for notice in self:
            title = notice.with_context(lang=notice.lang)._wording()[0]
            address = notice.partner_id._display_address(without_company=True)
            lines = [notice.partner_id.display_name, *address.split("\n")]
            sent_to = ", ".join(line.strip() for line in lines if line.strip())
            notice._left(subject=title, sent_to=sent_to)

    def _letters_pdf(self):
        """(one PDF of all these letters with their enclosures, its number of pages).

        Each letter is kept on its notice as well.
        """
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        found = report._render_qweb_pdf_prepare_streams(LETTER, {}, res_ids=self.ids)
        writer = PdfFileWriter()
        for notice in self:
            stream = found[notice.id]["stream"]
            files = [(f"{notice.reference}.pdf", stream.getvalue(), "application/pdf")]
            files += notice._files()
            notice._keep_files(files[:1])
            for _name, content, _mimetype in files:
                writer.appendPagesFromReader(PdfFileReader(io.BytesIO(content)))
        merged = io.BytesIO()
        writer.write(merged)
        return merged.getvalue(), writer.getNumPages()

    # ------------------------------------------------------------- the letter service
    @api.model
    def _post_letters(self):
        """Give letters to Odoo's letter service where the company uses it.

        The service asks once more, just before it sends, whether they may leave.
        """
        companies = self.env["res.company"].search(
            [("o2c_letter_service", "=", "post"), ("parent_id", "=", False)]
        )
        domain = [
            ("state", "=", "approved"),
            ("channel", "=", "letter"),
            ("run_id.sending", "=", True),
            ("company_id", "child_of", companies.ids),
        ]
        for notice in self.search(domain, order="id") if companies else ():
            try:
                self.browse(notice.id)._in_own(lambda n: n._give_to_post())
            except Exception as error:
                _logger.exception("notice %s cannot be posted", notice.id)
                notice._note_failure(error)

    def _give_to_post(self):
        notice = self._lock_approved()._still_to_print()
        if not notice:
            return
        letter = self.env["snailmail.letter"].create(
            {
                "partner_id": notice.partner_id.id,
                "model": self._name,
                "res_id": notice.id,
                "user_id": (notice.approved_by_id or self.env.user).id,
                "company_id": notice.company_id.id,
                "report_template": self.env.ref(LETTER).id,
            }
        )
        notice.write({"state": "queued", "letter_id": letter.id})

    def _may_be_posted(self):
        """Whether a letter given to the letter service may still leave."""
        if not self._still_to_print():
            return False
        self._left_title()
        return True

    def _left_title(self):
        for notice in self:
            title = notice.with_context(lang=notice.lang)._wording()[0]
            notice.write({"subject": title, "facts_at": fields.Datetime.now()})

    def _posted(self):
        """The letter service has taken it."""
        for notice in self:
            notice._left(sent_to=notice.partner_id.display_name)

    # ------------------------------------------------------------- registered letters
    def action_registered_number(self):
        """Open the form that takes down the post's number."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": explain.notice.registered_title(self.env),
            "res_model": "o2c.registered.number",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_notice_id": self.id,
                "default_number": self.registered_number,
            },
        }

    def _registered(self, number):
        """Note the post's number of a registered letter.

        :raise AccessError: the user is no collector
        :raise UserError: it is no letter that has left
        """
        self._check_collector()
        if any(n.channel not in ON_PAPER or not n.left_at for n in self):
            raise UserError(explain.notice.no_letter(self.env))
        # notices are written by code alone
        self.sudo().write({"registered_number": (number or "").strip()})

    def _sheet_by_letter(self, facts):
        return Sheet(facts)
