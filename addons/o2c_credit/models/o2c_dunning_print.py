"""Print batches: letters that are printed in one go, once."""

import base64

from odoo import api, fields, models


class O2cDunningPrint(models.Model):
    """Letters printed together: one PDF, each letter in it once, for good."""

    _name = "o2c.dunning.print"
    _description = "Print batch of dunning letters"
    _order = "id desc"

    name = fields.Char("Number", compute="_compute_name")
    company_id = fields.Many2one("res.company", required=True, index=True)
    kind = fields.Selection(
        [("letter", "Letters"), ("registered", "Registered letters")], required=True
    )
    printed_at = fields.Datetime(required=True)
    printed_by_id = fields.Many2one("res.users", "Printed by", required=True)
    notice_ids = fields.One2many("o2c.dunning.notice", "print_id", "Letters")
    notice_count = fields.Integer("Number of letters")
    pages = fields.Integer()
    attachment_id = fields.Many2one("ir.attachment", "PDF", ondelete="restrict")
    posted_at = fields.Datetime("Taken to the post")
    posted_by_id = fields.Many2one("res.users", "Taken by")

    @api.depends("printed_at")
    def _compute_name(self):
        for batch in self:
            batch.name = f"L{batch.printed_at:%y%m%d}-{batch.id}" if batch.id else ""

    @api.depends("name")
    def _compute_display_name(self):
        for batch in self:
            batch.display_name = batch.name

    def action_download(self):
        """Open the PDF, as it was printed, as often as it is needed."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            # the file belongs to the batch: whoever reads it reads the file
            "url": f"/web/content/{self.sudo().attachment_id.id}?download=1",
            "target": "self",
        }

    def action_posted(self):
        """These letters were taken to the post."""
        self.env["o2c.dunning.notice"]._check_collector()
        self.check_access("read")
        # batches are written by code alone
        self.sudo().filtered(lambda b: not b.posted_at).write(
            {"posted_at": fields.Datetime.now(), "posted_by_id": self.env.uid}
        )

    @api.model
    def _of_letters(self, notices, content, pages):
        """Keep ``content``, the PDF of ``notices``, as a batch of theirs."""
        batch = self.create(
            {
                "company_id": notices.company_id.root_id[:1].id,
                "kind": "registered"
                if notices[0].channel == "registered"
                else "letter",
                "printed_at": fields.Datetime.now(),
                "printed_by_id": self.env.uid,
                "notice_count": len(notices),
                "pages": pages,
            }
        )
        batch.attachment_id = self.env["ir.attachment"].create(
            {
                "name": f"{batch.name}.pdf",
                "datas": base64.b64encode(content),
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": batch.id,
            }
        )
        return batch
